"""Counts over an exposure: what comparable units make likely for one more of them.

As `beta_binomial`, for a gamma law of the rates: a weighted set of laws rather than one fitted law.
"""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when first used
from numpy.typing import ArrayLike

from maillage.science import grid_posterior
from maillage.science.domain import Floats, OutOfDomain, counts, exposures

METHOD = "count_predictive.prior"
METHOD_TAIL = "count_predictive.lower_tail"
METHOD_BELOW = "count_predictive.below"
SPREADS = (0.01, 4.0)  # squared coefficient of variation of the rates, from one unit to the next
ENOUGH = 30


@dataclass(frozen=True)
class Prior:
    """Gamma laws of rates (mean, shape) and their weights; `units`: comparators, 0 for Jeffreys'."""

    mean: Floats
    shape: Floats
    weight: Floats
    units: int


def prior(events: ArrayLike, exposure: ArrayLike) -> Prior | None:
    """Posterior over the gamma law of the rates of comparators; None under 30 units with an exposure.

    Negative binomial likelihood: Lawless (1987), Canadian J. Statistics 15. Weights: flat on the logarithm
    of the mean and of the squared coefficient of variation, from 0.01 to 4. Raises OutOfDomain.
    """
    y = counts(events)
    n = exposures(exposure, y)
    usable = ~np.isnan(y) & (n > 0)
    y, n = y[usable], n[usable]
    if y.size < ENOUGH:
        return None
    pooled = (float(y.sum()) + 0.5) / float(n.sum())
    slack = 4 * np.sqrt(1 / (y.sum() + 0.5) + 0.5 / y.size)
    nodes = grid_posterior.explore(
        lambda logmean, logcv: _log_likelihood(y, n, logmean, logcv),
        (float(np.log(pooled) - slack), float(np.log(pooled) + slack)),
        (float(np.log(SPREADS[0])), float(np.log(SPREADS[1]))),
    )
    return Prior(np.exp(nodes.first), np.exp(-nodes.second), nodes.weight, int(y.size))


def lower_tail(events: ArrayLike, exposure: ArrayLike, given: Prior) -> Floats:
    """P(Y <= y) for one more unit over its exposure; NaN where it has none. Raises OutOfDomain."""
    return _tail(events, exposure, given, lower=True)


def upper_tail(events: ArrayLike, exposure: ArrayLike, given: Prior) -> Floats:
    """P(Y >= y), as `lower_tail`. Raises OutOfDomain."""
    return _tail(events, exposure, given, lower=False)


def below(events: ArrayLike, exposure: ArrayLike, cut: float, given: Prior | None) -> Floats:
    """Posterior probability that the unit's rate is under `cut`; without prior, Jeffreys' gamma (1/2, 0).

    Clayton and Kaldor (1987), Biometrics 43: gamma(shape + y, shape/mean + exposure). Raises OutOfDomain.
    """
    y, n = _pair(events, exposure)
    if not cut > 0:
        raise OutOfDomain(f"Seuil {cut} : il faut un nombre au-dessus de 0.")
    if given is None:
        return np.where(n > 0, scipy.special.gammainc(y + 0.5, n * cut), np.nan)
    k, e = y[..., None], n[..., None]
    fit = _fit(k, e, given.mean, given.shape)
    weight = given.weight * np.exp(fit - fit.max(axis=-1, keepdims=True))
    under = scipy.special.gammainc(given.shape + k, (given.shape / given.mean + e) * cut)
    return np.where(n > 0, np.sum(weight * under, axis=-1) / weight.sum(axis=-1), np.nan)


def _pair(events: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    y = counts(events)
    return y, exposures(exposure, y)


def _tail(events: ArrayLike, exposure: ArrayLike, given: Prior, *, lower: bool) -> Floats:
    y, n = _pair(events, exposure)
    k, mu = y[..., None], n[..., None] * given.mean
    chance, none = given.shape / (given.shape + mu), given.shape + 0 * k
    if lower:
        each = scipy.special.betainc(none, k + 1, chance)
    else:
        each = np.where(k > 0, scipy.special.betainc(np.maximum(k, 1), none, 1 - chance), 1.0)
    return np.where(n > 0, np.sum(given.weight * each, axis=-1), np.nan)


def _fit(y: Floats, n: Floats, mean: Floats, shape: Floats) -> Floats:
    """Logarithm of the negative binomial probability, but for what the laws share."""
    mu = n * mean
    found: Floats = (
        scipy.special.gammaln(y + shape) - scipy.special.gammaln(shape)
        - shape * np.log1p(mu / shape) + scipy.special.xlogy(y, mu / (shape + mu))
    )  # fmt: skip
    return found


def _log_likelihood(y: Floats, n: Floats, logmean: Floats, logcv: Floats) -> Floats:
    each = _fit(y[:, None], n[:, None], np.exp(logmean), np.exp(-logcv))
    total: Floats = each.sum(axis=0)
    return total
