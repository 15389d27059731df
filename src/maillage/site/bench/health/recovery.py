"""Is the figure close to the probability that was planted? Rank correlation, and coverage of its interval."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.comparisons import assertions
from maillage.observatory.vocabulary import Comparator, Direction, Kind
from maillage.science import rank_correlation
from maillage.site.bench.health.alarms import pool
from maillage.site.bench.health.worlds import Bench

PREFIX = "planted_"
ACCEPTED = (0.93, 0.97)  # nominal 0.95; a score interval on unequal chances covers more
READ_AS = {"C3": "C3s", "C1": "C1e"}  # planted: one field of ten; commitments precise or not
APART = {
    "P5": "planté : l'institution passive ; une active peut n'avoir rien eu à proposer dans l'année",
    "P6": "le rang d'un siège dure : ses présences ne sont pas indépendantes, l'intervalle est trop court",
    "H1m": "planté : les poids des pilotes ; la figure dépend du nombre de fiches",
    "R1m": "planté : les plénières attendues ; peu de valeurs possibles",
}


@dataclass(frozen=True)
class Recovery:
    """One figure: rank correlation with the planted probability; coverage and bias where it is a share."""

    indicator: str
    correlation: float
    coverage: float | None
    bias: float | None
    n: int
    apart: str = ""


def recoveries(bench: Bench) -> list[Recovery]:
    """Every figure whose planted probability the truth keeps, over the sound partnerships of the pool."""
    world = pool(bench)
    _, truth = bench.drawn(world)
    found = bench.figures(world)
    names = [name.removeprefix(PREFIX) for name in truth.columns if name.startswith(PREFIX)]
    rows = [_one(name, READ_AS.get(name, name), found, truth) for name in names]
    return [row for row in rows if row is not None]


def _one(name: str, figure: str, found: pl.DataFrame, truth: pl.DataFrame) -> Recovery | None:
    planted = truth.select("partnership", truth=pl.col(PREFIX + name).cast(pl.Float64).fill_nan(None))
    own = found.filter(pl.col("indicator") == figure, pl.col("value").is_not_null())
    both = own.join(planted, on="partnership").drop_nulls("truth")
    if both.height < 30 or both["value"].n_unique() < 2 or both["truth"].n_unique() < 2:
        return None
    value, real = both["value"].to_numpy(), both["truth"].to_numpy()
    correlation = rank_correlation.spearman(value, real)
    if INDICATORS[figure].kind is not Kind.SHARE:
        return Recovery(figure, correlation, None, None, both.height, APART.get(figure, ""))
    inside = (both["low"].to_numpy() <= real) & (real <= both["high"].to_numpy())
    bias = float(np.mean(value - real))
    return Recovery(figure, correlation, float(np.mean(inside)), bias, both.height, APART.get(figure, ""))


def untrue(bench: Bench) -> float:
    """Share of sound partnerships told a described state that their planted probability denies.

    Only figures whose planted probability is that of the figure can be checked so.
    """
    world = bench.world()
    _, truth = bench.drawn(world)
    table = assertions(bench.figures(world), None, {}).filter(
        "asserted", pl.col("direction") == "weakness", pl.col("comparison") != Comparator.SISTERS.value
    )
    wrong: set[int] = set()
    for name in set(table["indicator"].to_list()):
        figure = INDICATORS[name]
        column = PREFIX + {read: planted for planted, read in READ_AS.items()}.get(name, name)
        if column in truth.columns and name not in APART:
            told = table.filter(pl.col("indicator") == name).join(truth, on="partnership")
            beyond = pl.col(column) < figure.threshold
            denied = ~beyond if figure.good is Direction.HIGH else beyond
            wrong |= set(told.filter(denied)["partnership"].to_list())
    return len(wrong) / bench.count
