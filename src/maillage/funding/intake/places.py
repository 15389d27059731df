"""What the sheets of communes share: a known commune code, a year, an amount in euros."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from maillage.diagnosis.intake.cells import given, opened
from maillage.funding.vocabulary.spread import ComponentRow, EffortRow, RejectedRow, Sheet

_SPACES = str.maketrans(dict.fromkeys("\u202f\u00a0 €"))
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST = Decimal(10) ** 11
Fields = dict[str, tuple[str, ...]]
Judge = Callable[[int, dict[str, str]], EffortRow | ComponentRow | str]
CODE = ("code commune", "code", "code insee", "codgeo", "commune")


def read(path: Path, scratch: Path, name: str, fields: Fields, least: set[str], judge: Judge) -> Sheet:
    """Judge every line of a table. Raises FileRejected when it is no such table at all."""
    sheet = opened(path, scratch, name, fields, least)
    rows: list[EffortRow | ComponentRow] = []
    rejects: list[RejectedRow] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells, fault in given(sheet):
        found = fault or judge(number, cells)
        if not isinstance(found, str):
            first = seen.setdefault(_key(found), number)
            found = found if first == number else f"Même commune, même objet que la ligne {first}."
        if isinstance(found, str):
            rejects.append(RejectedRow(number, found))
        else:
            rows.append(found)
    return Sheet(tuple(rows), tuple(rejects))


def _key(row: EffortRow | ComponentRow) -> tuple[object, ...]:
    return (row.place, row.component) if isinstance(row, ComponentRow) else (row.place, row.year)


def place(text: str, known: frozenset[str]) -> str | None:
    """A commune code that is known, its lost zero given back; None otherwise."""
    code = text.strip().upper().zfill(5)
    return code if code in known else None


def year(text: str) -> int | None:
    """A year of four digits within reason; None otherwise."""
    return int(text) if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def euros(text: str) -> Decimal | None:
    """An amount at least zero, to the cent; None when it is not one."""
    try:
        value = Decimal(text.translate(_SPACES).replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and 0 <= value < MOST else None


def faults(checks: Iterator[tuple[bool, str]]) -> str:
    """The first check that fails, in words; empty when all hold."""
    return next((words for held, words in checks if not held), "")
