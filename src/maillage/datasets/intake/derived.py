"""Files rebuilt by others from the official bases. Named derived everywhere; what they lost is said."""

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, set_aside, slug, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

SOURCE = "SSMSI, base communale ou départementale, reprise par un tiers"
EMPTY = {"dwellings": pl.Float64, "complement_count": pl.Float64, "complement_rate": pl.Float64}
STATES = {"diff": "published", "ndiff": "withheld", "zero": "zero", "incertain": "missing"}
ORDER = ["code", "year", "indicator", "unit", "status", "count", "population", "dwellings", "rate",
         "complement_count", "complement_rate", "ligne"]  # fmt: skip


def _finish(frame: pl.DataFrame, known: frozenset[str], *, vintage: str) -> Reading:
    """Set unknown codes aside and put the canonical columns in order."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in EMPTY.items() if name not in frame.columns]
    frame = frame.with_columns(*missing).with_columns(
        pl.col("code", "indicator", "unit", "status").cast(pl.String).cast(pl.Categorical)
    )
    codes = frame["code"].cast(pl.String)
    bad = (
        ~codes.str.strip_prefix("dep:").is_in(list(known))
        | frame["year"].is_null()
        | frame["rate"].is_nan().fill_null(False)
    )
    rejects = set_aside(frame.filter(bad), "code inconnu", pl.format("code « {} » inconnu", pl.col("code")))
    doubles = frame.filter(pl.struct("code", "year", "indicator").is_duplicated()).sort(
        "code", "year", "ligne"
    )
    fatal = (
        [f"lignes {doubles['ligne'][0]} et {doubles['ligne'][1]} : deux fois la même cellule."]
        if doubles.height
        else []
    )
    return Reading(frame.filter(~bad).select(ORDER), rejects, int(bad.sum()), fatal, vintage=vintage)


def _read_2024(table: Table, known: Known) -> Reading:
    text = pl.col("statut").cast(pl.String).replace_strict(STATES, default="missing")
    burglary = pl.col("indicateur").cast(pl.String).str.starts_with("Cambriolages")
    withheld = pl.col("statut").cast(pl.String) == "ndiff"
    rows = table.lazy().select(
        "ligne",
        pl.col("code_commune").alias("code"),
        pl.lit(2024, pl.Int16).alias("year"),
        pl.col("indicateur").cast(pl.String).map_elements(slug, return_dtype=pl.String).alias("indicator"),
        pl.lit("").alias("unit"),
        text.alias("status"),
        pl.col("nombre_reconstruit").cast(pl.Int64).alias("count"),
        pl.col("population").cast(pl.Int64),
        pl.when(withheld).then(None).otherwise(pl.col("taux_pour_mille")).alias("rate"),
        pl.when(withheld).then(pl.col("taux_pour_mille")).alias("complement_rate"),
        (burglary & (text == "published")).alias("rate_only"),
    )
    frame = rows.drop("rate_only").collect()
    frame = frame.with_columns(
        count=pl.when(pl.col("status") == "zero").then(0).otherwise(pl.col("count")).cast(pl.Int64)
    )
    reading = _finish(frame, known.communes, vintage="2024, édition du 2026-02-03, reprise")
    reading.notes = [
        "Aucun nombre pour les cambriolages : le nombre de logements a été perdu dans la reprise."
    ]
    return reading


def _read_haute_garonne(table: Table, known: Known) -> Reading:
    names = {"code": "code_commune", "year": "annee", "label": "indicateur", "unit": "unite_de_compte",
             "n": "nombre", "r": "taux_pour_mille"}  # fmt: skip
    frame = _counts(texts(table, names))
    burglary = pl.col("indicator") == "cambriolages-de-logement"
    exposure = (1_000 * pl.col("count") / pl.col("rate")).round(0)
    frame = frame.with_columns(
        population=pl.when(burglary).then(None).otherwise(exposure).cast(pl.Int64),
        dwellings=pl.when(burglary).then(exposure).otherwise(None),
    )
    reading = _finish(frame, known.communes, vintage="2016-2024, reprise")
    reading.notes = [
        "Une ligne absente est un zéro ou une cellule non publiée : on ne peut pas les distinguer."
    ]
    return reading


def _read_departments(table: Table, known: Known) -> Reading:
    names = {"dep": "code_departement", "year": "annee", "label": "indicateur", "unit": "unite_de_compte",
             "n": "nombre", "r": "taux_pour_mille", "pop": "insee_pop"}  # fmt: skip
    rows = texts(table, names).with_columns(code=pl.lit("dep:") + pl.col("dep"))
    frame = _counts(rows, population=number("pop").cast(pl.Int64)).with_columns(
        dwellings=pl.when(pl.col("indicator") == "cambriolages-de-logement")
        .then((1_000 * pl.col("count") / pl.col("rate")).round(0))
    )  # fmt: skip
    reading = _finish(frame, known.departments, vintage="2016-2025, édition du 2026-01-22, reprise")
    reading.notes = ["2025 est provisoire. Le nombre de logements est déduit du taux publié."]
    return reading


def _counts(rows: pl.LazyFrame, **more: pl.Expr) -> pl.DataFrame:
    labels = rows.select(pl.col("label").unique()).collect()["label"].drop_nulls().to_list()
    count = number("n").cast(pl.Int64)
    return rows.select(
        "ligne", "code", number("year").cast(pl.Int16).alias("year"),
        pl.col("label").replace_strict({text: slug(text) for text in labels}).alias("indicator"), "unit",
        pl.when(count == 0).then(pl.lit("zero")).when(count.is_null()).then(pl.lit("missing"))
        .otherwise(pl.lit("published")).alias("status"),
        count.alias("count"), number("r").alias("rate"), **(more or {"population": pl.lit(None, pl.Int64)}),
    ).collect()  # fmt: skip


def _read_groups(table: Table, known: Known) -> Reading:
    frame = (
        table.lazy()
        .select(
            "ligne",
            pl.col("code_commune").alias("code"),
            pl.col("annee").cast(pl.Int16).alias("year"),
            (pl.lit("groupe-") + pl.col("groupe").cast(pl.String).str.replace_all("_", "-")).alias(
                "indicator"
            ),
            pl.lit("Unités mêlées").alias("unit"),
            pl.when(pl.col("nombre_max").fill_null(0) == 0)  # withheld cells count as 0 in the sum
            .then(pl.lit("withheld"))
            .when(pl.col("nombre_min") == pl.col("nombre_max"))
            .then(pl.lit("published"))
            .otherwise(pl.lit("missing"))
            .alias("status"),
            pl.when((pl.col("nombre_min") == pl.col("nombre_max")) & (pl.col("nombre_max") > 0))
            .then(pl.col("nombre_min"))
            .cast(pl.Int64)
            .alias("count"),
            pl.lit(None, pl.Int64).alias("population"),
            pl.lit(None, pl.Float64).alias("rate"),
        )
        .collect()
    )
    reading = _finish(frame, known.communes, vintage="2016-2024, reprise")
    reading.notes = [
        "Somme des seules cellules publiées : une série de petite commune saute quand une cellule paraît."
    ]
    return reading


def _read_population(table: Table, known: Known) -> Reading:
    rows = (
        texts(table, {"code": "code_commune", "year": "annee", "n": "population"})
        .select(
            "ligne",
            "code",
            number("year").cast(pl.Int16).alias("year"),
            number("n").cast(pl.Int64).alias("count"),
        )
        .collect()
    )
    bad = ~rows["code"].is_in(list(known.communes))
    rejects = set_aside(rows.filter(bad), "code inconnu", pl.format("code « {} » inconnu", pl.col("code")))
    return Reading(
        rows.filter(~bad & rows["count"].is_not_null()), rejects, int(bad.sum()), vintage="2016-2024, reprise"
    )


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
        lambda table: has("code_commune", "annee", "indicateur", "nombre", "taux_pour_mille")(table),
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
