"""The spreadsheet of requests in preparation, filled and sent back: its two sheets as typed rows and
rejects.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from maillage.contracts.vocabulary import Nature
from maillage.funding.vocabulary import Account, Side
from maillage.funding.vocabulary.sheets import (
    LINE_COLUMNS,
    LINE_FIELDS,
    LINES,
    LISTS,
    REQUEST_COLUMNS,
    REQUEST_FIELDS,
    REQUESTS,
    Cell,
    Filled,
    Reject,
    Row,
)
from maillage.kernel import folded
from maillage.tabular import FileRejected, open_table

LONGEST = {"title": 200, "public": 200, "territory": 200, "label": 200}
MAX_BYTES, MAX_ROWS, MAX_TEXT = 5_000_000, 5_000, 20_000
MOST = Decimal("9999999999.99")


class BadCell(ValueError):
    """A cell that cannot be what its column says."""


def read(content: bytes, name: str) -> Filled:
    """The rows of the file. Raises FileRejected when it is not the spreadsheet that was given."""
    if len(content) > MAX_BYTES:
        raise FileRejected(f"{name} pèse plus de {MAX_BYTES // 1_000_000} Mo, la limite.")
    with tempfile.TemporaryDirectory(prefix="maillage-demandes-") as folder:
        path = Path(folder) / "recu"
        path.write_bytes(content)
        table = open_table(path, Path(folder), name=name, limit=MAX_BYTES * 10)
        if table.kind != "workbook" or not {REQUESTS, LINES} <= set(table.sheets):
            raise FileRejected(
                f"{name} n'a pas les feuilles « {REQUESTS} » et « {LINES} » : repartez du"
                " tableur téléchargé ici."
            )
        sheets = dict(table.raw_sheets([REQUESTS, LINES]))
    filled = Filled()
    filled.requests = list(_rows(sheets[REQUESTS], REQUESTS, REQUEST_COLUMNS, "revision", filled.rejects))
    filled.lines = list(_rows(sheets[LINES], LINES, LINE_COLUMNS, "request", filled.rejects))
    return filled


def _rows(
    cells: Sequence[Sequence[object]],
    sheet: str,
    columns: Mapping[str, str],
    owner: str,
    rejects: list[Reject],
) -> Iterator[Row]:
    where = _places(cells[0] if cells else [], sheet, columns)
    if len(cells) - 1 > MAX_ROWS:
        raise FileRejected(f"La feuille « {sheet} » a plus de {MAX_ROWS} lignes : partagez-la.")
    fields = [name for name in columns if name in (*REQUEST_FIELDS, *LINE_FIELDS) and name in where]
    for number, row in enumerate(cells[1:], start=2):
        known = {name: row[place] for name, place in where.items() if place < len(row)}
        if not any(_text(value) for value in known.values()):
            continue
        try:
            yield Row(
                number, _whole(known.get("id")), _whole(known.get(owner)),
                {name: _value(name, known.get(name)) for name in fields},
            )  # fmt: skip
        except BadCell as fault:
            rejects.append(Reject(sheet, number, str(fault)))


def _places(head: Sequence[object], sheet: str, columns: Mapping[str, str]) -> dict[str, int]:
    names = {folded(_text(value)): place for place, value in enumerate(head)}
    found = {key: names[folded(label)] for key, label in columns.items() if folded(label) in names}
    missing = [label for key, label in columns.items() if key not in found]
    if missing:
        raise FileRejected(
            f"La feuille « {sheet} » n'a plus la colonne « {missing[0]} » : repartez du modèle."
        )
    return found


def _value(name: str, value: object) -> Cell:
    if name in ("asked", "planned"):
        return _amount(value)
    if name in ("start", "end"):
        return _day(value)
    if name == "people":
        return _whole(value)
    text = _text(value)
    if name in ("side", "account", "nature"):
        return _word(name, text)
    limit = LONGEST.get(name, MAX_TEXT)
    if len(text) > limit:
        raise BadCell(f"Un texte de {len(text)} signes dépasse la limite, {limit} : raccourcissez-le.")
    return text


def _word(name: str, text: str) -> str:
    """The value of a listed word, from its label or its number."""
    words: dict[str, type[Side] | type[Account] | type[Nature]] = {
        "side": Side, "account": Account, "nature": Nature,
    }  # fmt: skip
    if not text and name == "nature":
        return ""
    for word in words[name]:
        if folded(text) in (folded(word.label), folded(str(word.value))):
            return str(word.value)
    raise BadCell(f"« {text[:60]} » n'est pas dans la feuille « {LISTS} » : choisissez-y un mot.")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", " ").strip()


def _whole(value: object) -> int | None:
    text = "".join(_text(value).split())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadCell(f"« {text[:60]} » n'est pas un nombre entier.")
    return int(text)


def _amount(value: object) -> Decimal | None:
    typed = "".join(_text(value).replace("€", "").replace(",", ".").split())
    if not typed:
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation as error:
        raise BadCell(f"« {typed[:60]} » n'est pas un montant : écrivez par exemple 1200,50.") from error
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
        raise BadCell(f"« {typed[:60]} » n'est pas un montant : positif, en euros et centimes.")
    return amount.quantize(Decimal("0.01"))


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    for form in ("%d/%m/%Y", "%Y-%m-%d") if text else ():
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    if text:
        raise BadCell(f"« {text[:60]} » n'est pas une date : écrivez-la comme 31/12/2026.")
    return None
