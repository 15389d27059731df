"""Figures of a whole network, each with two doubts: contacts drawn again, one institution left out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from maillage.observatory.indicators.network import Graph
from maillage.observatory.vocabulary import Layer, Measure
from maillage.science.networks import (
    centralisation,
    clustering,
    core_margin,
    density,
    edge_bootstrap,
    efficiency,
    missing_units,
    mixing,
    random_ties,
    reciprocity,
)
from maillage.science.networks.edges import Ints, Network, ties

DRAWS, CHANCE_DRAWS, SEED = 200, 199, 20260101
FEWEST_PAIRS = 5  # under five tied pairs: counts only
Statistic = Callable[[Network, Ints], float]


@dataclass(frozen=True)
class NetworkFigure:
    """A value, its limits at 95 %, least and most with one institution left out (`least_without`: which).

    `count`, `of`: what the value is made of, where it is a share. None: it cannot be said.
    """

    measure: Measure
    value: float | None
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    least_without: int | None
    most_without: int | None
    count: int | None
    of: int | None
    bounds: tuple[float, float]


@dataclass(frozen=True)
class Chance:
    """E-I index of sectors, and the middle 95 % of what chance gives with the same degrees."""

    value: float
    low: float
    high: float


@lru_cache(maxsize=128)
def figures(graph: Graph) -> tuple[NetworkFigure, ...]:
    """The figures of a network; nothing is said of fewer than five tied pairs but their count.

    Intervals by a fixed seed: two readings say the same. Reciprocity only where a tie has a direction.
    """
    chosen = _statistics(graph)
    return tuple(_one(graph, measure, statistic) for measure, statistic in chosen.items())


def _statistics(graph: Graph) -> dict[Measure, Statistic]:
    sectors = np.array([node.sector for node in graph.nodes])
    found: dict[Measure, Statistic] = {
        Measure.DENSITY: lambda net, _left: density.pairs(net),
        Measure.CENTRALISATION: lambda net, _left: centralisation.degree(net),
        Measure.EFFICIENCY: lambda net, _left: efficiency.overall(net),
        Measure.CLUSTERING: lambda net, _left: clustering.overall(net),
        Measure.MIXING: lambda net, left: mixing.external_internal(net, sectors[left]),
        Measure.ASSORTATIVITY: lambda net, left: mixing.assortativity(net, sectors[left]),
        Measure.CORE: lambda net, _left: core_margin.split(net).fit,
    }
    if graph.layer.directed:
        found[Measure.RECIPROCITY] = lambda net, _left: reciprocity.pairs(net)
    return {measure: found[measure] for measure in Measure if measure in found}


BOUNDS = {
    Measure.MIXING: (-1.0, 1.0), Measure.ASSORTATIVITY: (-1.0, 1.0), Measure.CORE: (-1.0, 1.0),
}  # fmt: skip


def _one(graph: Graph, measure: Measure, statistic: Statistic) -> NetworkFigure:
    everyone = np.arange(graph.net.size)
    count, of = counted(graph).get(measure, (None, None))
    bounds = BOUNDS.get(measure, (0.0, 1.0))
    if ties(graph.net).source.size < FEWEST_PAIRS:
        return NetworkFigure(measure, *(None,) * 7, count, of, bounds)
    rng = np.random.Generator(np.random.PCG64(SEED))
    drawn = edge_bootstrap.interval(_contacts(graph), lambda net: statistic(net, everyone), rng, DRAWS)
    spared = missing_units.leave_one_out(graph.net, statistic)
    low, high = (_said(np.clip(end, *bounds)) for end in (drawn.low, drawn.high))
    return NetworkFigure(
        measure, _said(drawn.value), low, high, _said(spared.least), _said(spared.most),
        _who(graph, spared.least_unit), _who(graph, spared.most_unit), count, of, bounds,
    )  # fmt: skip


def _contacts(graph: Graph) -> Network:
    """What is drawn again: contacts; of euros, the edges themselves, for euros are not independent."""
    net = graph.net
    ones = np.ones(net.source.size)
    return Network(net.size, net.source, net.target, ones) if graph.layer is Layer.MONEY else net


def counted(graph: Graph) -> dict[Measure, tuple[int, int]]:
    """Tied pairs of possible pairs; pairs tied both ways of tied pairs."""
    tied = ties(graph.net).source.size
    return {
        Measure.DENSITY: (tied, graph.net.size * (graph.net.size - 1) // 2),
        Measure.RECIPROCITY: (reciprocity.both_ways(graph.net), tied),
    }


@lru_cache(maxsize=128)
def sectors_by_chance(graph: Graph) -> Chance | None:
    """E-I index of sectors against random ties, each keeping its number; None when it has no sense."""
    sectors = [node.sector for node in graph.nodes]
    if ties(graph.net).source.size < FEWEST_PAIRS:
        return None
    rng = np.random.Generator(np.random.PCG64(SEED))
    found = random_ties.compare(
        graph.net, lambda net: mixing.external_internal(net, sectors), rng, CHANCE_DRAWS
    )
    return None if np.isnan(found.low) else Chance(found.value, found.low, found.high)


def _said(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _who(graph: Graph, unit: int) -> int | None:
    return None if unit < 0 else graph.nodes[unit].institution
