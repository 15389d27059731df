"""How well one figure tells two groups apart: the area under the receiver operating curve."""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when first used
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known, probability

METHOD = "roc_area.area"


@dataclass(frozen=True)
class Area:
    """Chance that one of the first group is above one of the second, ties for half; interval; group sizes."""

    value: float
    low: float
    high: float
    first: int
    second: int


def area(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Area:
    """Mann-Whitney statistic over the pairs; unknown values are left out.

    Limits of DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44; where the groups are wholly apart that
    variance is 0 and the limit is that of Newcombe (2006), Statistics in Medicine 25, method 5. Raises
    OutOfDomain when a group has fewer than two known values.
    """
    x, y = (values[~np.isnan(values)] for values in (known(first), known(second)))
    if min(x.size, y.size) < 2:
        raise OutOfDomain(f"Groupes de {x.size} et {y.size} valeurs : il en faut au moins deux chacun.")
    above, under = _places(x, y), 1 - _places(y, x)
    value = float(above.mean())
    z = -float(scipy.stats.norm.ppf(probability(level)))
    spread = float(np.sqrt(above.var(ddof=1) / x.size + under.var(ddof=1) / y.size))
    if spread == 0:
        return Area(value, *_apart(value, x.size, y.size, z), x.size, y.size)
    return Area(value, max(0.0, value - z * spread), min(1.0, value + z * spread), x.size, y.size)


def _places(x: Floats, y: Floats) -> Floats:
    """For each x, the part of y under it, ties for half."""
    ranked = np.sort(y)
    both = np.searchsorted(ranked, x, side="left") + np.searchsorted(ranked, x, side="right")
    part: Floats = both / (2 * y.size)
    return part


def _apart(value: float, m: int, n: int, z: float) -> tuple[float, float]:
    """Newcombe's limits: the areas from which the observed one is z deviations away."""

    def gap(theta: float) -> float:
        half = (m + n) / 2 - 1
        inside = 1 + half * (1 - theta) / (2 - theta) + half * theta / (1 + theta)
        return abs(value - theta) - z * float(np.sqrt(theta * (1 - theta) * inside / (m * n)))

    near = 1e-12
    low = scipy.optimize.brentq(gap, near, value - near) if value > 0.5 else 0.0
    high = scipy.optimize.brentq(gap, value + near, 1 - near) if value < 0.5 else 1.0
    return float(low), float(high)
