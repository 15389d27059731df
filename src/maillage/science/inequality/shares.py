"""How far a few units hold the total: Herfindahl, Rosenbluth, half the squared coefficient of variation."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.inequality.amounts import amounts
from maillage.science.inequality.gini import plain

METHOD = "shares.herfindahl"


def herfindahl(values: ArrayLike) -> float:
    """The sum of squared shares: from 1/n to 1 (Herfindahl, 1950). Raises OutOfDomain."""
    y = amounts(values)
    return float(np.sum((y / y.sum()) ** 2))


def rosenbluth(values: ArrayLike) -> float:
    """1 / (n (1 - G)): shares weighed by their rank (Hall and Tideman, 1967, JASA 62). Raises OutOfDomain."""
    return 1 / (amounts(values).size * (1 - plain(values)))


def half_squared_variation(values: ArrayLike) -> float:
    """Half the squared coefficient of variation, the generalised entropy of order 2. Raises OutOfDomain."""
    y = amounts(values)
    return float(y.var() / y.mean() ** 2 / 2)
