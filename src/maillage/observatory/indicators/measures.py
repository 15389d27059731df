"""The few ways to count that indicators share: outcomes in three states, counts over time, parts of a sum."""

import polars as pl


def share(frame: pl.DataFrame, outcome: pl.Expr) -> pl.DataFrame:
    """`yes`, `unknown`, `total` a partnership, of a Boolean outcome whose null means unknown."""
    return frame.group_by("partnership").agg(
        yes=outcome.sum().cast(pl.Int64),
        unknown=outcome.is_null().sum().cast(pl.Int64),
        total=pl.len().cast(pl.Int64),
    )


def count(frame: pl.DataFrame, exposure: pl.DataFrame) -> pl.DataFrame:
    """`count` rows a partnership over its `exposure` (years); no row is a count of zero, not an absence."""
    held = frame.group_by("partnership").agg(count=pl.len().cast(pl.Int64))
    return (
        exposure.rename({"years": "exposure"})
        .join(held, on="partnership", how="left")
        .with_columns(pl.col("count").fill_null(0))
    )


def amount(frame: pl.DataFrame, euros: pl.Expr, chosen: pl.Expr) -> pl.DataFrame:
    """`part`, `whole` (euros) and `n`: what the chosen rows weigh in all; unknown ones are left out."""
    known = frame.filter(chosen.is_not_null(), euros.is_not_null())
    return known.group_by("partnership").agg(
        part=euros.filter(chosen).sum(), whole=euros.sum(), n=pl.len().cast(pl.Int64)
    )
