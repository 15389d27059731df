"""Gini's coefficient: plain, corrected for few units, and of amounts per head weighted by population."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import OutOfDomain
from maillage.science.inequality.amounts import amounts, midpoints, shares

METHOD = "gini.weighted"


def plain(values: ArrayLike) -> float:
    """Gini of the units' amounts, each unit once (R `ineq::Gini`). 0: all the same; 1 - 1/n: one has all.

    Gini (1914), Atti del R. Istituto Veneto 73. Raises OutOfDomain.
    """
    return weighted(values)


def corrected(values: ArrayLike) -> float:
    """The same times n / (n - 1): 1 when one unit has all. Raises OutOfDomain for a single unit."""
    units = amounts(values).size
    if units < 2:
        raise OutOfDomain("Une seule unité : aucune inégalité ne se mesure.")
    return plain(values) * units / (units - 1)


def weighted(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini of amounts per head, each unit weighing its population: as if every inhabitant were a unit.

    Covariance form, Lerman and Yitzhaki (1989), J. Econometrics 42. Raises OutOfDomain.
    """
    y = amounts(values)
    w = shares(weights, y)
    rank = midpoints(w, y)
    return float(2 * np.sum(w * y * (rank - 0.5)) / np.sum(w * y))
