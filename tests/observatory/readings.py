"""Indicators and figures made by hand for the tests of the reading."""

from datetime import date

import polars as pl

from maillage.observatory.indicators.figures import COLUMNS, one_figure
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import (
    FRAMES,
    Comparator,
    Direction,
    Example,
    Family,
    Indicator,
    Kind,
    Unit,
)

DAY = date(2026, 6, 30)


def indicator(name: str, **words) -> Indicator:
    """A share of which high is good, unless said otherwise."""
    given = {
        "id": name, "family": Family.CONTENT, "kind": Kind.SHARE, "unit": Unit.PERCENT, "fr": f"Part {name}",
        "en": name, "formula": "f", "numerator": "n", "denominator": "d", "claim": "La plupart sont seules.",
        "source": "Auteur 2010", "caution": "c", "example": Example("2026-06-30", {}, {}), "compute": None,
        "good": Direction.HIGH, **words,
    }  # fmt: skip
    return Indicator(**given)


def law(name: str = "L", **words) -> Indicator:
    """A share whose threshold a text describes."""
    return indicator(name, **{"comparator": Comparator.TEXT, "threshold": 0.5, **words})


def shares(name: str, cells, day: date = DAY) -> pl.DataFrame:
    """Figures from (partnership, yes, unknown, total), by the very function that makes them."""
    counted = pl.DataFrame(cells, schema=["partnership", "yes", "unknown", "total"], orient="row").cast(
        {"partnership": pl.Int32}
    )
    alive = pl.DataFrame(
        {"partnership": counted["partnership"], "opened": date(2010, 1, 1)},
        schema_overrides={"opened": pl.Date},
    )
    empty = pl.DataFrame(schema=FRAMES["partnerships"].schema)
    frames = {"partnerships": pl.concat([empty, alive], how="diagonal_relaxed").cast(empty.schema)}
    found = one_figure(View(frames, day), indicator(name, compute=lambda view: counted))
    return found.cast(COLUMNS)


def sound(name: str, count: int, yes: int, total: int, first: int = 100) -> pl.DataFrame:
    """So many comparators around yes / total."""
    spread = (-2, -1, 0, 1, 2)
    return shares(name, [(first + i, yes + spread[i % 5], 0, total) for i in range(count)])
