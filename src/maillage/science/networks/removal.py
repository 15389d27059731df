"""What is left as units leave one by one: the largest part, and the efficiency of those who stay."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maillage.science.domain import Floats, OutOfDomain
from maillage.science.networks import betweenness, efficiency
from maillage.science.networks.degree import degrees
from maillage.science.networks.distances import parts
from maillage.science.networks.edges import Ints, Network, ties, without

METHOD = "removal.curve"
DRAWS = 999


@dataclass(frozen=True)
class Curve:
    """After 0, 1, 2... departures: units in the largest part, efficiency of those who stay; and who left."""

    giant: Floats
    efficiency: Floats
    order: Ints


@dataclass(frozen=True)
class Band:
    """Largest part after 0, 1, 2... departures at random: mean and the middle 95 % of the draws."""

    mean: Floats
    low: Floats
    high: Floats
    draws: int


def by_degree(net: Network, steps: int) -> Curve:
    """In the order of the degrees at the start, ties by number. Albert et al. (2000), Nature 406."""
    order = np.lexsort((np.arange(net.size), -degrees(net).degree))
    return along(net, order[: _steps(net, steps)])


def by_betweenness(net: Network, steps: int) -> Curve:
    """The highest betweenness leaves, computed again each time. Holme et al. (2002), PRE 65."""
    left = np.arange(net.size)
    order: list[int] = []
    for _ in range(_steps(net, steps)):
        rest = without(net, order)
        worst = int(np.argmax(np.round(betweenness.undirected(rest), 9)))
        order.append(int(left[worst]))
        left = np.delete(left, worst)
    return along(net, order)


def along(net: Network, order: Sequence[int] | Ints) -> Curve:
    """In a given order. Raises OutOfDomain when a unit leaves twice."""
    gone = np.asarray(order, dtype=np.int64)
    if np.unique(gone).size != gone.size or gone.size > net.size:
        raise OutOfDomain(f"Ordre de départ {gone.tolist()} : chaque unité part une fois au plus.")
    rests = [without(net, gone[:step]) for step in range(gone.size + 1)]
    giants = [float(len(parts(rest)[0])) if rest.size else 0.0 for rest in rests]
    return Curve(np.array(giants), np.array([efficiency.overall(rest) for rest in rests]), gone)


def at_random(net: Network, rng: np.random.Generator, steps: int, draws: int = DRAWS) -> Band:
    """Orders drawn at random; parts joined backwards (union-find). Newman and Ziff (2001), PRE 64."""
    steps, held = _steps(net, steps), ties(net)
    near: list[list[int]] = [[] for _ in range(net.size)]
    for one, other in zip(held.source.tolist(), held.target.tolist(), strict=True):
        near[one].append(other)
        near[other].append(one)
    found = np.array([_giants(near, rng.permutation(net.size).tolist())[: steps + 1] for _ in range(draws)])
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    return Band(found.mean(axis=0), low, high, draws)


def _giants(near: list[list[int]], order: list[int]) -> list[int]:
    """Largest part after 0, 1, 2... departures in this order, by putting the units back from the last one."""
    root, size, found, largest = list(range(len(order))), [0] * len(order), [0], 0
    for unit in reversed(order):
        size[unit] = 1
        for other in near[unit]:
            if size[_top(root, other)] and (one := _top(root, unit)) != (two := _top(root, other)):
                root[two] = one
                size[one] += size[two]
        largest = max(largest, size[_top(root, unit)])
        found.append(largest)
    return found[::-1]


def _top(root: list[int], unit: int) -> int:
    while root[unit] != unit:
        root[unit] = root[root[unit]]
        unit = root[unit]
    return unit


def _steps(net: Network, steps: int) -> int:
    return max(0, min(steps, net.size))
