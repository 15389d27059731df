"""Funnel plot: which places stand outside what chance and the group's overdispersion make of a common rate;
and one place against a group that does not contain it.

Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
1185-1202: multiplicative overdispersion, estimated on winsorised scores.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Bools, Floats, OutOfDomain, pairs, probability

METHOD = "funnel.against"
METHOD_LIMITS = "funnel.limits"
TRIMMED = 0.10
LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Against:
    """`reference`: pooled rate of the group; `expected`: count at that rate; `phi`: the group's
    overdispersion (at least 1); `p`: two-sided mid-p of the count; `low`, `high`: counts between which chance
    leaves a like place 19 times in 20.
    """

    reference: float
    expected: float
    phi: float
    p: float
    low: float
    high: float
    method: str = METHOD


@dataclass(frozen=True)
class Funnel:
    """Common rate, phi, and for each level the control limits: `low`, `high`, rates, (levels, units).

    `z`: (units,) distance to the common rate in overdispersed standard errors, NaN where unknown. `outside`:
    (levels, units), False where unknown.
    """

    target: float
    phi: float
    z: Floats
    low: Floats
    high: Floats
    outside: Bools
    levels: tuple[float, ...]
    method: str = METHOD_LIMITS


def overdispersion(events: ArrayLike, exposure: ArrayLike) -> float:
    """Mean square of the winsorised standard scores of the group around its pooled rate; at least 1.

    `events`, `exposure`: (units,), unknown units left out. Raises OutOfDomain when nobody is exposed.
    """
    y, n, usable = pairs(events, exposure)
    y, n = y[usable], n[usable]
    if y.size < 2 or y.sum() == 0:
        return 1.0
    scores = _scores(y, n, float(y.sum() / n.sum()))
    low, high = np.quantile(scores, [TRIMMED, 1 - TRIMMED])
    return max(1.0, float(np.mean(np.clip(scores, low, high) ** 2)) * y.size / (y.size - 1))


def limits(events: ArrayLike, exposure: ArrayLike, levels: tuple[float, ...] = LEVELS) -> Funnel:
    """Control limits `m ± z sqrt(phi·m/N)` around the common rate m, floored at zero.

    Spiegelhalter (2005), see above. Shapes (units,), facts and exposure; unknown ones have NaN limits. Raises
    OutOfDomain when nobody is exposed or the group has no fact at all.
    """
    y, n, usable = pairs(events, exposure)
    target = float(y[usable].sum() / n[usable].sum())
    if target == 0:
        raise OutOfDomain("Aucun fait dans le groupe : pas de taux commun autour duquel tracer un entonnoir.")
    phi = overdispersion(y, n)
    z, error = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    z[usable] = _scores(y[usable], n[usable], target) / np.sqrt(phi)
    error[usable] = np.sqrt(phi * target / n[usable])
    width = np.array([-scipy.special.ndtri(probability(level)) for level in levels])[:, None]
    outside = np.abs(np.where(usable, z, 0)) > width
    low, high = np.maximum(target - width * error, 0), target + width * error
    return Funnel(target, phi, z, low, high, outside, tuple(levels))


def against(count: float, exposure: float, counts: ArrayLike, exposures: ArrayLike) -> Against:
    """Compare one count with a group of others (not containing it).

    The count is taken as Poisson (phi = 1) or negative binomial of variance phi x mean; phi also carries the
    uncertainty of the group's own rate (factor 1 + exposure / group's exposure). Raises OutOfDomain on an
    empty group or an unknown count.
    """
    own, size, _ = pairs(count, exposure)
    y, n, usable = pairs(counts, exposures)
    total = float(n[usable].sum())
    reference = float(y[usable].sum()) / total
    expected, phi = float(size) * reference, overdispersion(y, n)
    if expected == 0:
        return Against(0.0, 0.0, phi, 1.0 if own == 0 else 0.0, 0.0, 0.0)
    law = _law(expected, phi * (1 + float(size) / total))
    middle = 0.5 * float(law.pmf(own))
    below, above = float(law.cdf(own - 1)) + middle, float(law.sf(own)) + middle
    low, high = (float(value) for value in law.ppf([0.025, 0.975]))
    return Against(reference, expected, phi, min(1.0, 2 * min(below, above)), low, high)


def _scores(y: Floats, n: Floats, rate: float) -> Floats:
    scores: Floats = (y - n * rate) / np.sqrt(n * rate)
    return scores


def _law(mean: float, phi: float) -> "scipy.stats.rv_discrete":
    if phi <= 1 + 1e-9:
        return scipy.stats.poisson(mean)
    return scipy.stats.nbinom(mean / (phi - 1), 1 / phi)
