"""What a filled spreadsheet would change: each field from what it is to what it becomes, or why it cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.vocabulary.sheets import (
    LINE_COLUMNS,
    LINES,
    REQUEST_COLUMNS,
    REQUESTS,
    Cell,
    Filled,
    Reject,
    Row,
)
from maillage.ui.typography import euros


@dataclass(frozen=True)
class Known:
    """A row as it stands: a request with its revision, or a line with its request."""

    id: int
    owner: int
    name: str
    values: Mapping[str, Cell]


@dataclass(frozen=True)
class Change:
    """One field of one row; `id` None when the row is to be added."""

    sheet: str
    line: int
    id: int | None
    owner: int
    name: str
    field: str
    old: Cell
    new: Cell

    @property
    def label(self) -> str:
        """The head of its column."""
        return (REQUEST_COLUMNS if self.sheet == REQUESTS else LINE_COLUMNS)[self.field]

    @property
    def before(self) -> str:
        """What it is, as a page prints it."""
        return shown(self.old)

    @property
    def after(self) -> str:
        """What it becomes."""
        return shown(self.new)


@dataclass(frozen=True)
class Drawn:
    """The changes, row by row, and the rows put aside."""

    changes: tuple[Change, ...]
    rejects: tuple[Reject, ...]

    def rows(self, sheet: str) -> dict[tuple[int, int | None], list[Change]]:
        """The changes of each row of a sheet."""
        found: dict[tuple[int, int | None], list[Change]] = {}
        for change in self.changes:
            if change.sheet == sheet:
                found.setdefault((change.line, change.id), []).append(change)
        return found


def shown(value: Cell) -> str:
    """A cell in French; empty when there is nothing."""
    if isinstance(value, Decimal):
        return euros(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def draw(filled: Filled, requests: Mapping[int, Known], lines: Mapping[int, Known]) -> Drawn:
    """What the file would change of what is there.

    A request changed meanwhile is put aside with its lines.
    """
    changes: list[Change] = []
    rejects = list(filled.rejects)
    stale = set()
    for row, why in _doubled(filled.requests):
        rejects.append(Reject(REQUESTS, row.line, why))
    for row in _once(filled.requests):
        known = requests.get(row.id or 0)
        if known is None:
            rejects.append(Reject(REQUESTS, row.line, _unknown(row.id, "demande en préparation")))
        elif row.owner != known.owner:
            stale.add(known.id)
            rejects.append(Reject(REQUESTS, row.line, _meanwhile(known.name)))
        else:
            changes += _differences(REQUESTS, row, known, known.id)
    for row in _once(filled.lines):
        found = _line(row, requests, lines, stale)
        if isinstance(found, str):
            rejects.append(Reject(LINES, row.line, found))
        else:
            changes += _differences(LINES, row, found, row.owner or 0)
    for row, why in _doubled(filled.lines):
        rejects.append(Reject(LINES, row.line, why))
    return Drawn(tuple(changes), tuple(sorted(rejects, key=lambda one: (one.sheet, one.line))))


def _line(
    row: Row, requests: Mapping[int, Known], lines: Mapping[int, Known], stale: set[int]
) -> Known | str | None:
    """The line that a row speaks of, None when it adds one, or why it cannot be read."""
    owner = requests.get(row.owner or 0)
    if owner is None:
        return _unknown(row.owner, "demande en préparation")
    if owner.id in stale:
        return _meanwhile(owner.name)
    if row.values.get("planned") is None:
        return "Le montant prévu manque : écrivez un nombre, ou 0."
    if row.id is None:
        return None
    known = lines.get(row.id)
    if known is None or known.owner != owner.id:
        return _unknown(row.id, f"ligne du plan de « {owner.name} »")
    return known


def _differences(sheet: str, row: Row, known: Known | None, owner: int) -> Iterable[Change]:
    old = known.values if known else {}
    name = known.name if known else str(row.values.get("label") or "ligne nouvelle")
    for field, value in row.values.items():
        before = old.get(field)
        if value != before and not (value in (None, "") and before in (None, "")):
            yield Change(sheet, row.line, row.id if known else None, owner, name, field, before, value)


def _once(rows: Iterable[Row]) -> list[Row]:
    """The first row of each identity, and those that add."""
    seen: set[int] = set()
    kept = []
    for row in rows:
        if row.id is None or row.id not in seen:
            kept.append(row)
        if row.id is not None:
            seen.add(row.id)
    return kept


def _doubled(rows: list[Row]) -> list[tuple[Row, str]]:
    kept = {id(row) for row in _once(rows)}
    return [
        (row, f"L'identifiant {row.id} est déjà plus haut : une ligne par identifiant.")
        for row in rows
        if id(row) not in kept
    ]


def _unknown(number: int | None, what: str) -> str:
    if number is None:
        return f"L'identifiant manque : gardez celui du tableur téléchargé ({what})."
    return f"L'identifiant {number} n'est pas celui d'une {what} : gardez la colonne telle qu'elle est."


def _meanwhile(name: str) -> str:
    return f"« {name} » a été modifiée depuis le téléchargement : téléchargez de nouveau le tableur."
