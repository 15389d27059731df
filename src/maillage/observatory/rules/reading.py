"""What a page of health may say, and how many sentences: the choice, once the probabilities are known.

Three comparisons, never merged: what a law or a text describes, the partnership's own past, its sisters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maillage.observatory.vocabulary import Comparator, Indicator, Kind, Unit

LEVEL = 0.05  # adjusted probability under which a comparison is asserted
CERTAIN = 0.95  # posterior probability over which a described state is asserted
READ, ENOUGH = 5, 12  # records: to print a share, to assert something of it
MORE = {"D2": 25}  # figures that need more records
SISTERS = 30  # comparable partnerships, under which nothing is said of them
UNKNOWN = 0.20  # no strength from a figure with more unknown
MOVED = 0.10  # no change of a figure whose completeness moved by more
LOOKED = 0.10  # a tail above is not worth a first look
WEAKNESSES, LOOKS, NAMED = 2, 3, 6
SIGNS = 3  # of the five of a contract without co-production (C12)
DESCRIBED = (Comparator.LAW, Comparator.TEXT, Comparator.OURS)


@dataclass(frozen=True)
class Found:
    """One comparison of one figure. `p`: its probability by chance; `adjusted`: among all those read."""

    indicator: str
    cluster: str
    comparison: str  # value of Comparator
    direction: str  # weakness, strength; better, worse
    p: float
    adjusted: float
    asserted: bool


@dataclass(frozen=True)
class Choice:
    """What the page says; `read`: how many figures were compared with sisters."""

    weaknesses: tuple[Found, ...]
    strength: Found | None
    change: Found | None
    looks: tuple[Found, ...]
    read: int


def least(indicator: Indicator) -> float:
    """Records (or years lived, for a rhythm) that an assertion needs: twelve, unless the figure needs more.

    A count over time rests on the time lived, not on the events: zero in three years is fully known.
    """
    if indicator.kind is Kind.COUNT and indicator.unit is Unit.PER_YEAR:
        return 0.99
    return max(ENOUGH, MORE.get(indicator.id, 0), indicator.least)


def least_described(indicator: Indicator) -> float:
    """Records that a described state needs: five, the posterior deciding, unless the figure needs more.

    With twelve, a partnership of eight sheets could be told nothing where all comparable ones are ill too.
    """
    usual = least(indicator)
    return max(READ, indicator.least) if usual == ENOUGH else usual


def choose(found: Iterable[Found]) -> Choice:
    """At most two weaknesses, one strength, one change and three figures to look at, one per cluster.

    Weaknesses by the law come first, then by texts, then by sisters; within one comparison the least likely
    by chance. What is only to look at is never taken from a cluster already spoken of (scenario, 5.3-5.8).
    """
    rows = list(found)
    spoken: set[str] = set()
    weaknesses = tuple(_few(_asserted(rows, "weakness"), WEAKNESSES, spoken))
    strength = next(iter(_few(_asserted(rows, "strength"), 1, spoken)), None)
    change = next(iter(_few(_asserted(rows, "better", "worse"), 1, spoken)), None)
    tails = [
        row for row in rows if row.direction == "weakness" and row.comparison == Comparator.SISTERS.value
    ]
    low = sorted((row for row in tails if row.p <= LOOKED), key=lambda row: (row.p, row.indicator))
    return Choice(weaknesses, strength, change, tuple(_few(low, LOOKS, spoken)), len(tails))


def by_chance(choice: Choice) -> float:
    """How many figures as low as the highest of those to look at chance alone would give."""
    return max((row.p for row in choice.looks), default=0.0) * choice.read


def _asserted(rows: Sequence[Found], *directions: str) -> list[Found]:
    order = {place.value: rank for rank, place in enumerate(Comparator)}
    kept = [row for row in rows if row.asserted and row.direction in directions]
    return sorted(kept, key=lambda row: (order[row.comparison], row.adjusted, row.p, row.indicator))


def _few(rows: Iterable[Found], most: int, spoken: set[str]) -> Iterator[Found]:
    """The first of them, each of a cluster not yet spoken of; an indicator without cluster is its own."""
    taken = 0
    for row in rows:
        cluster = row.cluster or row.indicator
        if taken < most and cluster not in spoken:
            spoken.add(cluster)
            taken += 1
            yield row
