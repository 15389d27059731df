"""An index of several components of equal weight: it carries the doubt on which components were chosen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known, probability

METHOD = "composite.mean"
DRAWS = 1_000


@dataclass(frozen=True)
class Index:
    """Per unit: the mean standard score of its known components, its interval, how many there were."""

    value: Floats
    low: Floats
    high: Floats
    components: Floats
    method: str = METHOD


def scores(component: ArrayLike) -> Floats:
    """Standard scores over the units that are known; 0 for all when they do not differ. NaN stays NaN."""
    x = known(component)
    some = x[~np.isnan(x)]
    spread = some.std() if some.size else 0.0
    flat = np.where(np.isnan(x), np.nan, 0.0)
    found: Floats = (x - some.mean()) / spread if spread > 0 else flat
    return found


def mean(components: ArrayLike, rng: np.random.Generator, draws: int = DRAWS, level: float = 0.95) -> Index:
    """Equal-weight mean of the standard scores of `components` (components, units), more = more need.

    The interval draws the components again with replacement: another choice could have been made (Saisana,
    Saltelli and Tarantola, 2005, JRSS A 168). With one component there is no interval. Raises OutOfDomain.
    """
    tail = probability(level)
    table = known(components)
    if table.ndim != 2 or table.shape[0] == 0:
        raise OutOfDomain(f"Un tableau (composantes, unités) est attendu : forme reçue {table.shape}.")
    z = np.vstack([scores(row) for row in table])
    number = z.shape[0]
    value = _mean(z)
    if number == 1:
        return Index(value, np.full(value.shape, np.nan), np.full(value.shape, np.nan), (~np.isnan(z)).sum(0))
    drawn = np.array([_mean(z[rng.integers(0, number, number)]) for _ in range(draws)])
    low, high = _quantiles(drawn, tail)
    return Index(value, low, high, (~np.isnan(z)).sum(axis=0).astype(np.float64))


def _mean(z: Floats) -> Floats:
    some = ~np.isnan(z)
    number = some.sum(axis=0)
    total = np.where(some, z, 0.0).sum(axis=0)
    found: Floats = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return found


def _quantiles(drawn: Floats, tail: float) -> tuple[Floats, Floats]:
    """Quantiles of each unit over the draws where it had a component."""
    empty = np.isnan(drawn).all(axis=0)
    filled = np.where(empty, 0.0, drawn)
    quantile = np.nanquantile if np.isnan(filled).any() else np.quantile  # the first is slow
    low, high = quantile(filled, [tail, 1 - tail], axis=0)
    return np.where(empty, np.nan, low), np.where(empty, np.nan, high)
