"""Shares that differ from one unit to the next: what comparable units make likely for one more of them.

The prior is not one fitted beta law but a weighted set of them, its posterior given the comparators: with
thirty units the fit is uncertain, and a prior that forgets it accuses too often. The intra-class correlation
is never taken under `FLOOR`: comparators too much alike would accuse anybody a little different.
"""

from dataclasses import dataclass
from math import exp, lgamma
from typing import Any

import numpy as np
import scipy  # its parts are loaded when first used
from numba import njit
from numpy.typing import ArrayLike

from maillage.science import grid_posterior
from maillage.science.domain import Floats, OutOfDomain, counts

METHOD = "beta_binomial.prior"
METHOD_TAIL = "beta_binomial.lower_tail"
METHOD_BELOW = "beta_binomial.below"
FLOOR, ROOF = 0.01, 0.8  # intra-class correlation
ENOUGH = 30  # comparators; under that, no prior is fitted
NEGLIGIBLE = 1e-13


@dataclass(frozen=True)
class Prior:
    """Beta laws (a, b) and their weights; `units`: how many comparators they rest on, 0 for Jeffreys'."""

    a: Floats
    b: Floats
    weight: Floats
    units: int

    @property
    def mean(self) -> float:
        """Expected share of one more unit."""
        return float(np.sum(self.weight * self.a / (self.a + self.b)))


JEFFREYS = Prior(np.array([0.5]), np.array([0.5]), np.array([1.0]), 0)


def prior(x: ArrayLike, n: ArrayLike) -> Prior:
    """Posterior over the beta law of the shares of comparators: `x` yes of `n`, units with n = 0 left out.

    Under 30 units, Jeffreys' law. Beta-binomial likelihood of mean m and correlation r = 1/(a + b + 1):
    Williams (1975), Biometrics 31; weights: Jeffreys on m, 1/r on r from 0.01 to 0.8. Raises OutOfDomain.
    """
    yes, asked = _pair(x, n)
    usable = asked > 0
    yes, asked = yes[usable], asked[usable]
    if yes.size < ENOUGH:
        return JEFFREYS
    nodes = grid_posterior.explore(
        lambda logit, logr: _log_density(yes, asked, logit, logr),
        _means(yes, asked), (float(np.log(FLOOR)), float(np.log(ROOF))),
    )  # fmt: skip
    a, b = _shapes(nodes.first, nodes.second)
    return Prior(a, b, nodes.weight, int(yes.size))


def lower_tail(x: ArrayLike, n: ArrayLike, given: Prior) -> Floats:
    """P(X <= x) for one more unit asked n times, `x` and `n` broadcast; NaN where n is 0 or unknown.

    A p-value of « this unit is one of the comparators » against « its share is lower »: the tail of the
    beta-binomial law (Skellam 1948, JRSS B 10), averaged over the prior. Raises OutOfDomain when x > n.
    """
    return _tails(x, n, given.a, given.b, given.weight)


def upper_tail(x: ArrayLike, n: ArrayLike, given: Prior) -> Floats:
    """P(X >= x), as `lower_tail`. Raises OutOfDomain when x > n."""
    yes, asked = _pair(x, n)
    return _tails(asked - yes, asked, given.b, given.a, given.weight)


def below(x: ArrayLike, n: ArrayLike, cut: float, given: Prior) -> Floats:
    """Posterior probability that the unit's own share is under `cut`, NaN where n is 0 or unknown.

    Each beta law is updated by the unit, and so are their weights. Raises OutOfDomain.
    """
    yes, asked = _pair(x, n)
    if not 0 < cut < 1:
        raise OutOfDomain(f"Seuil {cut} : il faut un nombre entre 0 et 1.")
    (first, total), where = _distinct(yes, asked)
    k, m = first[:, None], total[:, None]
    fit = scipy.special.betaln(k + given.a, m - k + given.b) - scipy.special.betaln(given.a, given.b)
    weight = given.weight * np.exp(fit - fit.max(axis=1, keepdims=True))
    under = scipy.special.betainc(given.a + k, given.b + m - k, cut)
    return _spread(np.sum(weight * under, axis=1) / weight.sum(axis=1), where, yes, asked)


