"""The months of a year, where the source counts by month (état 4001, département)."""

from typing import Any

import numpy as np
import polars as pl

from maillage.diagnosis.rules import sentences, shown
from maillage.diagnosis.vocabulary import MONTHLY
from maillage.science import multiplicity, seasonality
from maillage.science.domain import OutOfDomain

Row = dict[str, Any]
YEARS = 5
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ORDINARY = 2019  # the last year before the lockdowns; a season is not read from 2020 or 2021
DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def months(frame: pl.DataFrame | None) -> list[Row]:
    """Monthly factors of each group over the last five ordinary years; Holm over the groups. `frame`: see
    Evidence.
    """
    if frame is None or frame.is_empty():
        return []
    rows = [row for name in sorted(frame["indicator"].unique()) if (row := _season(name, frame)) is not None]
    for row, adjusted in zip(rows, multiplicity.holm([row["p"] for row in rows]), strict=True):
        row["stands_out"] = bool(adjusted < shown.ALPHA)
        row["sentence"] = sentences.seasonality(row)
    return rows


def _season(name: str, frame: pl.DataFrame) -> Row | None:
    own = frame.filter(pl.col("indicator") == name)
    whole = own.group_by("year").agg(pl.col("month").n_unique().alias("n"), pl.col("count").sum())
    kept = whole.filter(
        (pl.col("n") == len(MONTHS)) & (pl.col("count") > 0) & ~pl.col("year").is_in([2020, 2021])
    )
    years = sorted(kept["year"].to_list())[-YEARS:]
    if len(years) < 3:
        return None
    table = own.filter(pl.col("year").is_in(years)).sort("year", "month")["count"].to_numpy()
    try:
        found = seasonality.monthly_factors(table.reshape(len(years), len(MONTHS)).astype(float), DAYS)
    except OutOfDomain:
        return None
    peak = int(np.argmax(found.factor))
    return {
        "group": name,
        "label": MONTHLY.get(name, str(own["label"][0]) if "label" in own.columns else name),
        "years": [years[0], years[-1]],
        "factor": [float(x) for x in found.factor],
        "low": [float(x) for x in found.low],
        "high": [float(x) for x in found.high],
        "p": found.p,
        "peak": MONTHS[peak],
        "peak_percent": 100 * (float(found.factor[peak]) - 1),
        "peak_low": float(found.low[peak]),
        "peak_high": float(found.high[peak]),
        "method": found.method,
    }
