"""What breaks when an institution leaves, and on how few persons the sheets hang. No person is named."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from maillage.observatory.indicators.network import Graph
from maillage.observatory.indicators.view import View
from maillage.science.networks import removal
from maillage.science.networks.distances import parts
from maillage.science.networks.edges import ties, without

STEPS, DRAWS, SEED = 5, 999, 20260101


@dataclass(frozen=True)
class Departure:
    """Without one institution: ties lost, who is left alone, parts of two or more, sheets without pilot.

    `unpiloted`: at worst, all it pilots; `unpiloted_best`: those for which nobody stands in.
    """

    institution: int
    lost: int
    alone: tuple[int, ...]
    parts: int
    unpiloted: int
    unpiloted_best: int


@dataclass(frozen=True)
class Resilience:
    """Largest part that holds after 0, 1, 2... departures: most tied first, most between first, at random."""

    size: int
    by_degree: list[int]
    by_betweenness: list[int]
    random_mean: list[float]
    random_low: list[float]
    random_high: list[float]


@dataclass(frozen=True)
class Persons:
    """Counts, never names: sheets in force, how many persons pilot them, and how few carry half of them.

    `half`: the fewest whose departure leaves half of the sheets or more without pilot; `half_best`: the same
    when whoever stands in takes over (None: it can no longer happen). `holders`: seats in force.
    `curve`: sheets without pilot after 0, 1, 2... departures at worst; `curve_best` with stand-ins.
    """

    sheets: int
    without_pilot: int
    pilots: int
    holders: int
    half: int | None
    half_best: int | None
    curve: list[int]
    curve_best: list[int]


def departures(view: View, graph: Graph) -> list[Departure]:
    """What each institution's leaving would break, in the order of the graph."""
    piloted = _piloted(view, graph.partnership)
    linked = _linked(graph)
    return [
        _departure(graph, rank, linked, piloted.get(node.institution, (0, 0)))
        for rank, node in enumerate(graph.nodes)
    ]


def _departure(graph: Graph, rank: int, linked: list[set[int]], sheets: tuple[int, int]) -> Departure:
    alone = tuple(sorted(graph.nodes[other].institution for other in linked[rank] if linked[other] == {rank}))
    left = parts(without(graph.net, [rank]))
    return Departure(
        graph.nodes[rank].institution, len(linked[rank]), alone, sum(len(part) > 1 for part in left), *sheets
    )


def _linked(graph: Graph) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in graph.nodes]
    held = ties(graph.net)
    for one, other in zip(held.source.tolist(), held.target.tolist(), strict=True):
        found[one].add(other)
        found[other].add(one)
    return found


def _live(view: View, partnership: int) -> pl.DataFrame:
    return view.in_force("sheets").filter(pl.col("partnership") == partnership).unique("sheet")


def _piloted(view: View, partnership: int) -> dict[int, tuple[int, int]]:
    """Sheets in force an institution pilots: all, and those where nobody else stands in."""
    live = _live(view, partnership).filter(pl.col("pilot_institution").is_not_null())
    found = live.group_by("pilot_institution").agg(
        all=pl.len(), best=(~pl.col("deputy").fill_null(False)).sum()
    )
    return {row["pilot_institution"]: (row["all"], row["best"]) for row in found.to_dicts()}


@lru_cache(maxsize=128)
def resilience(graph: Graph, steps: int = STEPS) -> Resilience:
    """How the network holds as up to `steps` institutions leave; 999 random orders, fixed seed."""
    steps = min(steps, max(graph.net.size - 1, 0))
    rng = np.random.Generator(np.random.PCG64(SEED))
    drawn = removal.at_random(graph.net, rng, steps, DRAWS)
    worst, between = removal.by_degree(graph.net, steps), removal.by_betweenness(graph.net, steps)
    return Resilience(
        graph.net.size, worst.giant.astype(int).tolist(), between.giant.astype(int).tolist(),
        drawn.mean.tolist(), drawn.low.tolist(), drawn.high.tolist(),
    )  # fmt: skip


def persons(view: View, partnership: int, steps: int = STEPS) -> Persons:
    """On how few persons the sheets in force hang (H1), at worst and when whoever stands in takes over.

    A sheet whose pilot is unknown counts as without pilot, and is said apart.
    """
    live = _live(view, partnership)
    known = live.filter(pl.col("pilot").is_not_null())
    alone = known.filter(~pl.col("deputy").fill_null(False))
    worst, best = _loads(known), _loads(alone)
    bare = live.height - known.height
    seats = view.in_force("seats").filter(pl.col("partnership") == partnership)
    return Persons(
        live.height, bare, len(worst), seats["seat"].n_unique(), _half(worst, live.height, bare),
        _half(best, live.height, bare), _curve(worst, bare, steps), _curve(best, bare, steps),
    )  # fmt: skip


def _loads(sheets: pl.DataFrame) -> list[int]:
    counted: list[int] = sheets.group_by("pilot").len()["len"].to_list()
    return sorted(counted, reverse=True)


def _half(loads: list[int], sheets: int, bare: int) -> int | None:
    """The fewest departures that leave half of the sheets without pilot; taking the most loaded is exact."""
    if not sheets:
        return None
    gone = bare
    for count, load in enumerate([0, *loads]):
        gone += load
        if 2 * gone >= sheets:
            return count
    return None


def _curve(loads: list[int], bare: int, steps: int) -> list[int]:
    return [bare + sum(loads[:step]) for step in range(min(steps, len(loads)) + 1)]
