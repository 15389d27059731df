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
    rank = np.argsort(order)
    held = ties(net)
    first = np.minimum(rank[held.source], rank[held.target])
    fits = np.array([_fit(net.size, k, int((first < k).sum()), first.size) for k in range(1, net.size - 1)])
    if not fits.size or np.isnan(fits).all():
        return CoreMargin(np.zeros(net.size, dtype=bool), float("nan"))
    best = int(np.nanargmax(fits))
    return CoreMargin(rank <= best, float(fits[best]))


def _fit(size: int, k: int, seen: int, tied: int) -> float:
    """Correlation over pairs of being tied and having a foot in the core of k (`seen`: both)."""
    pairs, ideal = size * (size - 1) // 2, k * (k - 1) // 2 + k * (size - k)
    spread = tied * (pairs - tied) * ideal * (pairs - ideal)
    return (pairs * seen - tied * ideal) / spread**0.5 if spread > 0 else float("nan")
