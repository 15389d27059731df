"""Cells around centres, for a map without outlines: each place gets the ground nearest to its centre."""

import math
from collections.abc import Sequence

Point = tuple[float, float]
SIDES = 24
ALONE = 0.05  # degrees
NEAREST, MOST = 0.85, 1.7  # of the distance to the fourth nearest centre; of the median one


def cells(centres: Sequence[Point], around: Sequence[Point] = ()) -> list[list[Point]]:
    """One closed ring per centre: a disc cut by the bisector with every centre near enough to share it; the
    places `around` cut too, and have no ring.
    """
    every = [*centres, *around]
    fourth = [_fourth(here, every) for here in centres]
    most = MOST * sorted(fourth)[len(fourth) // 2] if fourth else ALONE
    return [
        _closed(_cell(here, every, NEAREST * min(far, most)))
        for here, far in zip(centres, fourth, strict=True)
    ]


def _fourth(here: Point, centres: Sequence[Point]) -> float:
    """The distance to the fourth nearest centre, or to the last one of fewer."""
    far = sorted(math.dist(here, other) for other in centres if other != here)[:4]
    return far[-1] if far else ALONE


def _cell(here: Point, centres: Sequence[Point], reach: float) -> list[Point]:
    ring = _disc(here, reach)
    for other in centres:
        if other != here and math.dist(here, other) < 4 * reach:
            ring = _cut(ring, here, other)
    return ring


def _disc(centre: Point, radius: float) -> list[Point]:
    turns = (2 * math.pi * side / SIDES for side in range(SIDES))
    return [(centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)) for turn in turns]


def _cut(ring: list[Point], here: Point, other: Point) -> list[Point]:
    """Keep the side of `ring` that is nearer to `here` than to `other`."""
    across = (other[0] - here[0], other[1] - here[1])
    limit = (other[0] ** 2 + other[1] ** 2 - here[0] ** 2 - here[1] ** 2) / 2
    kept: list[Point] = []
    for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
        a, b = (across[0] * x + across[1] * y - limit for x, y in (start, end))
        if a <= 0:
            kept.append(start)
        if (a < 0) != (b < 0) and a != b:
            share = a / (a - b)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def _closed(ring: list[Point]) -> list[Point]:
    return [*ring, ring[0]] if ring else ring
