"""What a source of data is, and how to add one.

To add a source: write `intake/<source>.py` with a `Format` whose `recognise` looks only at the column names
(and the sheets of a workbook) and whose `read` returns a `Reading`: a canonical frame for its kind, and the
lines set aside. Then add it to the list in `intake/__init__.py`. Nothing else knows foreign column names.

Canonical frames. crime: code, year i16, indicator (slug), unit, status, count i64, population i64,
dwellings f64, rate f64 (per mille, as published), complement_count f64, complement_rate f64. monthly: code,
month (first day), indicator, label, count i64, flag. yearly: code, year, indicator, label, count i64, origin.
series: indicator, label, zone, period, value f64, unit, origin. population: code, year, count i64.
context: code, year, measure, value f64, unit, note. `code` is as on the command line: 44143, dep:44, reg:52,
`fr` for the whole country, `ze:5218` for a zone d'emploi.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from maillage.datasets.vocabulary import LICENCE, Kind, Level, Reject
from maillage.tabular import Table


@dataclass
class Reading:
    """What a file says: a canonical frame, the lines set aside, and what forbids to take any of it."""

    frame: pl.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    rejected: int = 0
    fatal: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    vintage: str = ""


@dataclass(frozen=True)
class Known:
    """Codes that exist, present or past, at each level."""

    communes: frozenset[str]
    departments: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True)
class Format:
    """One source. `derived`: rebuilt from the official file by others; `defects`: said wherever used."""

    id: str
    label: str
    source: str
    kind: Kind
    level: Level
    recognise: Callable[[Table], bool]
    read: Callable[[Table, Known], Reading]
    licence: str = LICENCE
    derived: bool = False
    defects: tuple[str, ...] = ()


def slug(text: str) -> str:
    """`Vols d'accessoires sur véhicules` -> `vols-d-accessoires-sur-vehicules`."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe"))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def has(*columns: str) -> Callable[[Table], bool]:
    """Recognise a table by columns that must all be there."""
    return lambda table: set(columns) <= set(table.columns)


def texts(table: Table, columns: Mapping[str, str]) -> pl.LazyFrame:
    """The wanted columns (ours -> theirs) as clean text, `NA` and empty cells unknown, with line numbers."""

    def clean(theirs: str) -> pl.Expr:
        text = pl.col(theirs).cast(pl.String).str.strip_chars().str.strip_prefix('="').str.strip_suffix('"')
        return pl.when(text.is_in(["NA", "", "NaN", "Non Renseigné"])).then(None).otherwise(text)

    return table.lazy().select("ligne", *[clean(theirs).alias(ours) for ours, theirs in columns.items()])


def number(column: str) -> pl.Expr:
    """A text column as a float: decimal comma or point, thousands by space, exponent."""
    text = pl.col(column).str.replace_all(r"[\s\u00a0\u202f]", "").str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False)


def set_aside(frame: pl.DataFrame, kind: str, sentence: pl.Expr, *, keep: int = 1000) -> list[Reject]:
    """Rejects from the rows of a frame that has `ligne`; at most `keep` are listed."""
    rows = frame.head(keep).select(pl.col("ligne"), sentence.alias("phrase")).rows()
    return [Reject(int(line), kind, text) for line, text in rows]


__all__ = ["Format", "Known", "Reading", "Reject", "has", "number", "set_aside", "slug", "texts"]
