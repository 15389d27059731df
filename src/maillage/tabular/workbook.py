"""Workbooks (xlsx, xls, ods): their sheets, and the cells of one as they are."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import python_calamine

from maillage.tabular import bounds
from maillage.tabular.errors import FileRejected
from maillage.tabular.text import unique


def outline(path: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sheets, and the column names of the first one. Raises FileRejected."""
    bounds.check(path, name)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = tuple(book.sheet_names)
        first = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=1) if sheets else []
    except Exception as error:  # calamine raises several kinds
        raise FileRejected(
            f"{name} n'est ni une table ni un classeur lisible. Enregistrez-le de nouveau."
        ) from error
    if not sheets:
        raise FileRejected(f"{name} n'a aucune feuille.")
    return sheets, tuple(names(first[0])) if first else ()


def rows(path: Path, sheets: Iterable[str], name: str) -> Iterator[tuple[str, list[list[object]]]]:
    """The cells of these sheets, sheet by sheet; the workbook is opened once. Raises FileRejected."""
    sheet = ""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for sheet in sheets:
            yield sheet, [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
    except Exception as error:  # the reader has many error types; all mean the same to a person
        raise FileRejected(
            f"La feuille « {sheet} » de {name} est illisible. Enregistrez-la de nouveau."
        ) from error


def cell(value: object) -> str:
    """A cell as text, whole numbers without a decimal part."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def names(row: Sequence[object]) -> list[str]:
    """Column names: an empty one is called by its place, a name met again gets its rank."""
    return unique([cell(value) or f"colonne_{index}" for index, value in enumerate(row)])
