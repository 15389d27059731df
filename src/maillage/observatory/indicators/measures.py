"""The few ways to count that indicators share: outcomes in three states, counts over time, parts of a sum."""

import polars as pl

from maillage.science import mean as means


def share(frame: pl.DataFrame, outcome: pl.Expr) -> pl.DataFrame:
    """`yes`, `unknown`, `total` a partnership, of a Boolean outcome whose null means unknown."""
    return frame.group_by("partnership").agg(
        yes=outcome.sum().cast(pl.Int64),
        unknown=outcome.is_null().sum().cast(pl.Int64),
        total=pl.len().cast(pl.Int64),
    )


def count(frame: pl.DataFrame, exposure: pl.DataFrame, outcome: pl.Expr | None = None) -> pl.DataFrame:
    """`count` rows a partnership over its `exposure` (years), and `unknown`, those whose outcome is null.

    No row is a count of zero, not an absence. Without `outcome`, every row counts.
    """
    told = pl.lit(True) if outcome is None else outcome
    held = frame.select("partnership", told=told).group_by("partnership")
    found = held.agg(
        count=pl.col("told").sum().cast(pl.Int64), unknown=pl.col("told").is_null().sum().cast(pl.Int64)
    )
    return (
        exposure.rename({"years": "exposure"})
        .join(found, on="partnership", how="left")
        .with_columns(pl.col("count", "unknown").fill_null(0))
    )


def amount(frame: pl.DataFrame, euros: pl.Expr, chosen: pl.Expr) -> pl.DataFrame:
    """`part`, `whole` (euros) and `n`: what the chosen rows weigh in all those known.

    `unknown`, `doubt`: how many rows may be chosen or not, and their euros.
    """
    priced = frame.select("partnership", euros=euros, told=chosen).filter(pl.col("euros").is_not_null())
    known, size = pl.col("told").is_not_null(), pl.col("euros")
    return priced.group_by("partnership").agg(
        part=size.filter(pl.col("told")).sum(), whole=size.filter(known).sum(),
        n=known.sum().cast(pl.Int64), unknown=(~known).sum().cast(pl.Int64), doubt=size.filter(~known).sum(),
    )  # fmt: skip


def tally(frame: pl.DataFrame, yes: pl.Expr, total: pl.Expr, unknown: pl.Expr | None = None) -> pl.DataFrame:
    """`yes`, `unknown`, `total` a partnership, of rows that already count several cases each."""
    none = pl.lit(0) if unknown is None else unknown.sum()
    return frame.group_by("partnership").agg(
        yes=yes.sum().cast(pl.Int64), unknown=none.cast(pl.Int64), total=total.sum().cast(pl.Int64)
    )


def mean(frame: pl.DataFrame, score: pl.Expr, top: float) -> pl.DataFrame:
    """`value`, `low`, `high`, `n`: mean of a score from 0 to `top`; Student's limits, kept on the scale."""
    sums = (
        frame.select("partnership", score=score.cast(pl.Float64))
        .drop_nulls("score")
        .group_by("partnership")
        .agg(total=pl.col("score").sum(), squares=(pl.col("score") ** 2).sum(), n=pl.len().cast(pl.Int64))
    )
    total, squares, n = (sums[name].to_numpy() for name in ("total", "squares", "n"))
    found = means.student(total, squares, n)
    return sums.select("partnership", "n").with_columns(
        value=pl.Series(found.mean, dtype=pl.Float64),
        low=pl.Series(found.low, dtype=pl.Float64).clip(0, top).fill_nan(None),
        high=pl.Series(found.high, dtype=pl.Float64).clip(0, top).fill_nan(None),
    )
