"""The context of a place: population, income, unemployment, housing, municipal police, programmes."""

import re

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, sorted_out, span, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

YEAR_COLUMN = re.compile(r"^p(\d{2})_pop$", re.IGNORECASE)
KEYS = ("code", "measure", "year")
YES = ["true", "1", "1.0", "oui", "vrai"]


def _measure(
    rows: pl.LazyFrame, year: int | pl.Expr, measure: str, column: str, unit: str, note: pl.Expr | None = None
) -> pl.LazyFrame:
    """Rows of one measure; `raw` keeps the number as it was written."""
    when = pl.lit(year, pl.Int16) if isinstance(year, int) else year
    return rows.select(
        "ligne", "code", when.alias("year"), pl.lit(measure).alias("measure"), number(column).alias("value"),
        pl.lit(unit).alias("unit"), (pl.lit("") if note is None else note).alias("note"),
        pl.col(column).alias("raw"),
    )  # fmt: skip


def _year(column: str) -> pl.Expr:
    return number(column).cast(pl.Int16, strict=False)


def _income(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "m": "revenu_median_uc_eur", "s": "part_minima_sociaux_pct"})
    frame = pl.concat([
        _measure(rows, 2021, "revenu-median", "m", "€ par unité de consommation"),
        _measure(rows, 2021, "minima-sociaux", "s", "% du revenu disponible"),
    ]).collect()  # fmt: skip
    notes = ["Minima sociaux connus pour une commune sur six."]
    return sorted_out(frame, known=known.communes, keys=KEYS, vintage="2021", notes=notes)


def _housing(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "v": "taux_logement_social_pct"})
    frame = _measure(rows, 2024, "logement-social", "v", "% des résidences principales").collect()
    return sorted_out(frame, known=known.communes, keys=KEYS, vintage="2024", notes=["Arrondi au point."])


def _unemployment(table: Table, known: Known) -> Reading:
    rows = texts(table, {"z": "code_ze2020", "n": "nom_ze", "t": "trimestre", "v": "taux_chomage_pct"})
    rows = rows.with_columns((pl.lit("ze:") + pl.col("z")).alias("code"))
    note = pl.concat_str(pl.lit("zone d'emploi de "), "n", pl.lit(", "), "t", ignore_nulls=True)
    year = pl.col("t").str.slice(0, 4).cast(pl.Int16, strict=False)
    frame = _measure(rows, year, "taux-chomage", "v", "% des actifs", note).collect()
    notes = ["Mesuré par zone d'emploi, jamais par commune."]
    return sorted_out(
        frame, known=known.communes, keys=(*KEYS, "note"), vintage=span(frame["year"]), notes=notes
    )


def _zones(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "z": "code_ze2020"})
    frame = _measure(rows, 2020, "zone-emploi", "z", "code", pl.col("z")).collect()
    return sorted_out(frame, known=known.communes, keys=KEYS, vintage="2020")


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
    note = pl.lit("rapproché par le nom : ") + pl.col("how")
    frame = pl.concat([
        _measure(rows, _year("y"), name, column, "agents", note) for column, name in measures
    ]).collect()  # fmt: skip
    notes = ["Communes rapprochées par leur nom ; forces communes exclues."]
    keys = ("ligne", *KEYS)  # a commune may have two lines: two forces were matched to its name
    return sorted_out(frame, known=known.communes, keys=keys, vintage=span(frame["year"]), notes=notes)


def _programmes(table: Table, known: Known) -> Reading:
    rows = texts(table, {"code": "code_commune", "acv": "acv", "pvd": "pvd", "ort": "ort"})
    names = {
        "acv": "action-coeur-de-ville",
        "pvd": "petites-villes-de-demain",
        "ort": "operation-revitalisation",
    }
    marked = rows.with_columns(
        pl.when(pl.col(name).str.to_lowercase().is_in(YES)).then(pl.lit("1")).alias(name) for name in names
    )
    frame = pl.concat([_measure(marked, 2024, names[name], name, "oui") for name in names]).collect()
    return sorted_out(
        frame, known=known.communes, keys=KEYS, vintage="2024", notes=["Une case vide vaut non."]
    )


def _priority(table: Table, known: Known) -> Reading:
    """One row per district and commune; a district over several communes names them all in one cell."""
    place = "code_commune_2026" if "code_commune_2026" in table.columns else "insee_com"
    label = next((name for name in ("nom_qp", "lib_qp") if name in table.columns), "code_qp")
    communes = pl.col("place").str.strip_prefix("=").str.strip_chars('"').str.split(";")
    rows = (
        texts(table, {"place": place, "q": "code_qp", "name": label})
        .with_columns(communes.alias("code"))
        .explode("code")
        .with_columns(pl.col("code").str.strip_chars(' "').str.zfill(5), pl.lit("1").alias("n"))
    )
    year = pl.when(pl.col("q").str.starts_with("QP")).then(2015).otherwise(2024).cast(pl.Int16)
    note = pl.concat_str("q", "name", separator=" ", ignore_nulls=True)
    frame = _measure(rows, year, "quartiers-prioritaires", "n", "quartiers", note).collect()
    return sorted_out(frame, known=known.communes, keys=("ligne", *KEYS, "note"), vintage=span(frame["year"]))


def _communes(table: Table, known: Known) -> Reading:
    years = {name: 2000 + int(found.group(1)) for name in table.columns if (found := YEAR_COLUMN.match(name))}
    rows = texts(table, {"code": "code_commune"} | {name: name for name in years})
    frame = rows.unpivot(list(years), index=["ligne", "code"], variable_name="y", value_name="raw").select(
        "ligne", "code", pl.col("y").replace_strict(years, return_dtype=pl.Int16).alias("year"),
        number("raw").alias("count"), "raw",
    ).collect()  # fmt: skip
    return sorted_out(
        frame,
        known=known.communes,
        keys=("code", "year"),
        vintage=span(frame["year"]),
        notes=["Mayotte manque."],
    )


def _departments(table: Table, known: Known) -> Reading:
    frame = texts(table, {"c": "code_departement", "y": "annee", "raw": "ens_total"}).select(
        "ligne", (pl.lit("dep:") + pl.col("c")).alias("code"), _year("y").alias("year"),
        number("raw").alias("count"), "raw",
    ).collect()  # fmt: skip
    notes = ["Années récentes provisoires ; Mayotte depuis 2014."]
    return sorted_out(
        frame, known=known.departments, keys=("code", "year"), vintage=span(frame["year"]), notes=notes
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
        "Quartiers prioritaires de la politique de la ville",
        "ANCT, liste des quartiers prioritaires (décret n° 2023-1314 pour 2024)",
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
