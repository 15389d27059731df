"""Marshall's global empirical Bayes: each raw rate is drawn towards the mean of its group, the small ones
most.

For ordering and maps; a smoothed value is never "the count of this commune".
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.count_limits import garwood_table
from maillage.science.domain import Floats, pairs, probability

METHOD = "empirical_bayes.marshall"


@dataclass(frozen=True)
class Prior:
    """Where the group's true rates lie: mean (facts per unit of exposure), variance between units; what
    fitted it.
    """

    mean: float
    variance: float
    events: float
    exposure: float


@dataclass(frozen=True)
class Rates:
    """Per unit, facts per unit of exposure: smoothed rate, interval, raw rate, group mean, weight of the raw
    rate.

    Arrays of the events' shape. Where the count is unknown all are NaN, except `mean` (a float, the group's).
    """

    rate: Floats
    low: Floats
    high: Floats
    raw: Floats
    mean: float
    weight: Floats
    variance: float
    method: str
    level: float


def prior(events: ArrayLike, population: ArrayLike) -> Prior:
    """Moments of Marshall (1991): `m = Σy/ΣN`, `s² = ΣN(r-m)²/ΣN`, `a = max(0, s² - m/N̄)`. Raises
    OutOfDomain.
    """
    y, n, usable = pairs(events, population)
    y, n = y[usable], n[usable]
    total = float(n.sum())
    mean = float(y.sum()) / total
    spread = float(np.sum(n * (y / n - mean) ** 2)) / total
    variance = max(0.0, spread - mean * n.size / total)
    return Prior(mean, variance, float(y.sum()), total)


def shrink(events: ArrayLike, population: ArrayLike, level: float = 0.95) -> Rates:
    """Smoothed rates `θ = m + w(r - m)`, `w = a/(a + m/N)`, with the gamma posterior's interval.

    Marshall R. J. (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied
    Statistics 40. `events`, `population`: arrays (units,), NaN or masked where unknown. The interval is that
    of a gamma prior of mean m and variance a; when a = 0 all units share m and the interval is Garwood's for
    the group. Raises OutOfDomain when the total population is zero.
    """
    return posterior(events, population, prior(events, population), METHOD, level)


def posterior(
    events: ArrayLike, population: ArrayLike, given: Prior, method: str, level: float = 0.95
) -> Rates:
    """Rates under a gamma prior of known mean and variance: posterior gamma(m²/a + y, m/a + N). Raises
    OutOfDomain.
    """
    tail = probability(level)
    y, n, usable = pairs(events, population)
    raw, weight = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    raw[usable] = y[usable] / n[usable]
    if given.variance > 0:
        weight[usable] = given.variance / (given.variance + given.mean / n[usable])
        shape = given.mean**2 / given.variance + np.where(usable, y, np.nan)
        scale = given.mean / given.variance + n
        low, high = (
            scipy.special.gammaincinv(shape, tail) / scale,
            scipy.special.gammainccinv(shape, tail) / scale,
        )
    else:
        weight[usable] = 0.0
        ends = garwood_table(np.array([given.events]), level)
        low, high = (np.where(usable, end[0] / given.exposure, np.nan) for end in ends)
    return Rates(
        given.mean + weight * (raw - given.mean),
        low,
        high,
        raw,
        given.mean,
        weight,
        given.variance,
        method,
        level,
    )
