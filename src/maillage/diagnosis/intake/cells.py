"""What both sorts of file share: opening within bounds, finding the header, cells that hide a person."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maillage.bodies.rules.names import suspicions
from maillage.kernel import folded
from maillage.tabular import FileRejected, Table, open_table

MAX_BYTES = 5_000_000
UNPACKED = 50_000_000  # bytes once unpacked
MAX_ROWS, MAX_CELLS = 20_000, 400_000
TITLES = 10  # lines in which the header is looked for
NOTE_SHEETS = ("note de methode", "methode", "note")
PERSONAL = frozenset(
    ("nom", "noms", "prenom", "prenoms", "nom et prenom", "nom prenom", "nom de famille", "date de naissance",
     "ne le", "naissance", "adresse", "courriel", "email", "mail", "e mail", "telephone", "tel", "victime",
     "auteur", "eleve", "nom de l eleve", "nom de la victime", "nom de l auteur", "mis en cause",
     "numero de securite sociale", "numero fiscal", "immatriculation")
)  # fmt: skip
_SPACES = str.maketrans(dict.fromkeys("\u202f\u00a0 "))


@dataclass(frozen=True)
class Sheet:
    """A table opened: where its known columns are, its lines, the columns left aside, its note."""

    fields: dict[int, str]
    width: int
    lines: list[tuple[int, list[str]]]
    ignored: tuple[str, ...]
    note: str


def clean(value: object) -> str:
    """A cell as text; whole numbers without a decimal part."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).replace("\x00", " ").split())


def whole(text: str) -> int | None:
    """A whole number at least zero, spaces of thousands allowed; None when it is not one."""
    digits = text.translate(_SPACES)
    digits = digits[:-2] if digits.endswith((",0", ".0")) else digits
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 9
    return int(digits) if plain else None


def opened(
    path: Path, scratch: Path, name: str, fields: Mapping[str, tuple[str, ...]], least: set[str]
) -> Sheet:
    """The table of a file. Raises FileRejected: too heavy, no such columns, columns about persons."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FileRejected(f"{name} pèse plus de {MAX_BYTES // 1_000_000} Mo, la limite. Partagez-le.")
    table = open_table(path, scratch, limit=UNPACKED, name=name)
    cells = table.cells()
    if len(cells) > MAX_ROWS + TITLES or sum(len(row) for _, row in cells) > MAX_CELLS:
        raise FileRejected(f"{name} dépasse {MAX_ROWS} lignes ou {MAX_CELLS} cellules. Partagez-le.")
    lines = [(number, [clean(cell) for cell in row]) for number, row in cells]
    head, found = _header(lines, fields, least, name)
    titles = lines[head][1] if lines else []
    ignored = tuple(text for index, text in enumerate(titles) if text and index not in found)
    body = [(number, row) for number, row in lines[head + 1 :] if any(row)]
    if not body:
        raise FileRejected(f"{name} n'a aucune ligne sous ses titres de colonnes.")
    return Sheet(found, len(titles), body, ignored, _note(table))


def _header(
    lines: list[tuple[int, list[str]]], fields: Mapping[str, tuple[str, ...]], least: set[str], name: str
) -> tuple[int, dict[int, str]]:
    known = {word: field for field, words in fields.items() for word in words}
    best, found = 0, dict[int, str]()
    for index, (_, row) in enumerate(itertools.islice(lines, TITLES)):
        _refuse_persons(row, name)
        here: dict[int, str] = {}
        for place, cell in enumerate(row):
            field = known.get(folded(cell.partition("(")[0]))
            if field and field not in here.values():
                here[place] = field
        if len(here) > len(found):
            best, found = index, here
    missing = [fields[field][0] for field in fields if field in least and field not in found.values()]
    if missing:
        raise FileRejected(
            f"{name} : il manque la colonne {', '.join(f'« {word} »' for word in missing)}. "
            "Reprenez le modèle : ses titres doivent rester sur la première ligne."
        )
    return best, found


def _refuse_persons(row: list[str], name: str) -> None:
    personal = [cell for cell in row if folded(cell) in PERSONAL]
    if personal:
        raise FileRejected(
            f"{name} a une colonne « {personal[0]} » : elle parle de personnes. Le diagnostic ne reçoit que"
            " des nombres ; ôtez cette colonne et regroupez les lignes."
        )


def _note(table: Table) -> str:
    sheets = [name for name in table.sheets if folded(name) in NOTE_SHEETS]
    if not sheets:
        return ""
    [(_, rows)] = table.raw_sheets(sheets[:1])
    lines = [list(map(clean, row)) for row in rows[1:]]
    words = [" ".join(filter(None, row[1:])) for row in lines]
    words = list(filter(None, words))
    return "\n".join(words)[:5000]


class Guard:
    """Says why a text may not be kept; each different text is read once."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def fault(self, text: str) -> str:
        """What in this text looks like a person; empty when nothing does."""
        if text not in self._seen:
            found = suspicions(text)
            self._seen[text] = (
                f"« {found[0].words} » ressemble à une personne ({found[0].reason}). Si c'est un lieu,"
                " dites lequel : « Collège Jules-Ferry », et non « Jules-Ferry »." if found else ""
            )  # fmt: skip
        return self._seen[text]


def given(sheet: Sheet) -> Iterator[tuple[int, dict[str, str], str]]:
    """Each line: its number, its known cells, and its fault when it has too many cells."""
    for number, row in sheet.lines:
        extra = any(row[sheet.width :])
        fault = (
            f"{len(row)} cellules pour {sheet.width} colonnes : un séparateur est en trop." if extra else ""
        )
        yield number, {f: row[i] if i < len(row) else "" for i, f in sheet.fields.items()}, fault
