"""The SSMSI time series: national monthly series, and the victim survey with the feeling of insecurity."""

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, slugs, sorted_out, span, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

SOURCE = "SSMSI, séries chronologiques ; enquête Cadre de vie et sécurité (Insee, ONDRP, SSMSI)"
NATIONAL = (
    "L'enquête, et le sentiment d'insécurité, n'existent que pour la France entière : rien n'en descend ici."
)


NAMES = {"raw": "Valeurs", "period": "Unite_temps", "indicator": "Indicateur", "label": "Titre",
         "code": "Zone_geographique", "unit": "Statistique", "origin": "Periodicite"}  # fmt: skip
DETAILS = ("Sous_indicateur", "Declinaison", "Detail_complementaire", "Correction", "Unite_de_compte")


def _read(table: Table, known: Known) -> Reading:
    details = [name for name in DETAILS if name in table.columns]
    rows = texts(table, NAMES | {name: name for name in details}).collect()
    frame = rows.filter(pl.col("indicator").is_not_null()).select(
        "ligne", slugs("indicator", rows).alias("indicator"), "label", "code", "period", "unit", "origin",
        pl.concat_str(*details, separator=", ", ignore_nulls=True).alias("detail"),
        number("raw").alias("value"), "raw",
    )  # fmt: skip
    unknown = int(rows["raw"].is_null().sum())
    notes = [NATIONAL, f"{unknown} valeurs non renseignées, laissées inconnues."]
    reading = sorted_out(frame, known=None, keys=("ligne",), notes=notes)
    reading.frame = reading.frame.rename({"code": "zone"})
    reading.vintage = span(reading.frame["period"].str.slice(0, 4))
    return reading


FORMATS = (
    Format(
        "ssmsi-series",
        "Séries chronologiques et enquête de victimation",
        SOURCE,
        Kind.SERIES,
        Level.NATIONAL,
        has("Valeurs", "Unite_temps", "Indicateur", "Zone_geographique", "Statistique"),
        _read,
        defects=(NATIONAL, "Séries mensuelles corrigées des saisons."),
    ),
)
