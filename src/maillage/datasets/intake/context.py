"""The context of a place: population, income, unemployment, housing, municipal police, programmes."""

import re

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, set_aside, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

YEAR_COLUMN = re.compile(r"^p(\d{2})_pop$", re.IGNORECASE)


def _checked(frame: pl.DataFrame, codes: frozenset[str], vintage: str, *notes: str) -> Reading:
    """Set unknown codes aside; unknown values stay out, they never become zero."""
    bare = frame["code"].str.strip_prefix("dep:")
    bad = ~bare.is_in(list(codes)) | frame["code"].is_null()
    rejects = set_aside(
        frame.filter(bad), "code inconnu", pl.format("code « {} » inconnu", pl.col("code").fill_null(""))
    )
    value = "value" if "value" in frame.columns else "count"
    good = frame.filter(~bad & frame[value].is_not_null())
    return Reading(good, rejects, int(bad.sum()), notes=list(notes), vintage=vintage)


def _measure(
    rows: pl.LazyFrame, year: int, measure: str, column: str, unit: str, note: str = ""
) -> pl.LazyFrame:
    return rows.select(
        "ligne", "code", pl.lit(year, pl.Int16).alias("year"), pl.lit(measure).alias("measure"),
        number(column).alias("value"), pl.lit(unit).alias("unit"), pl.lit(note).alias("note"),
    )  # fmt: skip


def _income(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "m": "revenu_median_uc_eur", "s": "part_minima_sociaux_pct"})
    frame = pl.concat([
        _measure(rows, 2021, "revenu-median", "m", "€ par unité de consommation"),
        _measure(rows, 2021, "minima-sociaux", "s", "% du revenu disponible"),
    ]).collect()  # fmt: skip
    return _checked(frame, known.communes, "2021", "Minima sociaux connus pour une commune sur six.")


def _housing(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "v": "taux_logement_social_pct"})
    frame = _measure(rows, 2024, "logement-social", "v", "% des résidences principales").collect()
    return _checked(frame, known.communes, "2024", "Arrondi au point.")


def _unemployment(table: Table, known: Known) -> Reading:
    rows = texts(table, {"z": "code_ze2020", "n": "nom_ze", "t": "trimestre", "v": "taux_chomage_pct"})
    frame = (
        rows.select(
            "ligne",
            (pl.lit("ze:") + pl.col("z")).alias("code"),
            pl.col("t").str.slice(0, 4).cast(pl.Int16).alias("year"),
            pl.lit("taux-chomage").alias("measure"),
            number("v").alias("value"),
            pl.lit("% des actifs").alias("unit"),
            pl.concat_str(pl.lit("zone d'emploi de "), "n", pl.lit(", "), "t").alias("note"),
        )
        .filter(pl.col("value").is_not_null())
        .collect()
    )
    return Reading(frame, vintage="2021-2025", notes=["Mesuré par zone d'emploi, jamais par commune."])


def _zones(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "z": "code_ze2020"}).select(
        "ligne", "code", pl.lit(2020, pl.Int16).alias("year"), pl.lit("zone-emploi").alias("measure"),
        number("z").alias("value"), pl.lit("code").alias("unit"), pl.col("z").alias("note"),
    )  # fmt: skip
    return _checked(rows.collect(), known.communes, "2020")


def _municipal_police(table: Table, known: Known) -> Reading:
    names = {
        "code": "code_commune",
        "y": "annee",
        "p": "policiers_municipaux",
        "a": "asvp",
        "g": "gardes_champetres",
        "how": "appariement",
    }
    rows = texts(table, names).filter(pl.col("how") != "non apparie")
    measures = (("p", "policiers-municipaux"), ("a", "asvp"), ("g", "gardes-champetres"))
    frame = pl.concat([
        rows.select("ligne", "code", number("y").cast(pl.Int16).alias("year"), pl.lit(name).alias("measure"),
                    number(column).alias("value"), pl.lit("agents").alias("unit"),
                    (pl.lit("rapproché par le nom : ") + pl.col("how")).alias("note"))
        for column, name in measures
    ]).collect()  # fmt: skip
    return _checked(
        frame, known.communes, "2016-2022", "Communes rapprochées par leur nom ; forces communes exclues."
    )


def _programmes(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "acv": "acv", "pvd": "pvd", "ort": "ort"})
    names = {
        "acv": "action-coeur-de-ville",
        "pvd": "petites-villes-de-demain",
        "ort": "operation-revitalisation",
    }
    frame = pl.concat([
        rows.select("ligne", "code", pl.lit(2024, pl.Int16).alias("year"), pl.lit(name).alias("measure"),
                    pl.when(pl.col(column) == "True").then(1.0).alias("value"), pl.lit("oui").alias("unit"),
                    pl.lit("").alias("note"))
        for column, name in names.items()
    ]).collect()  # fmt: skip
    return _checked(frame, known.communes, "2024", "Une case vide vaut non.")


