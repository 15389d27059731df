"""A posterior over two numbers, on a coarse grid that finds it and then a fine one that follows it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maillage.science.domain import Floats

COARSE, FINE = (9, 16), (9, 11)  # points on each of the two axes
REACH, LEAST = 3.0, 1e-3  # deviations covered by the fine grid; weights under this part of the largest go
Range = tuple[float, float]
LogDensity = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Nodes:
    """Points (first, second) and their posterior weights, which add up to one."""

    first: Floats
    second: Floats
    weight: Floats


def explore(log_density: LogDensity, first: Range, second: Range) -> Nodes:
    """Nodes of a density known up to a constant; the second axis never leaves its range.

    Numerical quadrature of a two-parameter posterior: Gelman et al. (2013), Bayesian Data Analysis, 3rd
    edition, section 5.3. `log_density` takes two arrays of points and returns one of logarithms.
    """
    rough = _weighed(log_density, _axis(first, COARSE[0]), _axis(second, COARSE[1]))
    around = _follow(rough.first, rough.weight, first, COARSE[0])
    beside = _follow(rough.second, rough.weight, second, COARSE[1])
    beside = (max(beside[0], second[0]), min(beside[1], second[1]))
    fine = _weighed(log_density, _axis(around, FINE[0]), _axis(beside, FINE[1]))
    kept = fine.weight > LEAST * fine.weight.max()
    weight = fine.weight[kept]
    return Nodes(fine.first[kept], fine.second[kept], weight / weight.sum())


def _axis(between: Range, points: int) -> Floats:
    return np.linspace(*between, points)


def _weighed(log_density: LogDensity, first: Floats, second: Floats) -> Nodes:
    one, other = (axis.ravel() for axis in np.meshgrid(first, second, indexing="ij"))
    logarithm = log_density(one, other)
    weight = np.exp(logarithm - logarithm.max())
    return Nodes(one, other, weight / weight.sum())


def _follow(values: Floats, weight: Floats, between: Range, points: int) -> Range:
    """Mean plus or minus a few deviations, a deviation being at least half a step of the coarse grid."""
    mean = float(np.sum(weight * values))
    spread = float(np.sqrt(np.sum(weight * (values - mean) ** 2)))
    spread = max(spread, (between[1] - between[0]) / (points - 1) / 2)
    return mean - REACH * spread, mean + REACH * spread
