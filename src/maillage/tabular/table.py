"""A foreign table, open: its columns, its rows with their line numbers, its sheets if any."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from maillage.tabular import stream, text, workbook
from maillage.tabular.errors import FileRejected
from maillage.tabular.survey import Survey, even
from maillage.tabular.unpack import DEFAULT_LIMIT, Limits, Progress, Unpacker

LINE = "ligne"
WORKBOOKS = {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}
WRAPPED = {b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}
GZIP = b"\x1f\x8b"
Schema = Mapping[str, pl.DataType | type[pl.DataType]]
Damaged = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Table:
    """One foreign table. `columns` as written; `path` is the file; `name` the name it was given under."""

    name: str
    path: Path
    columns: tuple[str, ...]
    kind: str  # csv, parquet, workbook
    sheets: tuple[str, ...] = ()
    head: tuple[str, ...] = field(default=(), repr=False)  # first raw lines of a text file
    skip: int = 0  # lines before the header of a text file

    def lazy(self) -> pl.LazyFrame:
        """All rows as text, `ligne` first (1 is the header's line). A Parquet file keeps its types."""
        if self.kind == "parquet":
            return pl.scan_parquet(self.path, glob=False).with_row_index(LINE, offset=2)
        return self.sheet(self.sheets[0]).lazy()

    def typed(self, schema: Schema) -> pl.DataFrame | None:
        """These columns with these types, `ligne` first; None when one cell does not fit: read `lazy`
        then.
        """
        return None

    @property
    def damaged(self) -> Damaged:
        """The lines that have too few or too many cells: (line, cells); known once `lazy` has been read."""
        return ()

    @property
    def doubt(self) -> str:
        """What may be wrong with a table that could not be read, when nothing more is known."""
        return {"parquet": "un de ses blocs est abîmé", "workbook": "une feuille ne se lit pas"}.get(
            self.kind, "une cellule ou une ligne ne se lit pas"
        )

    def sheet(self, name: str) -> pl.DataFrame:
        """One sheet of a workbook as text, its first row being the column names."""
        [(_, rows)] = self.raw_sheets([name])
        return framed(rows)

    def cells(self) -> list[tuple[int, list[object]]]:
        """Every line of the first sheet, as written: its number in the file and its cells."""
        if self.kind != "workbook":
            raise FileRejected(f"{self.name} n'est ni un fichier de texte ni un classeur.")
        [(_, rows)] = self.raw_sheets(self.sheets[:1])
        return list(enumerate(rows, start=1))

    def raw_sheets(self, names: Iterable[str]) -> Iterator[tuple[str, list[list[object]]]]:
        """The cells of these sheets, one sheet after the other."""
        return workbook.rows(self.path, names, self.name)


@dataclass(frozen=True)
class TextTable(Table):
    """A table of text, plain or gzipped. It is written to `scratch` only when it must be repaired or
    explained.
    """

    separator: str = ","
    scratch: Path = Path()
    limits: Limits = field(default_factory=lambda: Limits(""))

    def lazy(self) -> pl.LazyFrame:
        """All rows as text; damaged lines are left blank. Raises FileRejected when the file is cut or
        mixed up.
        """
        return self._scan(self._settled[0], dict.fromkeys(self.columns, pl.String), self.skip + 1)

    def typed(self, schema: Schema) -> pl.DataFrame | None:
        """The quick road for large sound files: read as a stream, no text is kept, nothing is written.

        Decimal comma unless the separator is a comma. None as soon as a cell or a line does not fit.
        """
        survey, frames, line = Survey(), list[pl.DataFrame](), self.skip + 2
        wanted = {name: schema.get(name, pl.String) for name in self.columns}
        options = {"null_values": ["NA", ""], "decimal_comma": self.separator != ","}
        try:
            for block in stream.lines(self.path, survey, self.limits):
                skip = 0 if frames else self.skip + 1
                rows = self._scan(block, wanted, skip, line, **options).select(LINE, *schema)
                frames.append(rows.collect(engine="streaming"))
                line += frames[-1].height
        except (pl.exceptions.PolarsError, ValueError) as error:
            if isinstance(error, FileRejected):
                raise
            return None
        return pl.concat(frames) if self._is_sound(survey) and frames else None

    def cells(self) -> list[tuple[int, list[object]]]:
        """Every line as written, with its number: for small tables whose lines are judged one by one."""
        plain = Unpacker(self.scratch, self.limits).plain(self.path)
        path, _ = text.settle(plain, self.name, self.scratch)
        return text.cells(path, self.name, self.separator)

    def _is_sound(self, survey: Survey) -> bool:
        clean = survey.broken is None and survey.nul is None
        return clean and text.regular(survey, len(self.columns), self.head[: self.skip])

    def _scan(
        self, source: Path | bytes, schema: Schema, skip: int, line: int | None = None, **options: object
    ) -> pl.LazyFrame:
        return pl.scan_csv(
            source,
            separator=self.separator,
            schema=dict(schema),
            has_header=False,  # names come from the schema: the file's may have spaces or signs around them
            skip_rows=skip,
            row_index_name=LINE,
            row_index_offset=self.skip + 2 if line is None else line,
            encoding="utf8",
            quote_char='"',
            glob=False,
            **options,  # type: ignore[arg-type]
        )

    @cached_property
    def _settled(self) -> tuple[Path, Damaged]:
        plain = Unpacker(self.scratch, self.limits).plain(self.path)
        path, found = text.settle(plain, self.name, self.scratch)
        columns = len(self.columns)
        if found.quotes % 2 == 0 and even(path, self.separator, columns, self.skip):
            return path, ()
        return text.mend(path, self.name, self.separator, columns, self.skip, self.scratch / "lignes")

    @property
    def doubt(self) -> str:
        line = text.misplaced_quote(self._settled[0], self.separator)
        return f"un guillemet est mal placé ligne {line}" if line else super().doubt

    @property
    def damaged(self) -> Damaged:
        """As in a table; empty for a file that was sound enough for the quick road."""
        return self._settled[1] if "_settled" in self.__dict__ else ()


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
    limits = Limits(name, limit, progress or (lambda size: None))
    source, sample = _unwrapped(_present(path, name), scratch, limits)
    if not sample.strip():
        raise FileRejected(f"{name} est vide une fois ouvert.")
    if sample[:4] == b"PAR1":
        return _parquet(source, name, limit)
    if sample[:4] in WORKBOOKS:
        sheets, columns = workbook.outline(source, name)
        return Table(name, source, columns, "workbook", sheets=sheets)
    if sample[:2] == GZIP:
        raise FileRejected(f"{name} est emballé trop de fois. Ouvrez-le d'abord.")
    if not text.is_usual(sample):
        source, _ = text.settle(source, name, scratch)
        sample = stream.start_of(source)
    skip, separator, columns, head = text.start(sample, name)
    return TextTable(
        name,
        source,
        columns,
        "csv",
        head=head,
        skip=skip,
        separator=separator,
        scratch=scratch,
        limits=limits,
    )


def _present(path: Path, name: str) -> Path:
    if path.is_dir():
        raise FileRejected(f"{path} est un dossier. Donnez les fichiers qu'il contient.")
    if not path.is_file():
        raise FileRejected(f"{path} n'existe pas. Vérifiez le chemin.")
    if path.stat().st_size == 0:
        raise FileRejected(f"{name} est vide.")
    return path


def _unwrapped(path: Path, scratch: Path, limits: Limits) -> tuple[Path, bytes]:
    """The plain file and its first bytes; a gzip of usual text stays packed, to be read as a stream."""
    source = Unpacker(scratch, limits).out_of_zip(path)
    sample = stream.start_of(source)
    nested = sample[:4] in WRAPPED or sample[:2] == GZIP or not sample
    if not nested:
        text.refuse_binary(sample, limits.name)
    if stream.is_gzip(source) and (nested or not text.is_usual(sample)):
        source = Unpacker(scratch, limits).plain(source)
        sample = stream.start_of(source)
    return source, sample


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
