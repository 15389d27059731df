"""A mean of a few scores, with its interval."""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when first used
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts, known, probability

METHOD = "mean.student"


@dataclass(frozen=True)
class Mean:
    """A mean with its interval; arrays, NaN without value, limits NaN under two values."""

    mean: Floats
    low: Floats
    high: Floats
    method: str
    level: float


def student(total: ArrayLike, squares: ArrayLike, n: ArrayLike, level: float = 0.95) -> Mean:
    """Interval of a mean from the sum of the values, the sum of their squares and their number.

    Student (1908), Biometrika 6. Rough for fewer than ten values of a bounded score; the caller clips the
    limits to the scale. Raises OutOfDomain when the squares cannot go with the sum.
    """
    sums, seconds, number = np.broadcast_arrays(known(total), known(squares), counts(n))
    some = np.where(number > 0, number, np.nan)
    mean = sums / some
    spread = seconds - sums * mean
    if np.any(spread < -1e-9 * (1 + np.abs(seconds))):
        raise OutOfDomain("La somme des carrés est trop petite pour cette somme.")
    free = np.where(number > 1, number - 1, np.nan)
    quantile = scipy.special.stdtrit(free, 1 - probability(level))
    half = quantile * np.sqrt(np.maximum(spread, 0) / free / some)
    return Mean(mean, mean - half, mean + half, METHOD, level)
