"""From what indicators count to figures: value, interval, bounds of the unknown, and when there is none."""

from collections.abc import Callable, Iterable

import numpy as np
import polars as pl

from maillage.kernel import Status
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Indicator, Kind
from maillage.science import count_limits, proportion

UNSAID = ("few", "never", "unsaid")  # groups of a list of which nothing can be said
FEW = 5  # under five in the denominator: counts only
COLUMNS = {
    "partnership": pl.Int32, "indicator": pl.String, "start": pl.Date, "end": pl.Date, "status": pl.String,
    "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "numerator": pl.Float64,
    "denominator": pl.Float64, "unknown": pl.Int64, "floor": pl.Float64, "ceiling": pl.Float64,
}  # fmt: skip


def figures(view: View, wanted: Iterable[str] | None = None) -> pl.DataFrame:
    """One row a partnership and an indicator, for all partnerships of the view at once.

    `low`, `high`: 95 % limits, with the unknown counted against for one and in favour for the other. `floor`,
    `ceiling`: the value if every unknown were a no, then a yes. Status: published; withheld (under five:
    counts only); missing (no record).
    """
    chosen = [INDICATORS[name] for name in (wanted if wanted is not None else INDICATORS)]
    return pl.concat([one_figure(view, indicator) for indicator in chosen])


def one_figure(view: View, indicator: Indicator) -> pl.DataFrame:
    """The figures of one indicator, one row for each partnership alive in its window."""
    alive = view.exposure(indicator.months).filter(pl.col("years") > 0).select("partnership")
    counted = alive.join(indicator.compute(view), on="partnership", how="left").sort("partnership")
    counted = counted.with_columns(least=pl.lit(indicator.least))
    told = _FINISH[indicator.kind](counted)
    value = pl.col("value")
    published = pl.col("status") == Status.PUBLISHED.value
    return (
        told.with_columns(
            indicator=pl.lit(indicator.id),
            **_window(view, indicator, told),
            value=pl.when(published).then(value),
            low=pl.when(published).then("low"),
            high=pl.when(published).then("high"),
        )
        .select([pl.col(name).cast(kind) for name, kind in COLUMNS.items()])
        .with_columns(pl.col(pl.Float64).fill_nan(None))
    )


def _window(view: View, indicator: Indicator, told: pl.DataFrame) -> dict[str, pl.Expr]:
    """First and last day read: the months before the day, or those the indicator says (a civil year)."""
    usual = {"start": pl.lit(view.start(indicator.months)).dt.offset_by("1d"), "end": pl.lit(view.day)}
    return {name: pl.coalesce(name, day) if name in told.columns else day for name, day in usual.items()}


def _status(cases: pl.Expr, few: pl.Expr | int = FEW) -> pl.Expr:
    return (
        pl.when(cases.is_null() | (cases == 0)).then(pl.lit(Status.MISSING.value))
        .when(cases < few).then(pl.lit(Status.WITHHELD.value))
        .otherwise(pl.lit(Status.PUBLISHED.value))
    )  # fmt: skip


def _share(frame: pl.DataFrame) -> pl.DataFrame:
    """Value: yes over what is known. Limits: Wilson (1927) on all cases, unknown as no, then as yes."""
    yes, unknown, total = (frame[name].fill_null(0).to_numpy() for name in ("yes", "unknown", "total"))
    low = proportion.wilson(yes, total).low
    high = proportion.wilson(yes + unknown, total).high
    known = pl.col("total") - pl.col("unknown")
    return frame.with_columns(
        status=_status(known),
        value=pl.col("yes") / known, low=pl.Series(low), high=pl.Series(high),
        numerator=pl.col("yes"), denominator=known,
        floor=_part(pl.col("yes")), ceiling=_part(pl.col("yes") + pl.col("unknown")),
    )  # fmt: skip


def _part(cases: pl.Expr) -> pl.Expr:
    """These cases over all; nothing over none."""
    return pl.when(pl.col("total") > 0).then(cases / pl.col("total"))


