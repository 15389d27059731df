"""How surprising is a count if every unit had the common rate (Choynowski's probability map)?"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, pairs

METHOD = "probability_map.choynowski"


@dataclass(frozen=True)
class ProbabilityMap:
    """Per unit: raw rate, expected facts, relative risk (1 = common rate), P(Y <= y); NaN where unknown."""

    raw: Floats
    expected: Floats
    relative_risk: Floats
    probability: Floats


def choynowski(events: ArrayLike, exposure: ArrayLike) -> ProbabilityMap:
    """Poisson probability of a count this small or smaller under the common rate.

    Choynowski (1959), JASA 54. Shapes (units,). Many small p are expected by chance: not a list of signals.
    Raises OutOfDomain.
    """
    y, n, usable = pairs(events, exposure)
    common = float(y[usable].sum() / n[usable].sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(usable, y / n, np.nan)
        expected = np.where(usable, n * common, np.nan)
        risk = y / expected
    return ProbabilityMap(
        raw, expected, risk, np.where(usable, scipy.special.gammaincc(y + 1, expected), np.nan)
    )
