"""How a statistic would read if one unit were missing from the records."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maillage.science.networks.edges import Ints, Network, without

METHOD = "missing_units.leave_one_out"
Statistic = Callable[[Network, Ints], float]


@dataclass(frozen=True)
class Sensitivity:
    """Value with all, least and most with one left out, and who that one is (-1 when there is none)."""

    value: float
    least: float
    most: float
    least_unit: int
    most_unit: int


def leave_one_out(net: Network, statistic: Statistic) -> Sensitivity:
    """Least and most over all single omissions; `statistic` gets the network and the numbers of who is left.

    Costenbader and Valente (2003), Social Networks 25, for why it matters.
    """
    everyone = np.arange(net.size)
    value = statistic(net, everyone)
    found = np.array([statistic(without(net, [unit]), np.delete(everyone, unit)) for unit in everyone])
    if not found.size or np.isnan(found).all():
        return Sensitivity(value, float("nan"), float("nan"), -1, -1)
    low, high = int(np.nanargmin(found)), int(np.nanargmax(found))
    return Sensitivity(value, float(found[low]), float(found[high]), low, high)
