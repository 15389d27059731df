"""What comparable partnerships make likely, figure by figure, and the middle half of them."""

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

from maillage.kernel import Status
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.rules import reading as rules
from maillage.observatory.vocabulary import Direction, Indicator, Kind, Level
from maillage.science import beta_binomial, count_predictive
from maillage.science.domain import Floats

Law = beta_binomial.Prior | count_predictive.Prior | Floats | None
Laws = Mapping[str, Law]
COMPARED = (Kind.SHARE, Kind.COUNT, Kind.VALUE, Kind.AMOUNT)


def judged(wanted: Iterable[Indicator] | None = None) -> list[Indicator]:
    """The figures of a partnership that may be judged: neither context, nor lists, nor of a département."""
    return [
        one for one in (INDICATORS.values() if wanted is None else wanted)
        if one.judged and one.good is not Direction.NONE and one.kind in COMPARED
        and one.level is Level.PARTNERSHIP
    ]  # fmt: skip


def fit(figures: pl.DataFrame, wanted: Iterable[Indicator] | None = None) -> Laws:
    """The law of each judged figure among these partnerships; None (shares: Jeffreys') under thirty of them.

    Shares: `beta_binomial.prior`; counts: `count_predictive.prior`; other values: the values themselves.
    """
    parts = by_indicator(figures)
    return {one.id: _law(one, parts[one.id]) for one in judged(wanted) if one.id in parts}


def by_indicator(figures: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of each indicator, by id."""
    return {str(key[0]): rows for key, rows in figures.partition_by("indicator", as_dict=True).items()}


def sisters(figures: pl.DataFrame) -> pl.DataFrame:
    """`indicator`, `low`, `middle`, `high` (quartiles of the published values), `n`; null under thirty."""
    known = figures.filter(pl.col("status") == Status.PUBLISHED.value, pl.col("value").is_not_null())
    enough = pl.len() >= rules.SISTERS
    quartiles = [
        pl.when(enough).then(pl.col("value").quantile(part, "linear")).alias(name)
        for name, part in (("low", 0.25), ("middle", 0.5), ("high", 0.75))
    ]
    return known.group_by("indicator", maintain_order=True).agg(*quartiles, n=pl.len().cast(pl.Int64))


def column(rows: pl.DataFrame, name: str) -> Floats:
    """A column as floats, NaN where null."""
    found: Floats = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return found


def _law(one: Indicator, rows: pl.DataFrame) -> Law:
    if one.kind is Kind.SHARE:
        enough = rows.filter(pl.col("denominator") >= rules.READ)
        return beta_binomial.prior(column(enough, "numerator"), column(enough, "denominator"))
    if one.kind is Kind.COUNT:
        lived = rows.filter(pl.col("denominator") > 0)
        return count_predictive.prior(column(lived, "numerator"), column(lived, "denominator"))
    values = rows.filter(pl.col("status") == Status.PUBLISHED.value)["value"].drop_nulls().to_numpy()
    return values if values.size >= rules.SISTERS else None
