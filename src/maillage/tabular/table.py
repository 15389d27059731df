"""A foreign table, open: its columns, its rows as text with line numbers, its sheets when it has some."""

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import python_calamine

from maillage.tabular import bounds
from maillage.tabular.errors import FileRejected
from maillage.tabular.unpack import DEFAULT_LIMIT, Progress, unpack

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 1 << 16
LINE = "ligne"
PROTECTED = re.compile(r'(?<![^;,\t|])="([^"]*)"')  # what spreadsheets do to codes
WORKBOOKS = {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}


@dataclass(frozen=True)
class Table:
    """One foreign table. `columns` as written; `path`: the plain file; `name`: the one it was given under."""

    name: str
    path: Path
    columns: tuple[str, ...]
    kind: str  # csv, parquet, workbook
    separator: str = ","
    skip: int = 0
    sheets: tuple[str, ...] = ()
    head: tuple[str, ...] = field(default=(), repr=False)  # first raw lines of a text file

    def lazy(self) -> pl.LazyFrame:
        """All rows as text, `ligne` first (1 is the header's line). Parquet numbers keep their type."""
        if self.kind == "parquet":
            return pl.scan_parquet(self.path).with_row_index(LINE, offset=2)
        if self.kind == "workbook":
            return self.sheet(self.sheets[0]).lazy()
        return pl.scan_csv(
            self.path,
            separator=self.separator,
            infer_schema=False,
            row_index_name=LINE,
            row_index_offset=self.skip + 2,
            skip_rows=self.skip,
            encoding="utf8",
            quote_char='"',
            glob=False,
        )

    def typed(self, schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame | None:
        """These columns with these types, `ligne` first; None once a cell does not fit: read `lazy` then.

        The quick road for large sound files: no text is kept. Decimal comma unless the separator is a comma.
        """
        if self.kind != "csv":
            return None
        everything = {name: schema.get(name, pl.String) for name in self.columns}
        try:
            return (
                pl.scan_csv(
                    self.path,
                    separator=self.separator,
                    schema=everything,
                    skip_rows=self.skip,
                    null_values=["NA", ""],
                    decimal_comma=self.separator != ",",
                    row_index_name=LINE,
                    row_index_offset=self.skip + 2,
                    glob=False,
                )
                .select(LINE, *schema)
                .collect(engine="streaming")
            )
        except (pl.exceptions.PolarsError, ValueError):
            return None

    def sheet(self, name: str, header: int = 0) -> pl.DataFrame:
        """One sheet of a workbook as text, `header` being the row (from 0) of the column names."""
        rows = self.raw_sheet(name)
        if len(rows) <= header:
            return pl.DataFrame(schema={LINE: pl.UInt32})
        names = _unique([_cell(value) or f"colonne_{index}" for index, value in enumerate(rows[header])])
        body = [[_cell(value) or None for value in row] for row in rows[header + 1 :]]
        frame = pl.DataFrame(body, schema=dict.fromkeys(names, pl.String), orient="row")
        return frame.with_row_index(LINE, offset=header + 2)

    def raw_sheet(self, name: str) -> list[list[object]]:
        """The cells of one sheet."""
        try:
            book = python_calamine.CalamineWorkbook.from_path(str(self.path))
            return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        except Exception as error:  # the reader has many error types; all mean the same to a person
            raise FileRejected(
                f"La feuille « {name} » de {self.name} est illisible. Enregistrez-la de nouveau."
            ) from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def open_table(
    path: Path, scratch: Path, *, limit: int = DEFAULT_LIMIT, progress: Progress | None = None, name: str = ""
) -> Table:
    """Open a file as a table; unpacked or re-encoded content goes to `scratch`. Raises FileRejected."""
    name = name or path.name
    if not path.is_file():
        raise FileRejected(f"{path} n'existe pas. Vérifiez le chemin.")
    if path.stat().st_size == 0:
        raise FileRejected(f"{name} est vide.")
    plain = unpack(path, scratch / "contenu", limit=limit, progress=progress)
    with plain.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip():
        raise FileRejected(f"{name} est vide une fois ouvert.")
    if sample[:4] == b"PAR1":
        return _parquet(plain, name, limit)
    if sample[:4] in WORKBOOKS:
        return _workbook(plain, name)
    return _text(plain, name, sample, scratch)


def _parquet(path: Path, name: str, limit: int) -> Table:
    try:
        schema = pl.read_parquet_schema(path)
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    except Exception as error:  # Polars raises several kinds on a cut file
        raise FileRejected(
            f"{name} est un fichier Parquet incomplet ou abîmé. Téléchargez-le de nouveau."
        ) from error
    if rows * max(len(schema), 1) * 8 > limit:
        raise FileRejected(f"{name} annonce {rows} lignes : plus que la limite de {limit // 1_000_000} Mo.")
    return Table(name, path, tuple(schema), "parquet")


def _workbook(path: Path, name: str) -> Table:
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
    columns = _unique([_cell(value) or f"colonne_{i}" for i, value in enumerate(first[0])]) if first else []
    return Table(name, path, tuple(columns), "workbook", sheets=sheets)


def _text(path: Path, name: str, sample: bytes, scratch: Path) -> Table:
    encoding = _encoding(path, name, sample)
    if encoding != "utf-8" or b'="' in sample:
        path = _reencode(path, encoding, scratch / "texte")
    with path.open("rb") as file:
        text = file.read(SAMPLE).decode("utf-8-sig", "ignore")
    if "\x00" in text:
        raise FileRejected(f"{name} n'est pas une table : c'est un fichier binaire d'un autre genre.")
    lines = text.splitlines()
    skip, separator = _header(lines)
    columns = next(csv.reader(io.StringIO(lines[skip]), delimiter=separator))
    return Table(
        name, path, tuple(column.strip() for column in columns), "csv", separator, skip, head=tuple(lines[:8])
    )


def _encoding(path: Path, name: str, sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _reencode(path: Path, encoding: str, target: Path) -> Path:
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        with (
            path.open(
                encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors=errors, newline=""
            ) as source,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            for line in source:
                out.write(PROTECTED.sub(r'"\1"', line))
    except (UnicodeError, ValueError) as error:
        raise FileRejected(
            f"{path.name} : le codage {encoding} est interrompu. Enregistrez le fichier en UTF-8."
        ) from error
    return target


def _header(lines: list[str]) -> tuple[int, str]:
    """The first line that looks like column names (old files open with title lines), and its separator."""
    for index, line in enumerate(lines[:8]):
        counts = {separator: line.count(separator) for separator in SEPARATORS}
        best = max(SEPARATORS, key=lambda separator: counts[separator])
        following = lines[index + 1] if index + 1 < len(lines) else line
        if counts[best] and following.count(best) >= min(counts[best], 1):
            return index, best
    return 0, ","
