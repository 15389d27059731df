"""Files rebuilt by others from the official bases. Named derived everywhere; what they lost is said."""

from collections.abc import Sequence

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, slugs, sorted_out, span, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

SOURCE = "SSMSI, base communale ou départementale, reprise par un tiers"
EMPTY = {"dwellings": pl.Float64, "complement_count": pl.Float64, "complement_rate": pl.Float64}
KEYS = ("code", "year", "indicator")
STATES = {"diff": "published", "ndiff": "withheld", "zero": "zero", "incertain": "missing"}
ORDER = ["code", "year", "indicator", "unit", "status", "count", "population", "dwellings", "rate",
         "complement_count", "complement_rate", "ligne"]  # fmt: skip


def _finish(
    frame: pl.DataFrame, known: frozenset[str], *, vintage: str, notes: Sequence[str] = ()
) -> Reading:
    """Set aside what cannot be read, put the canonical columns in order. `raw` is the count as written."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in EMPTY.items() if name not in frame.columns]
    frame = frame.with_columns(*missing)
    reading = sorted_out(frame, known=known, keys=KEYS, vintage=vintage, notes=notes, keep_unknown=True)
    reading.frame = reading.frame.select(ORDER).with_columns(
        pl.col("code", "indicator", "unit", "status").cast(pl.Categorical)
    )
    return reading


def _read_2024(table: Table, known: Known) -> Reading:
    names = {"code": "code_commune", "label": "indicateur", "state": "statut", "pop": "population",
             "r": "taux_pour_mille", "raw": "nombre_reconstruit"}  # fmt: skip
    rows = texts(table, names).collect()
    withheld = pl.col("state") == "ndiff"
    count = pl.when(pl.col("state") == "zero").then(0.0).otherwise(number("raw"))
    status = pl.col("state").replace_strict(STATES, default="missing", return_dtype=pl.String)
    frame = rows.select(
        "ligne", "code", pl.lit(2024, pl.Int16).alias("year"), slugs("label", rows).alias("indicator"),
        pl.lit("").alias("unit"),
        status.alias("status"),
        count.alias("count"), number("pop").cast(pl.Int64).alias("population"),
        pl.when(withheld).then(None).otherwise(number("r")).alias("rate"),
        pl.when(withheld).then(number("r")).alias("complement_rate"), "raw",
    )  # fmt: skip
    notes = ["Aucun nombre pour les cambriolages : le nombre de logements a été perdu dans la reprise."]
    return _finish(frame, known.communes, vintage="2024, édition du 2026-02-03, reprise", notes=notes)


def _read_haute_garonne(table: Table, known: Known) -> Reading:
    names = {"code": "code_commune", "year": "annee", "label": "indicateur", "unit": "unite_de_compte",
             "raw": "nombre", "r": "taux_pour_mille"}  # fmt: skip
    frame = _counts(texts(table, names).collect())
    burglary = pl.col("indicator") == "cambriolages-de-logement"
    exposure = pl.when(pl.col("rate") > 0).then((1_000 * pl.col("count") / pl.col("rate")).round(0))
    frame = frame.with_columns(
        population=pl.when(burglary).then(None).otherwise(exposure).cast(pl.Int64),
        dwellings=pl.when(burglary).then(exposure).otherwise(None),
    )
    notes = ["Une ligne absente est un zéro ou une cellule non publiée : on ne peut pas les distinguer."]
    return _finish(frame, known.communes, vintage=f"{span(frame['year'])}, reprise", notes=notes)


def _read_departments(table: Table, known: Known) -> Reading:
    names = {"dep": "code_departement", "year": "annee", "label": "indicateur", "unit": "unite_de_compte",
             "raw": "nombre", "r": "taux_pour_mille", "pop": "insee_pop"}  # fmt: skip
    rows = texts(table, names).collect().with_columns(code=pl.lit("dep:") + pl.col("dep"))
    frame = _counts(rows, population=number("pop").cast(pl.Int64)).with_columns(
        dwellings=pl.when((pl.col("indicator") == "cambriolages-de-logement") & (pl.col("rate") > 0))
        .then((1_000 * pl.col("count") / pl.col("rate")).round(0))
    )  # fmt: skip
    notes = ["2025 est provisoire. Le nombre de logements est déduit du taux publié."]
    vintage = f"{span(frame['year'])}, édition du 2026-01-22, reprise"
    return _finish(frame, known.departments, vintage=vintage, notes=notes)


def _counts(rows: pl.DataFrame, **more: pl.Expr) -> pl.DataFrame:
    count = number("raw")
    return rows.select(
        "ligne", "code", number("year").cast(pl.Int16, strict=False).alias("year"),
        slugs("label", rows).alias("indicator"), "unit",
        pl.when(count == 0).then(pl.lit("zero")).when(count.is_null()).then(pl.lit("missing"))
        .otherwise(pl.lit("published")).alias("status"),
        count.alias("count"), number("r").alias("rate"), "raw",
        **(more or {"population": pl.lit(None, pl.Int64)}),
    )  # fmt: skip


def _read_groups(table: Table, known: Known) -> Reading:
    """Sums of the published cells of a group. A sum of nought may hide withheld cells: it is no zero."""
    names = {"code": "code_commune", "y": "annee", "g": "groupe", "low": "nombre_min", "raw": "nombre_max"}
    low, high = number("low"), number("raw")
    exact = (low == high) & (low > 0)
    frame = texts(table, names).select(
        "ligne", "code", number("y").cast(pl.Int16, strict=False).alias("year"),
        (pl.lit("groupe-") + pl.col("g").str.replace_all("_", "-")).alias("indicator"),
        pl.lit("Unités mêlées").alias("unit"),
        pl.when(low.is_null() | (high == 0)).then(pl.lit("withheld")).when(exact).then(pl.lit("published"))
        .otherwise(pl.lit("missing")).alias("status"),
        pl.when(exact).then(low).alias("count"), pl.lit(None, pl.Int64).alias("population"),
        pl.lit(None, pl.Float64).alias("rate"),
        pl.when(high.is_null()).then(pl.col("raw")).alias("raw"),
    ).collect()  # fmt: skip
    notes = [
        "Somme des seules cellules publiées : une série de petite commune saute quand une cellule paraît.",
        "Une somme nulle peut cacher des cellules non publiées : elle n'est pas lue comme un zéro.",
    ]
    return _finish(frame, known.communes, vintage=f"{span(frame['year'])}, reprise", notes=notes)


def _read_population(table: Table, known: Known) -> Reading:
    frame = texts(table, {"code": "code_commune", "y": "annee", "raw": "population"}).select(
        "ligne", "code", number("y").cast(pl.Int16, strict=False).alias("year"), number("raw").alias("count"),
        "raw",
    ).collect()  # fmt: skip
    vintage = f"{span(frame['year'])}, reprise"
    return sorted_out(frame, known=known.communes, keys=("code", "year"), vintage=vintage)


FORMATS = (
    Format(
        "derive-communes-2024",
        "Toutes les communes en 2024 (dérivé)",
        SOURCE,
        Kind.CRIME,
        Level.COMMUNE,
        has("code_commune", "indicateur", "statut", "nombre_reconstruit"),
        _read_2024,
        derived=True,
        defects=("Statuts et nombres reconstruits ; les cambriolages n'ont pas de nombre.",),
    ),
    Format(
        "derive-communes-groupes",
        "Communes par groupes d'indicateurs (dérivé)",
        SOURCE,
        Kind.CRIME,
        Level.COMMUNE,
        has("code_commune", "groupe", "nombre_min", "nombre_max"),
        _read_groups,
        derived=True,
        defects=("Unités mêlées dans un groupe ; bornes déduites de taux arrondis.",),
    ),
    Format(
        "derive-haute-garonne",
        "Communes de la Haute-Garonne (dérivé)",
        SOURCE,
        Kind.CRIME,
        Level.COMMUNE,
        has("code_commune", "annee", "indicateur", "nombre", "taux_pour_mille"),
        _read_haute_garonne,
        derived=True,
        defects=("Une ligne absente est un zéro ou une cellule non publiée.",),
    ),
    Format(
        "derive-haute-garonne-population",
        "Population des communes de la Haute-Garonne (dérivé)",
        SOURCE,
        Kind.POPULATION,
        Level.COMMUNE,
        has("code_commune", "annee", "population", "total_infractions"),
        _read_population,
        derived=True,
    ),
    Format(
        "derive-departements",
        "Départements, avec 2025 provisoire (dérivé)",
        SOURCE,
        Kind.CRIME,
        Level.DEPARTMENT,
        has("code_departement", "annee", "indicateur", "nombre", "insee_pop"),
        _read_departments,
        derived=True,
        defects=("2025 est provisoire.",),
    ),
)