def _priority(table: Table, known: Known) -> Reading:
    column = "code_commune_2026" if "code_commune_2026" in table.columns else "insee_com"
    rows = texts(table, {"raw": column, "q": "code_qp"}).with_columns(
        pl.col("raw").str.strip_prefix("=").str.strip_chars('"').str.split(";").alias("code")
    ).explode("code").with_columns(pl.col("code").str.strip_chars(' "').str.zfill(5)).collect()  # fmt: skip
    frame = rows.group_by("code", maintain_order=True).agg(
        pl.col("ligne").first(), pl.col("q").n_unique().alias("n")
    )
    frame = frame.select(
        "ligne",
        "code",
        pl.lit(2024, pl.Int16).alias("year"),
        pl.lit("quartiers-prioritaires").alias("measure"),
        pl.col("n").cast(pl.Float64).alias("value"),
        pl.lit("quartiers").alias("unit"),
        pl.lit("").alias("note"),
    )
    return _checked(frame, known.communes, "2024")


def _communes(table: Table, known: Known) -> Reading:
    years = {name: 2000 + int(found.group(1)) for name in table.columns if (found := YEAR_COLUMN.match(name))}
    rows = texts(table, {"code": "code_commune"} | {name: name for name in years})
    frame = rows.unpivot(list(years), index=["ligne", "code"], variable_name="y", value_name="n").select(
        "ligne", "code", pl.col("y").replace_strict(years, return_dtype=pl.Int16).alias("year"),
        number("n").cast(pl.Int64, strict=False).alias("count"),
    ).collect()  # fmt: skip
    return _checked(frame, known.communes, f"{min(years.values())}-{max(years.values())}", "Mayotte manque.")


def _departments(table: Table, known: Known) -> Reading:
    frame = texts(table, {"c": "code_departement", "y": "annee", "n": "ens_total"}).select(
        "ligne", (pl.lit("dep:") + pl.col("c")).alias("code"), number("y").cast(pl.Int16).alias("year"),
        number("n").cast(pl.Int64).alias("count"),
    ).collect()  # fmt: skip
    return _checked(
        frame, known.departments, "1975-2020", "Années récentes provisoires ; Mayotte depuis 2014."
    )


FORMATS = (
    Format(
        "revenus",
        "Revenu médian et minima sociaux",
        "Insee, Filosofi 2021",
        Kind.CONTEXT,
        Level.COMMUNE,
        has("code_commune", "revenu_median_uc_eur"),
        _income,
        defects=("Minima sociaux connus pour une commune sur six.",),
    ),
    Format(
        "logement-social",
        "Part du logement social",
        "Ministère du logement, 2024",
        Kind.CONTEXT,
        Level.COMMUNE,
        has("code_commune", "taux_logement_social_pct"),
        _housing,
        defects=("Arrondi au point.",),
    ),
    Format(
        "chomage",
        "Chômage par zone d'emploi",
        "Insee, chômage localisé",
        Kind.CONTEXT,
        Level.COMMUNE,
        has("code_ze2020", "trimestre", "taux_chomage_pct"),
        _unemployment,
        defects=("Mesuré par zone d'emploi ; ni Mayotte ni Guyane.",),
    ),
    Format(
        "zones-emploi",
        "Communes et zones d'emploi",
        "Insee, zones d'emploi 2020",
        Kind.CONTEXT,
        Level.COMMUNE,
        lambda t: set(t.columns) == {"code_commune", "code_ze2020"},
        _zones,
    ),
    Format(
        "police-municipale",
        "Effectifs de police municipale",
        "Ministère de l'intérieur, DLPAJ",
        Kind.CONTEXT,
        Level.COMMUNE,
        has("code_commune", "policiers_municipaux", "asvp", "appariement"),
        _municipal_police,
        defects=("Communes rapprochées par leur nom ; 2017 sans la Corse.",),
    ),
    Format(
        "programmes-anct",
        "Programmes nationaux par commune",
        "ANCT",
        Kind.CONTEXT,
        Level.COMMUNE,
        has("code_commune", "acv", "pvd", "ort"),
        _programmes,
        defects=("Une case vide vaut non.",),
    ),
    Format(
        "qpv",
        "Quartiers prioritaires de 2024",
        "ANCT, décret n° 2023-1314",
        Kind.CONTEXT,
        Level.COMMUNE,
        lambda t: "code_qp" in t.columns and bool({"code_commune_2026", "insee_com"} & set(t.columns)),
        _priority,
    ),
    Format(
        "population-communes",
        "Population municipale des communes",
        "Insee, populations légales",
        Kind.POPULATION,
        Level.COMMUNE,
        lambda t: "code_commune" in t.columns and any(YEAR_COLUMN.match(name) for name in t.columns),
        _communes,
        defects=("Mayotte manque.",),
    ),
    Format(
        "population-departements",
        "Population des départements",
        "Insee, estimations de population",
        Kind.POPULATION,
        Level.DEPARTMENT,
        has("annee", "code_departement", "ens_total"),
        _departments,
        defects=("Années récentes provisoires.",),
    ),
)
