"""Is there a core tied to all and a margin tied to the core only?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.science.networks.degree import degrees
from maillage.science.networks.edges import Network, ties

METHOD = "core_margin.correlation"


@dataclass(frozen=True)
class CoreMargin:
    """Who is in the core, and how well the network fits it (correlation with the ideal, NaN: none)."""

    core: NDArray[np.bool_]
    fit: float


def split(net: Network) -> CoreMargin:
    """The core of the k highest degrees (ties by number) that fits best, all k tried.

    Borgatti and Everett (1999), Social Networks 21: the ideal ties every pair with one foot in the core,
    and none within the margin.
    """
    order = np.lexsort((np.arange(net.size), -degrees(net).degree))
    upper = np.triu_indices(net.size, 1)
    held, tied = ties(net), np.zeros((net.size, net.size))
    tied[held.source, held.target] = 1
    best = CoreMargin(np.zeros(net.size, dtype=bool), float("nan"))
    for k in range(1, net.size - 1):
        core = np.isin(np.arange(net.size), order[:k])
        fit = _correlation(tied[upper], (core[:, None] | core[None, :])[upper].astype(np.float64))
        if not np.isnan(fit) and not fit <= best.fit:
            best = CoreMargin(core, fit)
    return best


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
