"""How large a workbook claims to be, read before its reader reserves the memory.

A sheet is a rectangle: one cell written in the last corner asks for seventeen thousand million of them.
"""

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from maillage.tabular.errors import FileRejected

MAX_CELLS = 10_000_000
CHUNK, CARRY = 1 << 20, 64  # bytes read at once; bytes seen twice so that no reference is cut
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(rb"""\br\s*=\s*["'](?:([A-Za-z]{1,3})(\d{1,7})|(\d{1,7}))["']""")


def check(path: Path, name: str, *, limit: int = MAX_CELLS) -> None:
    """Raises FileRejected when a sheet of this workbook spans more than `limit` cells."""
    if not zipfile.is_zipfile(path):
        return  # the old binary format has at most 65 536 rows of 256 columns
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if _SHEET.fullmatch(member):
                _refuse(_written(archive, member), name, limit)
            elif member == "content.xml":
                _refuse(_Repeated(limit).read(archive, member, name), name, limit)


def _refuse(size: tuple[int, int], name: str, limit: int) -> None:
    rows, columns = size
    if rows * columns > limit:
        raise FileRejected(
            f"{name} : une feuille s'étend sur {rows} lignes et {columns} colonnes, plus que la limite. "
            "Effacez les cellules perdues au bout de la feuille, puis enregistrez de nouveau."
        )


def _written(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """The last row and the last column named by the cells of a sheet of XLSX."""
    rows = columns = 0
    kept = b""
    with archive.open(member) as file:
        while block := file.read(CHUNK):
            for letters, row, alone in _REFERENCE.findall(kept + block):
                rows = max(rows, int(row or alone))
                columns = max(columns, _column(letters))
            kept = block[-CARRY:]
    return rows, max(columns, 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Repeated:
    """Reads a sheet of ODS, where one written cell may stand for thousands."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.largest = (0, 1)
        self.rows = self.columns = self.row = self.cells = self.pending = self.repeat = 0
        self.filled = False

    def read(self, archive: zipfile.ZipFile, member: str, name: str) -> tuple[int, int]:
        """The rectangle of the largest sheet; stops as soon as one is too large."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        try:
            with archive.open(member) as file:
                while (block := file.read(CHUNK)) and self.largest[0] * self.largest[1] <= self.limit:
                    parser.Parse(block)
        except expat.ExpatError as error:
            raise FileRejected(f"{name} est un classeur abîmé. Enregistrez-le de nouveau.") from error
        return self.largest

    def _start(self, tag: str, attributes: dict[str, Any]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "table":
            self.rows = self.columns = self.row = 0
        elif kind == "table-row":
            self.cells = self.pending = 0
            self.filled, self.repeat = False, _times(attributes, "rows")
        elif kind in ("table-cell", "covered-table-cell"):
            self.pending += _times(attributes, "columns")
            if any(key.endswith((":value", ":value-type", ":formula")) for key in attributes):
                self._fill()
        elif kind == "p":
            self._fill()

    def _fill(self) -> None:
        self.cells, self.pending, self.filled = self.cells + self.pending, 0, True

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "table-row":
            return
        self.row += self.repeat
        if self.filled:
            self.rows, self.columns = self.row, max(self.columns, self.cells)
        if self.rows * self.columns > self.largest[0] * self.largest[1]:
            self.largest = (self.rows, self.columns)


def _times(attributes: dict[str, Any], what: str) -> int:
    found = next((value for key, value in attributes.items() if key.endswith(f"number-{what}-repeated")), "1")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else 1
