"""Confidence limits of a Poisson count. They depend on the count only: one table, then a gather."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, counts, probability

METHOD = "count_limits.garwood"
METHOD_SCORE = "count_limits.score"
METHOD_MIDP = "count_limits.midp"
METHOD_BYAR = "count_limits.byar"
BISECTIONS = 64
DENSE = 4  # a table of every count up to the largest is made when it is no longer than this many inputs


@dataclass(frozen=True)
class Limits:
    """Lower and upper limits, in facts, shape of the counts; NaN where the count is unknown. Unpacks as a
    pair.
    """

    low: Floats
    high: Floats
    method: str
    level: float

    def __iter__(self) -> Iterator[Floats]:
        return iter((self.low, self.high))


Formula = Callable[[Floats, float], tuple[Floats, Floats]]


def garwood(events: ArrayLike, level: float = 0.95) -> Limits:
    """Exact limits `chi2(a/2, 2y)/2` and `chi2(1-a/2, 2y+2)/2`: coverage never under `level`. For display.

    Garwood F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28. Raises OutOfDomain.
    """
    return _tabulated(events, level, garwood_table, METHOD)


def score(events: ArrayLike, level: float = 0.95) -> Limits:
    """Score limits `y + z²/2 ± z sqrt(y + z²/4)`: mean coverage near `level`. For large tables.

    Rao's score inverted for a Poisson mean; Brown, Cai, DasGupta (2003), Statistica Sinica 13. Raises
    OutOfDomain.
    """
    return _tabulated(events, level, score_table, METHOD_SCORE)


def midp(events: ArrayLike, level: float = 0.95) -> Limits:
    """Mid-p limits: the observed count weighs half in each tail; coverage near `level`, inside Garwood's.

    Lancaster (1961), JASA 56; Cohen and Yang (1994), Statistics in Medicine 13. Raises OutOfDomain.
    """
    return _tabulated(events, level, midp_table, METHOD_MIDP)


def byar(events: ArrayLike, level: float = 0.95) -> Limits:
    """Byar's approximation of Garwood by a cube root (Breslow and Day 1987, IARC 82, p. 69). Raises
    OutOfDomain.
    """
    return _tabulated(events, level, byar_table, METHOD_BYAR)


def garwood_table(y: Floats, level: float) -> tuple[Floats, Floats]:
    """Garwood's formula at each known count of `y`, without table: (low, high)."""
    tail = probability(level)
    low = np.where(y > 0, scipy.special.gammaincinv(np.maximum(y, 1), tail), 0.0)
    return low, scipy.special.gammainccinv(y + 1, tail)


def score_table(y: Floats, level: float) -> tuple[Floats, Floats]:
    """The score formula at each known count of `y`: (low, high)."""
    z = -scipy.special.ndtri(probability(level))
    half = z * np.sqrt(y + z * z / 4)
    return np.maximum(y + z * z / 2 - half, 0.0), y + z * z / 2 + half


def midp_table(y: Floats, level: float) -> tuple[Floats, Floats]:
    """Mid-p limits at each known count of `y`, by bisection between the count and Garwood's limits: (low,
    high).
    """
    tail = probability(level)
    floor, ceiling = garwood_table(y, level)
    low = _bisect(lambda mean: 1 - _midp_below(y, mean) - tail, floor, np.maximum(y, 1e-12))
    high = _bisect(lambda mean: tail - _midp_below(y, mean), y, ceiling)
    return np.where(y > 0, low, 0.0), high


def byar_table(y: Floats, level: float) -> tuple[Floats, Floats]:
    """Byar's formula at each known count of `y`: (low, high)."""
    z = -scipy.special.ndtri(probability(level))
    one = np.maximum(y, 1)
    low = one * (1 - 1 / (9 * one) - z / (3 * np.sqrt(one))) ** 3
    up = y + 1
    return np.where(y > 0, np.maximum(low, 0.0), 0.0), up * (1 - 1 / (9 * up) + z / (3 * np.sqrt(up))) ** 3


def _midp_below(y: Floats, mean: Floats) -> Floats:
    """P(Y < y) + P(Y = y)/2 for a Poisson of this mean."""
    under = np.where(y > 0, scipy.special.gammaincc(np.maximum(y, 1), mean), 0.0)
    below: Floats = 0.5 * (scipy.special.gammaincc(y + 1, mean) + under)
    return below


def _bisect(rising: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Root of an increasing function between `low` and `high`, entry by entry."""
    low, high = low.astype(np.float64), high.astype(np.float64)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        under = rising(middle) < 0
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return (low + high) / 2


def _tabulated(events: ArrayLike, level: float, formula: Formula, method: str) -> Limits:
    y = counts(events)
    probability(level)
    unknown = np.isnan(y)
    whole = np.where(unknown, 0, y).astype(np.int64)
    top = int(whole.max(initial=0))
    if top <= DENSE * whole.size:
        table, place = np.arange(top + 1, dtype=np.float64), whole
    else:
        distinct, place = np.unique(whole, return_inverse=True)
        table, place = distinct.astype(np.float64), place.reshape(whole.shape)
    low, high = (np.where(unknown, np.nan, column[place]) for column in formula(table, level))
    return Limits(low, high, method, level)
