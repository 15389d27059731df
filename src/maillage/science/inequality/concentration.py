"""Who gets the money by rank of need: curves, the concentration index, and the distance to need itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known
from maillage.science.inequality.amounts import amounts, midpoints, shares

METHOD = "concentration.index"


@dataclass(frozen=True)
class Curve:
    """Cumulative shares from 0 to 1: `weight` of the units (inhabitants), `amount` of the total."""

    weight: Floats
    amount: Floats


def lorenz(values: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """The Lorenz curve of amounts per head, from those who get least. Raises OutOfDomain."""
    return curve(values, values, weights)


def curve(values: ArrayLike, need: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """The concentration curve of amounts per head, from the least need to the most; ties taken together.

    Kakwani (1977), Econometrica 45. Raises OutOfDomain.
    """
    y = amounts(values)
    w = shares(weights, y)
    ranked, group = np.unique(_need(need, y), return_inverse=True)
    weight = np.bincount(group, weights=w, minlength=ranked.size).astype(np.float64)
    amount = np.bincount(group, weights=w * y, minlength=ranked.size).astype(np.float64)
    return Curve(_cumulated(weight), _cumulated(amount))


def index(values: ArrayLike, need: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Twice the covariance of amounts per head with the rank of need, over their mean; ties averaged.

    Kakwani, Wagstaff and van Doorslaer (1997), J. Econometrics 77. From -1 (the money goes where need is
    least) to 1 (where it is most). Raises OutOfDomain.
    """
    y = amounts(values)
    w = shares(weights, y)
    rank = midpoints(w, _need(need, y))
    return float(2 * np.sum(w * y * (rank - 0.5)) / np.sum(w * y))


def difference(values: ArrayLike, need: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The index of money less that of need itself: below 0, money follows need less than need grows.

    As Kakwani (1977) does for taxes and incomes. `need` here is an amount, at least zero. Raises OutOfDomain.
    """
    return index(values, need, weights) - index(need, need, weights)


def _need(need: ArrayLike, like: Floats) -> Floats:
    array = known(need)
    if array.shape != like.shape or np.isnan(array).any():
        raise OutOfDomain("Le besoin de chaque unité doit être connu, dans l'ordre des montants.")
    return array


def _cumulated(parts: Floats) -> Floats:
    found: Floats = np.concatenate([[0.0], np.cumsum(parts) / parts.sum()])
    return found