def _count(frame: pl.DataFrame) -> pl.DataFrame:
    """Value: count over exposure; limits of Garwood (1936), the high one with the unknown counted as seen.

    Zero is a figure: the window was lived.
    """
    if "unknown" not in frame.columns:
        frame = frame.with_columns(unknown=pl.lit(0))
    frame = frame.with_columns(pl.col("unknown").fill_null(0))
    seen, lived = frame["count"].fill_null(0).to_numpy(), frame["exposure"].fill_null(0).to_numpy()
    years = np.where(lived > 0, lived, np.nan)
    low, high = count_limits.garwood(seen).low, count_limits.garwood(seen + frame["unknown"].to_numpy()).high
    doubted = pl.when(pl.col("unknown") > 0)
    return frame.with_columns(
        status=pl.when(pl.col("exposure") > 0).then(pl.lit(Status.PUBLISHED.value))
        .otherwise(pl.lit(Status.MISSING.value)),
        value=pl.col("count") / pl.col("exposure"), low=pl.Series(low / years),
        high=pl.Series(high / years), numerator=pl.col("count"), denominator=pl.col("exposure"),
        floor=doubted.then(pl.col("count") / pl.col("exposure")),
        ceiling=doubted.then((pl.col("count") + pl.col("unknown")) / pl.col("exposure")),
    )  # fmt: skip


def _value(frame: pl.DataFrame) -> pl.DataFrame:
    """The value as given; `n` records under it, null when it is one fact (days since), not a sample.

    Limits only where the indicator has a method for them. A date or a stock rests on one record: an indicator
    whose `least` is under five is published from there.
    """
    given = [pl.lit(None).cast(pl.Float64).alias(c) for c in ("low", "high") if c not in frame.columns]
    few = pl.min_horizontal(pl.col("least"), pl.lit(FEW))
    return frame.with_columns(given).with_columns(
        status=pl.when(pl.col("value").is_null()).then(pl.lit(Status.MISSING.value))
        .when(pl.col("n").is_null()).then(pl.lit(Status.PUBLISHED.value))
        .otherwise(_status(pl.col("n"), few)),
        numerator=pl.lit(None), denominator=pl.col("n"), unknown=pl.lit(0), floor=pl.lit(None),
        ceiling=pl.lit(None),
    )  # fmt: skip


def _amount(frame: pl.DataFrame) -> pl.DataFrame:
    """Part of a sum; no limits, since euros are not independent trials, but bounds of what is unknown."""
    if "doubt" not in frame.columns:
        frame = frame.with_columns(doubt=pl.lit(0.0), unknown=pl.lit(0))
    frame = frame.with_columns(pl.col("doubt", "unknown").fill_null(0))
    every = pl.col("whole") + pl.col("doubt")
    bounded = pl.when((pl.col("unknown") > 0) & (every > 0))
    return frame.with_columns(
        status=_status(pl.col("n")), value=pl.col("part") / pl.col("whole"), low=pl.lit(None),
        high=pl.lit(None), numerator=pl.col("part"), denominator=pl.col("whole"),
        floor=bounded.then(pl.col("part") / every),
        ceiling=bounded.then((pl.col("part") + pl.col("doubt")) / every),
    )  # fmt: skip


def _list(frame: pl.DataFrame) -> pl.DataFrame:
    """How many institutions are in the group `named`, of all that could be said."""
    named = frame.group_by("partnership", maintain_order=True).agg(
        named=(pl.col("group") == "named").sum(),
        listed=pl.col("institution").filter(~pl.col("group").is_in(UNSAID)).drop_nulls().len(),
    )
    return named.with_columns(
        status=pl.when(pl.col("listed") == 0).then(pl.lit(Status.MISSING.value))
        .otherwise(pl.lit(Status.PUBLISHED.value)),
        value=pl.col("named"), low=pl.lit(None), high=pl.lit(None), numerator=pl.col("named"),
        denominator=pl.col("listed"), unknown=pl.lit(0), floor=pl.lit(None), ceiling=pl.lit(None),
    )  # fmt: skip


def _flag(frame: pl.DataFrame) -> pl.DataFrame:
    """How many signs are met, of those that could be read."""
    return frame.with_columns(
        status=pl.when(pl.col("fired").is_null()).then(pl.lit(Status.MISSING.value))
        .otherwise(pl.lit(Status.PUBLISHED.value)),
        value=pl.col("met"), low=pl.lit(None), high=pl.lit(None), numerator=pl.col("met"),
        denominator=pl.col("of"), unknown=pl.lit(0), floor=pl.lit(None), ceiling=pl.lit(None),
    )  # fmt: skip


_FINISH: dict[Kind, Callable[[pl.DataFrame], pl.DataFrame]] = {
    Kind.SHARE: _share, Kind.COUNT: _count, Kind.VALUE: _value, Kind.AMOUNT: _amount, Kind.LIST: _list,
    Kind.FLAG: _flag,
}  # fmt: skip
