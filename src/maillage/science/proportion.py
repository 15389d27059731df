"""A share of people: its interval, and how far below what is expected a count falls."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts, probability

METHOD = "proportion.wilson"
METHOD_BELOW = "proportion.below"
METHOD_DIFFERENCE = "proportion.difference"
METHOD_POSTERIOR = "proportion.probability_below"


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


@dataclass(frozen=True)
class Difference:
    """A share less another, with its interval; NaN where one of the two is not known."""

    value: Floats
    low: Floats
    high: Floats
    method: str
    level: float


def difference(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> Difference:
    """First share less the second, between -1 and 1, for independent samples.

    Newcombe (1998), Statistics in Medicine 17, method 10: the score limits of each share, put together.
    Raises OutOfDomain when a count exceeds its denominator.
    """
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    gap = first.share - second.share
    low = gap - np.hypot(first.share - first.low, second.high - second.share)
    high = gap + np.hypot(first.high - first.share, second.share - second.low)
    return Difference(gap, low, high, METHOD_DIFFERENCE, level)


def probability_below(x: ArrayLike, n: ArrayLike, cut: float) -> Floats:
    """Posterior probability that a share is under `cut`, after x of n; NaN where n is zero or unknown.

    Beta(1/2, 1/2) prior: Jeffreys (1946), Proceedings of the Royal Society A 186. Raises OutOfDomain when x
    exceeds n or `cut` is not strictly between 0 and 1.
    """
    seen, asked = np.broadcast_arrays(counts(x), counts(n))
    if np.any(seen > asked):
        raise OutOfDomain(f"Plus de cas favorables que de cas : {seen[seen > asked][0]:g}.")
    if not 0 < cut < 1:
        raise OutOfDomain(f"Seuil {cut} : il faut un nombre entre 0 et 1, par exemple 0.5.")
    some = np.where(asked > 0, asked, np.nan)
    posterior: Floats = scipy.special.betainc(seen + 0.5, some - seen + 0.5, cut)
    return posterior


def below(a: int, na: float, b: int, nb: float) -> float:
    """How often a place of `na` people would have `a` facts or fewer, at the rate of `b` facts for `nb`.

    Lower tail of the conditional binomial law: given a + b facts, the place gets a share na / (na + nb).
    Przyborowski and Wilenski (1940), Biometrika 31. Raises OutOfDomain.
    """
    counts([a, b])
    if na <= 0 or nb <= 0:
        raise OutOfDomain(f"Population nulle ou négative : {na}, {nb}.")
    return float(scipy.special.bdtr(a, a + b, na / (na + nb)))
