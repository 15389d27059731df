"""Atkinson's index: the share of the total that an even spread would spare, for a given aversion."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import OutOfDomain
from maillage.science.inequality.amounts import amounts

METHOD = "atkinson.index"


def index(values: ArrayLike, aversion: float = 0.5) -> float:
    """Atkinson (1970), J. Economic Theory 2. `aversion` above 0; at 1 and beyond one zero gives 1.

    Raises OutOfDomain.
    """
    y = amounts(values)
    if not aversion > 0:
        raise OutOfDomain(f"Aversion {aversion} : il faut un nombre supérieur à 0.")
    if aversion >= 1 and (y == 0).any():
        return 1.0
    if aversion == 1:
        return float(1 - np.exp(np.mean(np.log(y))) / y.mean())
    power = 1 - aversion
    return float(1 - np.mean((y / y.mean()) ** power) ** (1 / power))
