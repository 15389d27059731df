"""A foreign table, open: its columns, its rows as text with their line numbers, its sheets if any."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from maillage.tabular import text, workbook
from maillage.tabular.errors import FileRejected
from maillage.tabular.survey import SAMPLE, Survey
from maillage.tabular.unpack import DEFAULT_LIMIT, Progress, Unpacker

LINE = "ligne"
WORKBOOKS = {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}
Schema = Mapping[str, pl.DataType | type[pl.DataType]]


@dataclass(frozen=True)
class Table:
    """One foreign table. `columns` as written; `path` is the plain file; `name` the name it was given under.

    `damaged` are the lines that have too few or too many cells: (line, cells), known once `steady`.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    kind: str  # csv, parquet, workbook
    separator: str = ","
    skip: int = 0
    sheets: tuple[str, ...] = ()
    head: tuple[str, ...] = field(default=(), repr=False)  # first raw lines of a text file
    survey: Survey | None = field(default=None, repr=False)
    damaged: tuple[tuple[int, int], ...] = ()

    def lazy(self) -> pl.LazyFrame:
        """All rows as text, `ligne` first (1 is the header's line). A Parquet file keeps its types."""
        if self.kind == "parquet":
            return pl.scan_parquet(self.path, glob=False).with_row_index(LINE, offset=2)
        if self.kind == "workbook":
            return self.sheet(self.sheets[0]).lazy()
        return self._scan(dict.fromkeys(self.columns, pl.String))

    def typed(self, schema: Schema) -> pl.DataFrame | None:
        """These columns with these types, `ligne` first; None when one cell does not fit: read `lazy` then.

        The quick road for large sound files: no text is kept. Decimal comma unless the separator is a comma.
        """
        if self.kind != "csv":
            return None
        rows = self._scan(
            {name: schema.get(name, pl.String) for name in self.columns},
            null_values=["NA", ""],
            decimal_comma=self.separator != ",",
        )
        try:
            return rows.select(LINE, *schema).collect(engine="streaming")
        except (pl.exceptions.PolarsError, ValueError):
            return None

    def _scan(self, schema: Schema, **options: object) -> pl.LazyFrame:
        return pl.scan_csv(
            self.path,
            separator=self.separator,
            schema=dict(schema),
            row_index_name=LINE,
            row_index_offset=self.skip + 2,
            has_header=False,  # names come from the schema: the file's may have spaces or signs around them
            skip_rows=self.skip + 1,
            encoding="utf8",
            quote_char='"',
            glob=False,
            **options,  # type: ignore[arg-type]
        )

    def sheet(self, name: str) -> pl.DataFrame:
        """One sheet of a workbook as text, its first row being the column names."""
        [(_, rows)] = self.raw_sheets([name])
        return framed(rows)

    def raw_sheets(self, names: Iterable[str]) -> Iterator[tuple[str, list[list[object]]]]:
        """The cells of these sheets, one sheet after the other."""
        return workbook.rows(self.path, names, self.name)

    def steady(self, scratch: Path) -> "Table":
        """The same table, its damaged lines left blank and listed in `damaged`. FileRejected when cut."""
        if self.survey is None or text.regular(self.survey, len(self.columns), self.head[: self.skip]):
            return self
        path, damaged = text.mend(
            self.path, self.name, self.separator, len(self.columns), self.skip, scratch / "lignes"
        )
        return replace(self, path=path, damaged=damaged, survey=None)


def framed(rows: list[list[object]]) -> pl.DataFrame:
    """The cells of a sheet as text columns named by its first row, `ligne` first."""
    names = workbook.names(rows[0]) if rows else []
    body = [[workbook.cell(value) or None for value in row] for row in rows[1:]]
    frame = pl.DataFrame(body, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_row_index(LINE, offset=2)


def open_table(
    path: Path, scratch: Path, *, limit: int = DEFAULT_LIMIT, progress: Progress | None = None, name: str = ""
) -> Table:
    """Open a file as a table; unpacked or re-encoded content goes to `scratch`. Raises FileRejected."""
    name = name or path.name
    if path.is_dir():
        raise FileRejected(f"{path} est un dossier. Donnez les fichiers qu'il contient.")
    if not path.is_file():
        raise FileRejected(f"{path} n'existe pas. Vérifiez le chemin.")
    if path.stat().st_size == 0:
        raise FileRejected(f"{name} est vide.")
    unpacker = Unpacker(scratch, name, limit=limit, progress=progress)
    plain = unpacker.plain(path)
    with plain.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip():
        raise FileRejected(f"{name} est vide une fois ouvert.")
    if sample[:4] == b"PAR1":
        return _parquet(plain, name, limit)
    if sample[:4] in WORKBOOKS:
        sheets, columns = workbook.outline(plain, name)
        return Table(name, plain, columns, "workbook", sheets=sheets)
    return _text(plain, name, scratch, unpacker.survey)


def _parquet(path: Path, name: str, limit: int) -> Table:
    try:
        schema = pl.read_parquet_schema(path)
        rows = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    except Exception as error:  # Polars raises several kinds on a cut file
        raise FileRejected(
            f"{name} est un fichier Parquet incomplet ou abîmé. Téléchargez-le de nouveau."
        ) from error
    if rows * max(len(schema), 1) * 8 > limit:
        raise FileRejected(f"{name} annonce {rows} lignes : plus que la limite de {limit // 1_000_000} Mo.")
    return Table(name, path, tuple(schema), "parquet")


def _text(path: Path, name: str, scratch: Path, seen: Survey | None) -> Table:
    path, found = text.settle(path, name, scratch, seen)
    skip, separator, columns, head = text.start(path, name)
    return Table(name, path, columns, "csv", separator, skip, head=head, survey=found)
