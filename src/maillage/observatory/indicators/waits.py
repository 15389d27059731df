"""Two more ways to count that indicators share: sums already made, and waits of which some last."""

import numpy as np
import polars as pl

from maillage.observatory.indicators.view import View
from maillage.science import kaplan_meier

HOURS, DAYS_A_MONTH = 24.0, 30.4375


def pooled(frame: pl.DataFrame, yes: pl.Expr, total: pl.Expr) -> pl.DataFrame:
    """`yes`, `unknown`, `total` a partnership from rows that are counts; a null count of yes is unknown."""
    known = frame.select("partnership", yes=yes.cast(pl.Int64), total=total.cast(pl.Int64)).drop_nulls(
        "total"
    )
    return known.group_by("partnership").agg(
        yes=pl.when(pl.col("yes") > pl.col("total")).then("total").otherwise("yes").sum(),
        unknown=pl.col("total").filter(pl.col("yes").is_null()).sum(),
        total=pl.col("total").sum(),
    )


def median_wait(frame: pl.DataFrame, wait: pl.Expr, ended: pl.Expr) -> pl.DataFrame:
    """`value`, `low`, `high`, `n`: the median wait (Kaplan and Meier, 1958), those who still wait included.

    `wait`: how long it took, or how long it has lasted; `ended` False: it still lasts. Rows where either is
    unknown are left out. No value when half of them have not ended yet.
    """
    rows = frame.select("partnership", wait=wait.cast(pl.Float64), ended=ended).drop_nulls()
    found = kaplan_meier.medians(
        rows["partnership"].to_numpy(), np.maximum(rows["wait"].to_numpy(), 0), rows["ended"].to_numpy()
    )
    told = {"value": found.median, "low": found.low, "high": found.high, "n": found.n}
    table = pl.DataFrame({"partnership": found.group.astype(np.int32), **told})
    return table.with_columns(pl.col("value", "low", "high").fill_nan(None))


def latest(frame: pl.DataFrame, on: str, by: tuple[str, ...] = ("partnership",)) -> pl.DataFrame:
    """The last row of each partnership (or of each `by`) by date."""
    return frame.sort(on).group_by(by, maintain_order=True).last()


def elapsed(view: View, since: str) -> pl.Expr:
    """Days from a date to the day of the view."""
    return (pl.lit(view.day) - pl.col(since)).dt.total_days()
