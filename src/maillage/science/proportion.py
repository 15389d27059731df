"""A share of people: its interval, and how far below what is expected a count falls."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts, probability

METHOD = "proportion.wilson"
METHOD_BELOW = "proportion.below"


@dataclass(frozen=True)
class Share:
    """Share x/n with its interval; arrays, NaN where nobody was asked or nothing is known."""

    share: Floats
    low: Floats
    high: Floats
    method: str
    level: float


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Share:
    """Score interval of a binomial share: never outside 0 to 1, sound for few people.

    Wilson (1927), JASA 22. Holds for a simple random sample; says nothing of those who chose to answer.
    Raises OutOfDomain when x exceeds n.
    """
    given, asked = np.broadcast_arrays(counts(x), counts(n))
    if np.any(given > asked):
        raise OutOfDomain(f"Plus de réponses que de personnes : {given[given > asked][0]:g}.")
    z2 = float(scipy.special.ndtri(1 - probability(level))) ** 2
    some = np.where(asked > 0, asked, np.nan)
    share = given / some
    centre = (given + z2 / 2) / (some + z2)
    half = np.sqrt(z2) * np.sqrt(share * (1 - share) * some + z2 / 4) / (some + z2)
    low = np.where(given == 0, np.where(np.isnan(share), np.nan, 0.0), np.maximum(centre - half, 0))
    high = np.where(given == asked, np.where(np.isnan(share), np.nan, 1.0), np.minimum(centre + half, 1))
    return Share(share, low, high, METHOD, level)


def below(a: int, na: float, b: int, nb: float) -> float:
    """How often a place of `na` people would have `a` facts or fewer, at the rate of `b` facts for `nb`.

    Lower tail of the conditional binomial law: given a + b facts, the place gets a share na / (na + nb).
    Przyborowski and Wilenski (1940), Biometrika 31. Raises OutOfDomain.
    """
    counts([a, b])
    if na <= 0 or nb <= 0:
        raise OutOfDomain(f"Population nulle ou négative : {na}, {nb}.")
    return float(scipy.special.bdtr(a, a + b, na / (na + nb)))
