"""Two shares of independent cases: has the share moved from one window to the next?"""

from math import exp, lgamma
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts

METHOD = "fisher_midp.two_windows"


def two_windows(x: ArrayLike, n: ArrayLike, y: ArrayLike, m: ArrayLike) -> Floats:
    """Two-sided p of x yes of n against y yes of m; NaN where a window has no case or is unknown.

    Given the x + y yes, x is hypergeometric (Fisher 1935, JRSS 98); the observed outcome weighs half
    (Lancaster 1961, JASA 56) and p is twice the smaller tail. Arrays broadcast. Raises OutOfDomain.
    """
    arrays = np.broadcast_arrays(counts(x), counts(n), counts(y), counts(m))
    a, cases, b, others = arrays
    if np.any(a > cases) or np.any(b > others):
        raise OutOfDomain("Plus de réponses que de cas dans une des deux périodes.")
    usable = ~np.isnan(a + cases + b + others) & (cases > 0) & (others > 0)
    out = np.full(a.shape, np.nan)
    found = np.empty(int(usable.sum()))
    _two_sided(a[usable], cases[usable], b[usable], others[usable], found)
    out[usable] = found
    return out


@njit(cache=True)
def _two_sided(x: Any, n: Any, y: Any, m: Any, out: Any) -> None:
    for i in range(x.size):
        observed = exp(_choose(n[i], x[i]) + _choose(m[i], y[i]) - _choose(n[i] + m[i], x[i] + y[i]))
        low = observed / 2 + _under(x[i], n[i], y[i], m[i], observed)
        high = observed / 2 + _under(n[i] - x[i], n[i], m[i] - y[i], m[i], observed)
        out[i] = min(1.0, 2 * min(low, high))


@njit(cache=True)
def _under(x: float, n: float, y: float, m: float, term: float) -> float:
    """P(X < x), each probability from the one above it."""
    total, a, b = 0.0, x, y
    while a > 0 and b < m and term > 1e-300:
        term *= a * (m - b) / ((n - a + 1) * (b + 1))
        a, b = a - 1, b + 1
        total += term
    return total


@njit(cache=True)
def _choose(n: float, k: float) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