def _tails(x: ArrayLike, n: ArrayLike, a: Floats, b: Floats, weight: Floats) -> Floats:
    yes, asked = _pair(x, n)
    (first, total), where = _distinct(yes, asked)
    out = np.empty(first.size)
    _lower(first, total, a, b, weight, out)
    return _spread(out, where, yes, asked)


def _pair(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    yes, asked = np.broadcast_arrays(counts(x), counts(n))
    if np.any(yes > asked):
        raise OutOfDomain(f"Plus de réponses que de cas : {yes[yes > asked][0]:g}.")
    return yes, asked


def _distinct(yes: Floats, asked: Floats) -> tuple[Floats, Any]:
    """The different pairs (2, pairs), each computed once, and where each cell finds its own."""
    usable = (asked > 0) & ~np.isnan(yes)
    pairs = np.stack([np.where(usable, yes, 0).ravel(), np.where(usable, asked, 1).ravel()])
    return np.unique(pairs, axis=1, return_inverse=True)


def _spread(values: Floats, where: Any, yes: Floats, asked: Floats) -> Floats:
    found: Floats = values[np.asarray(where).ravel()].reshape(asked.shape)
    return np.where((asked > 0) & ~np.isnan(yes), found, np.nan)


def _shapes(logit: Floats, logr: Floats) -> tuple[Floats, Floats]:
    mean, size = scipy.special.expit(logit), 1 / np.exp(logr) - 1
    return mean * size, (1 - mean) * size


def _means(yes: Floats, asked: Floats) -> tuple[float, float]:
    """A wide interval of the mean, on the logit scale: the pooled share, the mean of shares, and around."""
    pooled = (yes.sum() + 0.5) / (asked.sum() + 1)
    alike = (np.sum((yes + 0.5) / (asked + 1)) + 0.5) / (yes.size + 1)
    ends = scipy.special.logit(np.array([min(pooled, alike), max(pooled, alike)]))
    slack = 4 * np.sqrt((1 / asked.sum() + 0.3 / yes.size) / (pooled * (1 - pooled)))
    return float(ends[0] - slack), float(ends[1] + slack)


def _log_density(yes: Floats, asked: Floats, logit: Floats, logr: Floats) -> Floats:
    a, b = _shapes(logit, logr)
    (first, total), where = _distinct(yes, asked)
    times = np.bincount(np.asarray(where).ravel(), minlength=first.size).astype(np.float64)
    out = np.empty(logit.size)
    _likelihood(first, total, times, a, b, out)
    density: Floats = out + 0.5 * (scipy.special.log_expit(logit) + scipy.special.log_expit(-logit))
    return density


@njit(cache=True)
def _likelihood(x: Any, n: Any, times: Any, a: Any, b: Any, out: Any) -> None:
    for g in range(a.size):
        base = lgamma(a[g]) + lgamma(b[g]) - lgamma(a[g] + b[g])
        total = 0.0
        for i in range(x.size):
            fit = lgamma(x[i] + a[g]) + lgamma(n[i] - x[i] + b[g]) - lgamma(n[i] + a[g] + b[g])
            total += times[i] * (fit - base)
        out[g] = total


@njit(cache=True)
def _lower(x: Any, n: Any, a: Any, b: Any, weight: Any, out: Any) -> None:
    for i in range(x.size):
        total = 0.0
        for g in range(a.size):
            total += weight[g] * _at_most(x[i], n[i], a[g], b[g])
        out[i] = min(total, 1.0)


@njit(cache=True)
def _at_most(x: float, n: float, a: float, b: float) -> float:
    """Sum of the probabilities from x down to 0, each from the one before."""
    if x >= n:
        return 1.0
    choose = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
    fit = lgamma(x + a) + lgamma(n - x + b) - lgamma(n + a + b)
    term = exp(choose + fit - lgamma(a) - lgamma(b) + lgamma(a + b))
    total, k = term, x
    while k > 0 and term > NEGLIGIBLE * total:
        term *= k / (n - k + 1) * (n - k + b) / (k - 1 + a)
        total += term
        k -= 1
    return total
