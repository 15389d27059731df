"""From a base to canonical rows: a quick road for sound files, a slow one that can explain what is wrong."""

import re

import polars as pl

from maillage.datasets.intake.base import Known, Reading, Reject, given_twice, number, slug, span, texts
from maillage.datasets.intake.ssmsi import checks, names
from maillage.datasets.vocabulary import Level
from maillage.tabular import FileRejected, Table

Found = dict[str, str]
KEYS = ("indicator", "code", "year")


def read(table: Table, known: Known) -> Reading:
    """Read one base. Withheld cells keep their complement and never become zero; bad lines are set aside."""
    found, level = names.columns_of(table), names.level_of(table)
    if level is None:
        raise FileRejected(f"{table.name} n'est pas une base de la délinquance enregistrée.")
    names.only_once(table, found)
    if level is Level.COMMUNE and "published" not in found:
        raise FileRejected(
            f"{table.name} : il manque la colonne est_diffuse, qui dit les cellules non publiées."
        )
    quick = _quick(table, found, level)
    geography = int(found["commune"][-4:]) if "commune" in found else 0
    if quick is not None and not _any_fault(checks.line_checks(quick, known, level, geography), quick):
        return _reading(quick, table, [], 0)
    frame = _typed(texts(table, found), found, level).collect(engine="streaming")
    rejects, bad = _rejects(table, found, frame, checks.line_checks(frame, known, level, geography))
    return _reading(frame.filter(~bad) if bad.any() else frame, table, rejects, int(bad.sum()))


def _any_fault(faults: list[checks.Check], frame: pl.DataFrame) -> bool:
    return bool(frame.select(pl.any_horizontal([check.fault for check in faults]).any()).item())


def _reading(good: pl.DataFrame, table: Table, rejects: list[Reject], count: int) -> Reading:
    frame = _canonical(good)
    fatal, notes = given_twice(frame, KEYS), []
    if not fatal and (absent := checks.holes(frame)):
        fatal = checks.cut_short(frame)
        notes = [
            f"Cellules absentes : {absent}. Des territoires n'ont pas tous les indicateurs ou les années."
        ]
    new = sorted(set(frame["indicator"].unique().cast(pl.String)) - names.KNOWN)
    if new:
        notes.append(f"Indicateur nouveau, lu tel quel : {', '.join(new)}.")
    return Reading(frame, rejects, count, fatal, notes, _vintage(frame, table))


def _quick(table: Table, found: Found, level: Level) -> pl.DataFrame | None:
    """The whole file already typed, when every cell fits; None sends it to the slow road, which explains."""
    words = {name: found[name] for name in ("indicator", "unit", "published") if name in found}
    key = found[names.KEY[level]]
    wanted: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(words.values(), pl.Categorical)
    wanted |= {key: pl.Categorical, found["year"]: pl.Int32}
    wanted |= {found[name]: pl.Float64 for name in names.NUMBERS if name in found}
    frame = table.typed(wanted)
    if frame is None:
        return None
    codes = {text: _code(text, level) for text in frame[key].unique().drop_nulls().to_list()}
    same = all(text == full for text, full in codes.items())
    code = pl.col(key) if same else pl.col(key).replace_strict(codes, return_dtype=pl.Categorical)
    return frame.select(
        "ligne",
        code.alias("code"),
        _year(pl.col(found["year"])).alias("year"),
        *[pl.col(theirs).alias(ours) for ours, theirs in words.items()],
        *([] if "published" in found else [pl.lit("diff").cast(pl.Categorical).alias("published")]),
        *[(pl.col(found[n]) if n in found else pl.lit(None, pl.Float64)).alias(n) for n in names.NUMBERS],
        pl.lit(False).alias("unreadable"),
    )


def _code(text: str, level: Level) -> str:
    return names.PREFIX[level] + text.zfill(names.WIDTH[level])


def _year(year: pl.Expr) -> pl.Expr:
    """Older editions write 16 for 2016."""
    return pl.when(year < 100).then(year + 2000).otherwise(year).cast(pl.Int16, strict=False)


def _typed(rows: pl.LazyFrame, found: Found, level: Level) -> pl.LazyFrame:
    code = pl.col(names.KEY[level]).str.to_uppercase().str.zfill(names.WIDTH[level])
    published = pl.col("published").str.to_lowercase() if "published" in found else pl.lit("diff")
    numbers = [
        (number(name) if name in found else pl.lit(None, pl.Float64)).alias(name) for name in names.NUMBERS
    ]
    unreadable = [
        pl.col(name).is_not_null() & number(name).is_null()
        for name in (*names.NUMBERS, "year")
        if name in found
    ]
    return rows.select(
        "ligne",
        (pl.lit(names.PREFIX[level]) + code).cast(pl.Categorical).alias("code"),
        _year(number("year").cast(pl.Int32, strict=False)).alias("year"),
        pl.col("indicator", "unit").cast(pl.Categorical),
        published.cast(pl.Categorical).alias("published"),
        *numbers,
        pl.any_horizontal(unreadable).alias("unreadable"),
    )


def _rejects(
    table: Table, found: Found, frame: pl.DataFrame, faults: list[checks.Check]
) -> tuple[list[Reject], pl.Series]:
    """The lines set aside (a thousand are explained), and which rows they are."""
    columns = [check.fault.alias(str(index)) for index, check in enumerate(faults)]
    marks = frame.select(columns)
    bad = marks.select(pl.any_horizontal(pl.all()).alias("bad")).to_series()
    if not bad.any():
        return [], bad
    lines = frame.filter(bad).head(1000)["ligne"]
    raw = texts(table, found).filter(pl.col("ligne").is_in(lines.implode())).collect().sort("ligne")
    why = marks.filter(bad).head(1000).rows()
    rows = zip(raw.rows(named=True), lines, why, strict=True)
    return [checks.reject(row, line, faults, list(marked)) for row, line, marked in rows], bad


def _canonical(frame: pl.DataFrame) -> pl.DataFrame:
    indicators = {text: names.canonical(text) for text in frame["indicator"].unique().drop_nulls()}
    units = {text: names.UNITS[slug(text)] for text in frame["unit"].unique().drop_nulls()}
    withheld = pl.col("published") == "ndiff"
    status = (
        pl.when(withheld).then(pl.lit("withheld"))
        .when(pl.col("count") == 0).then(pl.lit("zero")).otherwise(pl.lit("published"))
    )  # fmt: skip
    return frame.select(
        "code",
        "year",
        pl.col("indicator").replace_strict(indicators, return_dtype=pl.Categorical),
        pl.col("unit").replace_strict(units, return_dtype=pl.Categorical),
        status.cast(pl.Categorical).alias("status"),
        pl.when(~withheld).then(pl.col("count")).cast(pl.Int64).alias("count"),
        pl.col("population").round().cast(pl.Int64),
        "dwellings",
        pl.when(~withheld).then(pl.col("rate")).alias("rate"),
        *[
            pl.when(withheld).then(pl.col(name)).alias(name)
            for name in ("complement_count", "complement_rate")
        ],
        "ligne",
    )


def _vintage(frame: pl.DataFrame, table: Table) -> str:
    dated = re.search(r"produit-le-?(\d{4}-\d{2}-\d{2})", table.name)
    years = span(frame["year"])
    return f"{years}, édition du {dated.group(1)}" if dated else years
