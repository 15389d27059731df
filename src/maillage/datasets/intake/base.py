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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from maillage.datasets.vocabulary import LICENCE, Kind, Level, Reject
from maillage.tabular import FileRejected, Table, distinct

UNKNOWN = ["NA", "", "NaN", "nan", "None", "null", "Non Renseigné"]  # how the sources write an unknown value
LARGEST = 1e15  # a larger number is no count, no population, no rate


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
    geography: int = 9999  # year of the lists: a later file may know codes that they do not


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
    """The wanted columns (ours -> theirs) as clean text, `NA` and empty cells unknown, with line numbers.

    A line where all of them are unknown is a blank one, and is left out.
    """

    def clean(theirs: str) -> pl.Expr:
        text = pl.col(theirs).cast(pl.String).str.strip_chars().str.strip_prefix('="').str.strip_suffix('"')
        return pl.when(text.is_in(UNKNOWN)).then(None).otherwise(text)

    absent = [name for name in columns.values() if name not in table.columns]
    if absent:
        raise FileRejected(f"{table.name} : il manque la colonne {', '.join(absent)}.")
    rows = table.lazy().select("ligne", *[clean(theirs).alias(ours) for ours, theirs in columns.items()])
    return rows.filter(pl.any_horizontal(pl.col(*columns).is_not_null()))


def slugs(column: str, rows: pl.DataFrame) -> pl.Expr:
    """A column of labels as slugs; each distinct label is worked out once."""
    labels = rows[column].unique().drop_nulls().to_list()
    return pl.col(column).replace_strict({text: slug(text) for text in labels}, return_dtype=pl.String)


def number(column: str) -> pl.Expr:
    """A text column as a float (decimal comma or point, spaces, exponent); null when it is none."""
    text = pl.col(column).str.replace_all(r"[\s\u00a0\u202f]", "").str.replace(",", ".", literal=True)
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.abs() <= LARGEST).then(value)


def set_aside(frame: pl.DataFrame, kind: str, sentence: pl.Expr, *, keep: int = 1000) -> list[Reject]:
    """Rejects from the rows of a frame that has `ligne`; at most `keep` rows, each sentence once a line."""
    rows = (
        frame.head(keep).select(pl.col("ligne"), sentence.alias("phrase")).unique(maintain_order=True).rows()
    )
    return [Reject(int(line), kind, text) for line, text in rows]


def sorted_out(
    frame: pl.DataFrame, *, known: frozenset[str] | None, keys: Sequence[str], vintage: str = "",
    notes: Sequence[str] = (), keep_unknown: bool = False,
) -> Reading:  # fmt: skip
    """A reading from typed rows: `ligne`, `code`, a period, `raw` (number as written) and `count` or `value`.

    Unknown codes, unreadable periods and numbers are set aside; an unknown value stays out (or unknown:
    `keep_unknown`), it never becomes zero; a cell given twice (same `keys`) forbids the file. `known` are the
    codes that exist (None: any word will do).
    """
    value = "count" if "count" in frame.columns else "value"
    period = next(name for name in ("month", "year", "period") if name in frame.columns)
    strange = pl.col("raw").is_not_null() & pl.col(value).is_null()
    if value == "count":
        strange = strange | (pl.col(value) != pl.col(value).round()).fill_null(False)
    checks = (
        ("code inconnu", ~_is_known(known), pl.format("code « {} » inconnu", _said("code"))),
        ("date illisible", pl.col(period).is_null(), pl.lit("la date ou l'année ne se lit pas")),
        ("nombre illisible", strange, pl.format("« {} » n'est pas un nombre attendu ici", _said("raw"))),
    )
    rejects: list[Reject] = []
    rejected = 0
    for kind, fault, sentence in checks:
        bad = frame.filter(fault)
        rejects += set_aside(bad, kind, sentence)
        rejected += bad.height
        frame = frame.filter(~fault) if bad.height else frame
    good = (frame if keep_unknown else frame.filter(pl.col(value).is_not_null())).drop("raw")
    if value == "count":
        good = good.with_columns(pl.col(value).cast(pl.Int64))
    return Reading(good, rejects, rejected, given_twice(good, keys), list(notes), vintage)


def _said(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("").str.strip_prefix("dep:").str.strip_prefix("ze:")


def _is_known(codes: frozenset[str] | None) -> pl.Expr:
    """Is the code of its official list? `fr`, `fr-metro` and the zones d'emploi have none."""
    if codes is None:
        return pl.col("code").is_not_null()
    code = pl.col("code").cast(pl.String)
    free = code.is_in(["fr", "fr-metro"]) | code.str.starts_with("ze:")
    return (free | code.str.strip_prefix("dep:").is_in(list(codes))).fill_null(False)


def span(periods: pl.Series) -> str:
    """First and last of these years or days (months are shown): `2016-2024`, `1996-01 à 2022-08`."""
    first, last = (str(day)[:7] for day in (periods.min(), periods.max()))
    if periods.is_empty() or first == last:
        return "" if periods.is_empty() else first
    return f"{first} à {last}" if "-" in first else f"{first}-{last}"


def given_twice(frame: pl.DataFrame, keys: Sequence[str]) -> list[str]:
    """The refusal when a cell is given twice: two of its lines and what it is; empty otherwise."""
    if distinct(frame, keys) == frame.height:
        return []
    twice = frame.filter(pl.struct(keys).is_duplicated()).sort(*keys, "ligne").head(2)
    lines = " et ".join(str(line) for line in twice["ligne"])
    cell = ", ".join(str(twice[name][0]) for name in keys)
    return [f"lignes {lines} : deux fois la même cellule ({cell}). Retirez le double."]


__all__ = [
    "Format", "Known", "Reading", "Reject", "given_twice", "has", "number", "set_aside", "slug", "slugs",
    "sorted_out", "span", "texts",
]  # fmt: skip
