"""What a statistic would be if ties were drawn at random, each unit keeping its number of ties."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from maillage.science.networks.edges import Network, ties

METHOD = "random_ties.swaps"
DRAWS = 999
FIRST, NEXT = 10, 3  # tried swaps, per tie, before the first network of a chain and between two


@dataclass(frozen=True)
class Chance:
    """The statistic, the middle 95 % of what chance gives, and the share of draws as high, or as low."""

    value: float
    low: float
    high: float
    as_high: float
    as_low: float
    draws: int


def compare(
    net: Network, statistic: Callable[[Network], float], rng: np.random.Generator, draws: int = DRAWS
) -> Chance:
    """Ties (weights left aside) against networks of the same degrees, by swaps of ends.

    Maslov and Sneppen (2002), Science 296; p = (1 + as extreme) / (1 + draws), Phipson and Smyth (2010).
    """
    held = ties(net)
    plain = Network(net.size, held.source, held.target, np.ones(held.source.size))
    value = statistic(plain)
    found = np.array([statistic(drawn) for drawn in _chain(plain, rng, draws)])
    known = found[~np.isnan(found)]
    if np.isnan(value) or not known.size:
        return Chance(value, *(float("nan"),) * 4, draws)
    low, high = np.quantile(known, [0.025, 0.975])
    as_high, as_low = (
        float((1 + np.sum(side)) / (1 + known.size))
        for side in (known >= value - 1e-12, known <= value + 1e-12)
    )
    return Chance(value, float(low), float(high), as_high, as_low, draws)


def _chain(net: Network, rng: np.random.Generator, draws: int) -> Iterator[Network]:
    drawn = swapped(net, rng)
    for _ in range(draws):
        yield drawn
        drawn = swapped(drawn, rng, NEXT)


def swapped(net: Network, rng: np.random.Generator, swaps: int = FIRST) -> Network:
    """One network of the same degrees: two ties exchange an end, unless that would double a tie or loop."""
    pairs = list(zip(net.source.tolist(), net.target.tolist(), strict=True))
    known = set(pairs)
    if len(pairs) > 1:
        tries = rng.integers(0, len(pairs), (swaps * len(pairs), 2)).tolist()
        turns = rng.integers(0, 2, len(tries)).tolist()
        for (first, second), turn in zip(tries, turns, strict=True):
            _swap(pairs, known, first, second, turn)
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Network(net.size, ends[:, 0], ends[:, 1], np.ones(len(pairs)))


def _swap(
    pairs: list[tuple[int, int]], known: set[tuple[int, int]], first: int, second: int, turn: int
) -> None:
    (a, b), (c, d) = pairs[first], pairs[second] if not turn else pairs[second][::-1]
    if a == d or c == b:
        return
    one, two = (min(a, d), max(a, d)), (min(c, b), max(c, b))
    if first == second or one == two or one in known or two in known:
        return
    known.difference_update((pairs[first], pairs[second]))
    known.update((one, two))
    pairs[first], pairs[second] = one, two
