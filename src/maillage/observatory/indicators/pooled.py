"""Several partnerships read as one: their rows under one number.

Records have numbers of their own over the whole installation, and so do the rows the scenario writes: no two
rows of a group clash.
"""

from collections.abc import Mapping

import polars as pl


def pooled(frames: Mapping[str, pl.DataFrame], groups: Mapping[int, int]) -> dict[str, pl.DataFrame]:
    """Frames where each partnership of `groups` bears the number of its group; the others are left out.

    The same indicators then give the figure of the group: shares are shares of all its rows, never means of
    means. Opened: the earliest opening, since a group lives from its first council on.
    """
    table = pl.DataFrame(
        {"partnership": list(groups), "group": list(groups.values())},
        schema={"partnership": pl.Int32, "group": pl.Int32},
    )
    return {name: _moved(name, frame, table) for name, frame in frames.items()}


def _moved(name: str, frame: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    joined = frame.join(table, on="partnership", how="inner")
    moved = joined.with_columns(partnership="group").select(frame.columns)
    return _one_life(moved) if name == "partnerships" else moved


def _one_life(councils: pl.DataFrame) -> pl.DataFrame:
    """One row a group: open since its first council, as long as one is."""
    still = pl.col("closed").is_null().any()
    return councils.group_by("partnership", maintain_order=True).agg(
        pl.col("place").first(), pl.col("departement").first(), pl.col("population").sum(),
        pl.col("kind").first(), pl.col("opened").min(),
        pl.when(still).then(None).otherwise(pl.col("closed").max()).alias("closed"),
        pl.col("coordinator").any(),
    ).select(councils.columns)  # fmt: skip
