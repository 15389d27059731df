"""What the reading asserts, on sound partnerships (false) and on planted ones (power)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.comparators import Laws, fit
from maillage.observatory.indicators.comparisons import assertions, unsteadiness
from maillage.observatory.rules import reading as rules
from maillage.observatory.vocabulary import Kind
from maillage.site.bench.health.claims import CLAIMS
from maillage.site.bench.health.worlds import SISTERS, Bench, World, part_of

SIZES = (30, 60, 200, 1000)
DRAWS = 25
SISTER = "sisters"


@dataclass(frozen=True)
class Alarms:
    """Share of sound partnerships with at least one asserted weakness, over draws of sisters."""

    sisters: int
    records: str
    records_of_sisters: str
    mean: float
    worst: float
    described: float  # by the law, a text or a threshold of ours
    any: float
    strengths: float
    draws: int


@dataclass(frozen=True)
class Power:
    """How often the reading speaks of a planted weakness: by sisters, by a described state, as a look."""

    id: str
    indicator: str
    intensity: float
    sisters: float | None
    described: float | None
    any_figure: float
    looked: float | None


def pool(bench: Bench, records: str = "complete", spread: float = 1.0) -> World:
    """Sound partnerships from which sisters are drawn."""
    return bench.world(records=records, spread=spread, seed=SISTERS, count=max(SIZES[-1], 2 * bench.count))


def false_alarms(
    bench: Bench, records: str, of_sisters: str, sizes: Sequence[int] = SIZES, draws: int = DRAWS
) -> list[Alarms]:
    """Sound partnerships read against sound sisters: nothing asserted is true."""
    read = bench.figures(bench.world(records=records))
    many = bench.figures(pool(bench, of_sisters))
    return [_alarms(read, many, size, draws, (records, of_sisters)) for size in sizes]


def _alarms(
    read: pl.DataFrame, many: pl.DataFrame, size: int, draws: int, regimes: tuple[str, str]
) -> Alarms:
    rng = np.random.Generator(np.random.PCG64(size))
    members = many["partnership"].unique().sort().to_numpy()
    everyone = read["partnership"].n_unique()
    shares = []
    for _ in range(draws):
        chosen = rng.choice(members, min(size, members.size), replace=False)
        shares.append(_shares(assertions(read, None, fit(part_of(many, chosen))), everyone))
    table = np.array(shares)
    mean = table.mean(axis=0)
    return Alarms(
        size, *regimes, float(mean[0]), float(table[:, 0].max()), float(mean[1]), float(mean[2]),
        float(mean[3]), draws,
    )  # fmt: skip


def _shares(table: pl.DataFrame, everyone: int) -> tuple[float, ...]:
    """Of all partnerships: a weakness by sisters, by a described state, by either; a strength."""
    said = table.filter("asserted")
    weak, sister = said.filter(pl.col("direction") == "weakness"), pl.col("comparison") == SISTER
    strong = said.filter(pl.col("direction") == "strength")
    parts = (weak.filter(sister), weak.filter(~sister), weak, strong)
    return tuple(part["partnership"].n_unique() / everyone for part in parts)


def by_figure(bench: Bench, laws: Laws) -> dict[str, float]:
    """For each figure, the share of sound partnerships that it alone accuses, against these sisters."""
    read = bench.figures(bench.world())
    said = assertions(read, None, laws).filter("asserted", pl.col("direction") == "weakness")
    counted = said.group_by("indicator").agg(pl.col("partnership").n_unique())
    fired = {"C12": flagged(bench.figures(bench.world(), ["C12"]), "C12")}
    return {name: count / bench.count for name, count in [*counted.iter_rows(), *fired.items()]}


def changes(bench: Bench, *, elections: bool) -> float:
    """Share of sound partnerships told of at least one change; without elections, all these are false."""
    now, before = _two_years(bench, bench.world(elections=elections))
    factors = unsteadiness(*_two_years(bench, bench.world(elections=elections, seed=SISTERS)))
    table = assertions(now, before, {}, factors=factors)
    table = table.filter("asserted", pl.col("comparison") == "past")
    return table["partnership"].n_unique() / bench.count


def _two_years(bench: Bench, world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    return bench.figures(world), bench.figures(world, back=12)


def power(table: pl.DataFrame, laws: Laws, name: str, x: float, count: int) -> Power:
    """From the figures of partnerships planted with one profile."""
    claimed = CLAIMS[name].indicator
    family = {claimed, *CLAIMS[name].others}
    compared = assertions(table, None, laws).filter(pl.col("direction") == "weakness")
    everyone = compared.filter("asserted")["partnership"].n_unique() / count
    if INDICATORS[claimed].kind is Kind.FLAG:
        return Power(name, claimed, x, None, flagged(table, claimed) / count, everyone, None)
    said = compared.filter("asserted", pl.col("indicator").is_in(family))
    sister = pl.col("comparison") == SISTER
    described = said.filter(~sister)["partnership"].n_unique() / count
    spoken = any(INDICATORS[one].threshold is not None for one in family if one in INDICATORS)
    return Power(
        name, claimed, x, said.filter(sister)["partnership"].n_unique() / count,
        described if spoken else None, everyone, _looked(compared, family, count),
    )  # fmt: skip


def flagged(table: pl.DataFrame, indicator: str) -> int:
    """Partnerships that meet as many signs as the flag needs."""
    rows = table.filter(pl.col("indicator") == indicator, pl.col("value") >= rules.SIGNS)
    return rows["partnership"].n_unique()


def _looked(compared: pl.DataFrame, family: set[str], count: int) -> float:
    """Share where the claimed figure is among the three least likely, one a cluster."""
    clusters = {name: INDICATORS[name].cluster or name for name in compared["indicator"].unique()}
    own = [clusters[name] for name in family if name in clusters]
    tails = compared.filter(pl.col("comparison") == SISTER, pl.col("p") <= rules.LOOKED).with_columns(
        cluster=pl.col("indicator").replace_strict(clusters, default=None)
    )
    first = (
        tails.sort("partnership", "p").unique(["partnership", "cluster"], keep="first", maintain_order=True)
        .group_by("partnership", maintain_order=True).head(rules.LOOKS)
    )  # fmt: skip
    return first.filter(pl.col("cluster").is_in(own))["partnership"].n_unique() / count


def false_strength(table: pl.DataFrame, laws: Laws, name: str, count: int) -> float:
    """How often the claimed figure of planted partnerships is read as a strength."""
    said = assertions(table, None, laws).filter("asserted", pl.col("direction") == "strength")
    claimed = said.filter(pl.col("indicator") == CLAIMS[name].indicator)
    return claimed["partnership"].n_unique() / count


def laws_of(bench: Bench, size: int = 1000, records: str = "complete") -> Laws:
    """The laws of the first sisters of the pool."""
    many = bench.figures(pool(bench, records))
    return fit(part_of(many, np.arange(1, size + 1)))
