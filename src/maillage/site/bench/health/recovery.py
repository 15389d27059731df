"""Is the figure close to the probability that was planted? Rank correlation, and coverage of its interval."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.vocabulary import Kind
from maillage.science import rank_correlation
from maillage.site.bench.health.alarms import pool
from maillage.site.bench.health.worlds import Bench

PREFIX = "planted_"
ACCEPTED = (0.93, 0.97)  # nominal 0.95; a score interval on unequal chances covers more


@dataclass(frozen=True)
class Recovery:
    """One figure: rank correlation with the planted probability, coverage of its 95 % interval, bias."""

    indicator: str
    correlation: float
    coverage: float
    bias: float
    n: int


def recoveries(bench: Bench) -> list[Recovery]:
    """Every share whose planted probability the truth keeps, over the sound partnerships of the pool."""
    world = pool(bench)
    _, truth = bench.drawn(world)
    found = bench.figures(world)
    names = [name.removeprefix(PREFIX) for name in truth.columns if name.startswith(PREFIX)]
    rows = [_one(name, found, truth) for name in names if name in INDICATORS]
    return [row for row in rows if row is not None]


def _one(name: str, found: pl.DataFrame, truth: pl.DataFrame) -> Recovery | None:
    if INDICATORS[name].kind is not Kind.SHARE:
        return None
    planted = truth.select("partnership", truth=pl.col(PREFIX + name).cast(pl.Float64).fill_nan(None))
    own = found.filter(pl.col("indicator") == name, pl.col("value").is_not_null())
    both = own.join(planted, on="partnership").drop_nulls("truth")
    if both.height < 30 or both["value"].n_unique() < 2 or both["truth"].n_unique() < 2:
        return None
    value, real = both["value"].to_numpy(), both["truth"].to_numpy()
    inside = (both["low"].to_numpy() <= real) & (real <= both["high"].to_numpy())
    return Recovery(
        name, rank_correlation.spearman(value, real), float(np.mean(inside)), float(np.mean(value - real)),
        both.height,
    )  # fmt: skip
