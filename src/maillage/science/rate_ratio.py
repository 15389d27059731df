"""Ratio of two rates: the conditional exact test, its mid-p form, and the quasi form for overdispersed
counts.

Given the total n = a + b, a is Binomial(n, p) with p = ratio·na / (ratio·na + nb).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts, exposures, factor, probability

METHOD = "rate_ratio.exact"
METHOD_MIDP = "rate_ratio.midp"
METHOD_QUASI = "rate_ratio.quasi"
SAME = 1 + 1e-7  # two probabilities closer than this are equal: the outcome counts as no less extreme
BISECTIONS = 64


@dataclass(frozen=True)
class RateRatio:
    """Ratio (a/na)/(b/nb), two-sided p against 1 and interval; arrays, NaN where unknown."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    method: str
    level: float
    phi: float = 1.0


def exact(a: ArrayLike, b: ArrayLike, na: ArrayLike, nb: ArrayLike, level: float = 0.95) -> RateRatio:
    """Exact conditional test (sum of outcomes no likelier than the observed) and Clopper-Pearson ratio
    interval.

    Przyborowski and Wilenski (1940), Biometrika 31; Clopper and Pearson (1934). `a`, `b` facts; `na`, `nb`
    exposures above zero; broadcast together. With a = b = 0 nothing is known: p = 1, interval 0 to infinity,
    ratio NaN. Raises OutOfDomain.
    """
    return _assembled(a, b, na, nb, level, METHOD, _exact_p, _clopper_pearson)


def midp(a: ArrayLike, b: ArrayLike, na: ArrayLike, nb: ArrayLike, level: float = 0.95) -> RateRatio:
    """As `exact`, but the observed outcome weighs half: twice the smaller mid-p tail, and the interval it
    inverts.

    Lancaster (1961), JASA 56; Berry and Armitage (1995), The Statistician 44. Raises OutOfDomain.
    """
    return _assembled(a, b, na, nb, level, METHOD_MIDP, _midp_p, _midp_limits)


