"""What next year would be without any action: a place chosen because it was extreme falls back by itself."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science import empirical_bayes
from maillage.science.domain import Floats, counts, exposures, probability

METHOD = "regression_to_mean.forecast"


@dataclass(frozen=True)
class Forecast:
    """Facts expected next year without action, predictive interval, and what "the same rate again" would
    give.

    Arrays (units,), NaN where unknown. `fall_back` = expected - naive: the change that owes nothing to an
    action.
    """

    expected: Floats
    low: Floats
    high: Floats
    naive: Floats
    fall_back: Floats
    method: str = METHOD
    level: float = 0.95


def forecast(
    events: ArrayLike, population: ArrayLike, next_population: ArrayLike | None = None, level: float = 0.95
) -> Forecast:
    """`E[y'] = N'·θ`, θ the smoothed rate of the unit within its group; negative binomial predictive
    interval.

    Marshall (1991) for θ; Barnett, van der Pols, Dobson (2005), Int. J. Epidemiology 34, for the trap. The
    units are comparable places, all of them, not the extreme ones alone. Raises OutOfDomain.
    """
    tail = probability(level)
    y = counts(events)
    after = exposures(population if next_population is None else next_population, y)
    group = empirical_bayes.prior(y, population)
    smoothed = empirical_bayes.posterior(y, population, group, empirical_bayes.METHOD, level)
    expected, naive = after * smoothed.rate, after * smoothed.raw
    if group.variance > 0:
        shape = group.mean**2 / group.variance + y
        chance = shape / (shape + expected)
        low, high = (
            scipy.stats.nbinom.ppf(tail, shape, chance),
            scipy.stats.nbinom.ppf(1 - tail, shape, chance),
        )
    else:
        low, high = scipy.stats.poisson.ppf(tail, expected), scipy.stats.poisson.ppf(1 - tail, expected)
    unknown = np.isnan(expected)
    low, high = np.where(unknown, np.nan, np.maximum(low, 0)), np.where(unknown, np.nan, high)
    return Forecast(expected, low, high, naive, expected - naive, METHOD, level)
