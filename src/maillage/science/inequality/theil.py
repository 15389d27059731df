"""Theil's measures: T with zeros kept, its parts between and within groups, and L of units that got some."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain
from maillage.science.inequality.amounts import amounts, shares

METHOD = "theil.weighted"


@dataclass(frozen=True)
class Parts:
    """Theil's T and where it comes from: `between` the groups' means, `within` them; they add up."""

    total: float
    between: float
    within: float


def t(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil's T; a unit that got nothing counts as 0 log 0 = 0 and still lowers the mean.

    Theil (1967), Economics and Information Theory. From 0 to log n. Raises OutOfDomain.
    """
    y = amounts(values)
    return _t(y, shares(weights, y))


def t_positive(values: ArrayLike) -> float:
    """T of the units that got something only, as R `ineq::Theil` drops zeros: for comparison, never shown."""
    y = amounts(values)
    return t(y[y > 0])


def l_positive(values: ArrayLike) -> float:
    """Theil's L (mean log deviation) of the units that got something: it is infinite with a zero."""
    y = amounts(values)
    some = y[y > 0]
    return float(np.mean(np.log(some.mean() / some)))


def parts(values: ArrayLike, groups: Sequence[object], weights: ArrayLike | None = None) -> Parts:
    """T split between and within groups (Shorrocks, 1984, Econometrica 52). Raises OutOfDomain."""
    y = amounts(values)
    w = shares(weights, y)
    if len(groups) != y.size:
        raise OutOfDomain(f"{len(groups)} groupes pour {y.size} unités.")
    mean, between, within = float(np.sum(w * y)), 0.0, 0.0
    labels = np.array([str(group) for group in groups])
    for label in np.unique(labels):
        inside = labels == label
        weight = float(w[inside].sum())
        own = float(np.sum(w[inside] * y[inside])) / weight
        if own > 0:
            between += weight * own / mean * float(np.log(own / mean))
            within += weight * own / mean * _t(y[inside], w[inside] / weight)
    return Parts(between + within, between, within)


def _t(y: Floats, w: Floats) -> float:
    ratio = y / np.sum(w * y)
    return float(np.sum(w * ratio * np.log(np.where(ratio > 0, ratio, 1.0))))