def quasi(
    a: ArrayLike,
    b: ArrayLike,
    na: ArrayLike,
    nb: ArrayLike,
    phi: float,
    df: float | None = None,
    level: float = 0.95,
) -> RateRatio:
    """Ratio under `var = phi·mean`: score test of p and Wilson interval with n/phi facts.

    `phi` comes from a comparison group (`overdispersion.between_periods`); with its `df` the quantiles are
    Student's. Wilson (1927), JASA 22; McCullagh and Nelder (1989), section 9.2. Raises OutOfDomain.
    """
    scale = factor(phi)
    law = scipy.stats.norm() if df is None else scipy.stats.t(df)

    def p_value(x: Floats, n: Floats, p0: Floats) -> Floats:
        p: Floats = 2 * law.sf(np.abs(x - n * p0) / np.sqrt(scale * n * p0 * (1 - p0)))
        return p

    def limits(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
        z2, size = law.isf(tail) ** 2, n / scale
        centre = (x / scale + z2 / 2) / (size + z2)
        half = np.sqrt(z2 * (x / n * (1 - x / n) * size + z2 / 4)) / (size + z2)
        return np.where(x > 0, np.maximum(centre - half, 0), 0), np.where(
            x < n, np.minimum(centre + half, 1), 1
        )

    return _assembled(a, b, na, nb, level, METHOD_QUASI, p_value, limits, scale)


def _assembled(
    a: ArrayLike, b: ArrayLike, na: ArrayLike, nb: ArrayLike, level: float, method: str,
    p_value: Callable[[Floats, Floats, Floats], Floats],
    limits: Callable[[Floats, Floats, float], tuple[Floats, Floats]], phi: float = 1.0,
) -> RateRatio:  # fmt: skip
    """Test and interval where both counts and exposures are known; NaN elsewhere."""
    tail = probability(level)
    x, y, here, there = _broadcast(a, b, na, nb)
    usable = ~np.isnan(x + y + here + there)
    result = np.full((4, *x.shape), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        result[0] = (x * there) / (y * here)
    x, n, here, there = x[usable], (x + y)[usable], here[usable], there[usable]
    some = n > 0
    size = np.where(some, n, 1)
    result[3, usable] = np.where(some, np.minimum(p_value(x, size, here / (here + there)), 1), 1)
    low, high = limits(x, size, tail)
    result[1, usable] = np.where(some, _odds(low), 0) * there / here
    result[2, usable] = np.where(some, _odds(high), np.inf) * there / here
    return RateRatio(result[0], result[1], result[2], result[3], method, level, phi)


def _broadcast(
    a: ArrayLike, b: ArrayLike, na: ArrayLike, nb: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    first, second = counts(a), counts(b)
    try:
        shape = np.broadcast_shapes(first.shape, second.shape, np.shape(na), np.shape(nb))
    except ValueError as error:
        raise OutOfDomain(
            f"Formes différentes : {first.shape}, {second.shape}, {np.shape(na)}, {np.shape(nb)}."
        ) from error
    x, y = np.broadcast_to(first, shape), np.broadcast_to(second, shape)
    here, there = exposures(na, x), exposures(nb, y)
    for name, exposure in (("na", here), ("nb", there)):
        if np.any(exposure == 0):
            raise OutOfDomain(f"Population {name} nulle : le rapport de deux taux demande deux populations.")
    return x, y, here, there


def _odds(p: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.where(p >= 1, np.inf, p / (1 - np.minimum(p, 1 - 1e-300)))


def _exact_p(x: Floats, n: Floats, p: Floats) -> Floats:
    """Sum of the probabilities no greater than that of `x`: one tail through `x`, the other found by
    bisection.
    """
    bar = _log_pmf(x, n, p) + np.log(SAME)
    mode = np.clip(np.floor((n + 1) * p), 0, n)
    left = x <= mode
    lower = np.where(left, x, _last_rare(bar, n, p, mode))
    upper = np.where(left, _first_rare(bar, n, p, mode), x)
    total = _at_most(lower, n, p) + _at_most(n - upper, n, 1 - p)
    return np.where(_log_pmf(mode, n, p) <= bar, 1.0, np.minimum(total, 1.0))


def _at_most(k: Floats, n: Floats, p: Floats) -> Floats:
    """P(X <= k) of a Binomial(n, p), k from -1 to n."""
    inside = scipy.special.betainc(np.maximum(n - k, 1), np.maximum(k, 0) + 1, 1 - p)
    return np.where(k < 0, 0.0, np.where(k >= n, 1.0, inside))


def _log_pmf(k: Floats, n: Floats, p: Floats) -> Floats:
    chosen: Floats = -scipy.special.betaln(k + 1, n - k + 1) - np.log(n + 1)
    log_pmf: Floats = chosen + scipy.special.xlogy(k, p) + scipy.special.xlog1py(n - k, -p)
    return log_pmf


def _last_rare(bar: Floats, n: Floats, p: Floats, mode: Floats) -> Floats:
    """Largest k under the mode whose probability is at most the bar; -1 when none."""
    low, high = np.full_like(n, -1.0), mode.copy()  # low is rare (or -1), high is not
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        rare = (middle < 0) | (_log_pmf(np.maximum(middle, 0), n, p) <= bar)
        low, high = np.where(rare, middle, low), np.where(rare, high, middle)
    return low


def _first_rare(bar: Floats, n: Floats, p: Floats, mode: Floats) -> Floats:
    """Smallest k over the mode whose probability is at most the bar; n + 1 when none."""
    low, high = mode.copy(), n + 1  # low is not rare, high is (or n + 1)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        rare = (middle > n) | (_log_pmf(np.minimum(middle, n), n, p) <= bar)
        low, high = np.where(rare, low, middle), np.where(rare, middle, high)
    return high


def _clopper_pearson(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    low = np.where(x > 0, scipy.special.betaincinv(np.maximum(x, 1), n - x + 1, tail), 0.0)
    high = np.where(x < n, scipy.special.betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail), 1.0)
    return low, high


def _midp_tail(x: Floats, n: Floats, p: Floats) -> Floats:
    """P(X < x) + P(X = x)/2."""
    tail: Floats = _at_most(x, n, p) - 0.5 * np.exp(_log_pmf(x, n, p))
    return tail


def _midp_p(x: Floats, n: Floats, p: Floats) -> Floats:
    below = _midp_tail(x, n, p)
    p_value: Floats = np.minimum(2 * np.minimum(below, 1 - below), 1.0)
    return p_value


def _midp_limits(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    def solve(target: float) -> Floats:
        low, high = np.zeros_like(n), np.ones_like(n)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            above = _midp_tail(x, n, middle) > target
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return (low + high) / 2

    return np.where(x > 0, solve(1 - tail), 0.0), np.where(x < n, solve(tail), 1.0)
