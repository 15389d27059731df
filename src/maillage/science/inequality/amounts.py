"""What these measures accept: amounts at least zero, all known, not all zero; weights above zero."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known


def amounts(values: ArrayLike) -> Floats:
    """Amounts of one total over units. Raises OutOfDomain: unknown, negative, none, or nothing but zeros."""
    array = known(values)
    if array.ndim != 1 or array.size == 0:
        raise OutOfDomain(f"Une suite de montants est attendue : forme reçue {array.shape}.")
    if np.isnan(array).any():
        raise OutOfDomain(f"Montant inconnu en position {int(np.argmax(np.isnan(array)))} : retirez l'unité.")
    if (array < 0).any():
        raise OutOfDomain(f"Montant négatif : {array[array < 0][0]:g}.")
    if array.sum() <= 0:
        raise OutOfDomain("Rien n'a été réparti : tous les montants sont nuls.")
    return array


def shares(weights: ArrayLike | None, like: Floats) -> Floats:
    """The weight of each unit, of sum 1; the same for all when none is given. Raises OutOfDomain."""
    if weights is None:
        return np.full(like.shape, 1 / like.size)
    array = known(weights)
    if array.shape != like.shape:
        raise OutOfDomain(f"Formes différentes : montants {like.shape}, poids {array.shape}.")
    if not (array > 0).all():
        raise OutOfDomain("Chaque unité doit avoir un poids connu et supérieur à zéro.")
    found: Floats = array / array.sum()
    return found


def midpoints(weights: Floats, by: Floats) -> Floats:
    """The fractional rank of each unit in the order `by`: the middle of its weight; ties share one rank."""
    values, group = np.unique(by, return_inverse=True)
    size = np.bincount(group, weights=weights, minlength=values.size)
    middle: Floats = (np.cumsum(size) - size / 2)[group]
    return middle
