"""The SSMSI time series: national monthly series, and the victim survey with the feeling of insecurity."""

import polars as pl

from maillage.datasets.intake.base import Format, Known, Reading, has, number, set_aside, slug, texts
from maillage.datasets.vocabulary import Kind, Level
from maillage.tabular import Table

SOURCE = "SSMSI, séries chronologiques ; enquête Cadre de vie et sécurité (Insee, ONDRP, SSMSI)"
NATIONAL = (
    "L'enquête, et le sentiment d'insécurité, n'existent que pour la France entière : rien n'en descend ici."
)


def _read(table: Table, known: Known) -> Reading:
    names = {"v": "Valeurs", "period": "Unite_temps", "indicator": "Indicateur", "label": "Titre",
             "zone": "Zone_geographique", "unit": "Statistique", "origin": "Periodicite"}  # fmt: skip
    rows = texts(table, names).with_columns(number("v").alias("value")).collect()
    bad = rows["v"].is_not_null() & rows["value"].is_null()
    rejects = set_aside(
        rows.filter(bad), "nombre illisible", pl.format("« {} » n'est pas un nombre", pl.col("v"))
    )
    good = rows.filter(~bad & rows["value"].is_not_null() & rows["indicator"].is_not_null())
    slugs = {text: slug(text) for text in good["indicator"].unique()}
    frame = good.select(
        "ligne",
        pl.col("indicator").replace_strict(slugs),
        "label",
        "zone",
        "period",
        "value",
        "unit",
        "origin",
    )
    years = frame["period"].str.slice(0, 4)
    first, last = str(years.min()), str(years.max())
    unknown = int(rows["v"].is_null().sum())
    return Reading(
        frame,
        rejects,
        int(bad.sum()),
        notes=[NATIONAL, f"{unknown} valeurs non renseignées, laissées inconnues."],
        vintage=f"{first}-{last}",
    )


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
