"""Gamma-Poisson smoothing by maximum likelihood: a negative binomial on the counts, with exposure as offset.

Fits the tail better than moments when the spread between units is small or a few units are far out.
"""

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science import empirical_bayes
from maillage.science.domain import Floats, pairs
from maillage.science.empirical_bayes import Prior, Rates

METHOD = "gamma_poisson.maximum_likelihood"
WIDEST = (-12.0, 25.0)  # natural logarithm of the gamma shape


def prior(events: ArrayLike, population: ArrayLike) -> Prior:
    """Mean and variance of the rates that make the counts likeliest (`y ~ NB`, mean mN, variance mN + aN²).

    Clayton and Kaldor (1987), Biometrics 43; Lawless (1987), Canadian J. Statistics 15. When the counts
    spread no more than Poisson's, the variance is 0 (likelihood rises to the edge). Raises OutOfDomain.
    """
    y, n, usable = pairs(events, population)
    y, n = y[usable], n[usable]
    total = float(n.sum())
    pooled = float(y.sum()) / total
    expected = n * pooled
    if y.sum() == 0 or np.sum((y - expected) ** 2 - y) <= 0:
        return Prior(pooled, 0.0, float(y.sum()), total)
    best = scipy.optimize.minimize(
        _minus_log_likelihood, _start(y, n), args=(y, n), jac=True, method="L-BFGS-B",
        bounds=[(None, None), WIDEST], options={"ftol": 1e-14, "gtol": 1e-8},
    )  # fmt: skip
    mean, shape = (float(value) for value in np.exp(best.x))
    return Prior(mean, mean**2 / shape, float(y.sum()), total)


def shrink(events: ArrayLike, population: ArrayLike, level: float = 0.95) -> Rates:
    """As `empirical_bayes.shrink`, with the mean and variance of `prior`; interval of the gamma posterior.

    The interval does not carry the doubt on the mean and variance themselves. Raises OutOfDomain.
    """
    return empirical_bayes.posterior(events, population, prior(events, population), METHOD, level)


def _start(y: Floats, n: Floats) -> Floats:
    guess = empirical_bayes.prior(y, n)
    shape = guess.mean**2 / guess.variance if guess.variance > 0 else 10.0
    return np.array([np.log(guess.mean), np.clip(np.log(shape), -3, 10)])


def _minus_log_likelihood(point: Floats, y: Floats, n: Floats) -> tuple[float, Floats]:
    """Minus the mean log-likelihood at (log mean, log shape), and its gradient."""
    shape, mu = np.exp(point[1]), n * np.exp(point[0])
    value = (
        scipy.special.gammaln(y + shape) - scipy.special.gammaln(shape) - scipy.special.gammaln(y + 1)
        - shape * np.log1p(mu / shape) + scipy.special.xlogy(y, mu / (shape + mu))
    )  # fmt: skip
    by_mean = shape * (y - mu) / (shape + mu)
    by_shape = shape * (
        scipy.special.digamma(y + shape)
        - scipy.special.digamma(shape)
        - np.log1p(mu / shape)
        + (mu - y) / (shape + mu)
    )
    return -float(value.mean()), -np.array([by_mean.mean(), by_shape.mean()])
