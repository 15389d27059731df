"""A directory as a table: CSV, XLSX, ODS."""

import itertools
from pathlib import Path

from maillage.institutions.intake import columns, lines
from maillage.institutions.vocabulary import DirectoryReject, DirectoryRow, DirectorySheet
from maillage.tabular import FileRejected, Table, open_table

UNPACKED = 100_000_000  # bytes once unpacked
TITLES, LEAST_COLUMNS = 10, 1  # how far the column names are looked for; how many must be known
MAX_CELLS = 2_000_000


def read(path: Path, scratch: Path, name: str) -> DirectorySheet:
    """The rows of a table. Raises FileRejected when no column says which institution."""
    table = open_table(path, scratch, limit=UNPACKED, name=name)
    cells = _cells(table, name)
    head, fields = _header(cells, name)
    ignored = tuple(
        text
        for index, cell in enumerate(cells[head][1])
        if (text := columns.clean(cell)) and index not in fields
    )
    rows: list[DirectoryRow] = []
    rejects: list[DirectoryReject] = []
    for number, values in cells[head + 1 :]:
        given = {
            field: columns.clean(values[index]) for index, field in fields.items() if index < len(values)
        }
        if not any(given.values()):
            continue
        found = _ragged(number, values, len(cells[head][1])) or lines.typed(number, given)
        (rejects if isinstance(found, DirectoryReject) else rows).append(found)  # type: ignore[arg-type]
    return DirectorySheet(tuple(rows), tuple(rejects), ignored)


def _ragged(number: int, values: list[object], width: int) -> DirectoryReject | None:
    if len(values) <= width or not any(columns.clean(value) for value in values[width:]):
        return None
    return DirectoryReject(
        number, f"{len(values)} cellules pour {width} colonnes : un séparateur est en trop."
    )


def _cells(table: Table, name: str) -> list[tuple[int, list[object]]]:
    rows = table.cells()
    if sum(len(row) for _, row in rows) > MAX_CELLS:
        raise FileRejected(f"{name} a plus de {MAX_CELLS} cellules : ce n'est pas un annuaire.")
    return rows


def _header(cells: list[tuple[int, list[object]]], name: str) -> tuple[int, dict[int, str]]:
    best = 0
    fields: dict[int, str] = {}
    for index, (_, row) in enumerate(itertools.islice(cells, TITLES)):
        found = columns.recognise([columns.clean(cell) for cell in row])
        if len(found) > len(fields):
            best, fields = index, found
    if len(fields) < LEAST_COLUMNS or not {"institution", "last_name"} & set(fields.values()):
        raise FileRejected(
            f"{name} : aucune colonne « Institution ». Nommez les colonnes sur la première ligne : "
            "Institution, Genre, SIRET, Prénom, Nom, Fonction, Niveau, Courriel."
        )
    return best, fields
