"""The doubt of a statistic when the recorded contacts are a draw of those that might have been."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maillage.science.domain import OutOfDomain, probability
from maillage.science.networks.edges import Network

METHOD = "edge_bootstrap.centred"
DRAWS = 500
Statistic = Callable[[Network], float]


@dataclass(frozen=True)
class Interval:
    """A statistic, its limits, and the draws that gave no value."""

    value: float
    low: float
    high: float
    lost: int
    draws: int


def interval(
    net: Network, statistic: Statistic, rng: np.random.Generator, draws: int = DRAWS, level: float = 0.95
) -> Interval:
    """Draw the contacts (units of weight, rounded) with replacement; quantiles moved back by the mean drift.

    A draw loses ties and never finds new ones, so its mean sits below: the quantiles around that mean are
    put around the value. Efron (1979), Annals of Statistics 7; Snijders and Borgatti (1999), Connections 22.
    It says the doubt of what was recorded, not of what nobody recorded (`missing_units`). Raises OutOfDomain.
    """
    tail, value = probability(level), statistic(net)
    total = round(float(net.weight.sum()))
    if draws < 1:
        raise OutOfDomain(f"{draws} tirage(s) : il en faut au moins un.")
    if not total or np.isnan(value):
        return Interval(value, float("nan"), float("nan"), draws, draws)
    drawn = rng.multinomial(total, net.weight / net.weight.sum(), size=draws)
    found = np.array([statistic(_kept(net, row)) for row in drawn])
    known = found[~np.isnan(found)]
    if not known.size:
        return Interval(value, float("nan"), float("nan"), draws, draws)
    low, high = np.quantile(known, [tail, 1 - tail]) - known.mean() + value
    return Interval(value, float(low), float(high), draws - known.size, draws)


def _kept(net: Network, weight: np.ndarray) -> Network:
    seen = weight > 0
    return Network(net.size, net.source[seen], net.target[seen], weight[seen].astype(np.float64))
