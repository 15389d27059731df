"""Where a value stands among those of comparable units, with no law assumed for them."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, known

METHOD = "conformal.lower"


def lower(value: ArrayLike, others: ArrayLike) -> Floats:
    """(1 + how many others are as low or lower) / (1 + how many others); unknown others are left out.

    A p-value of « exchangeable with the others »: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in
    a Random World, chapter 2. Never under 1/(others + 1). NaN where the value is unknown.
    """
    mine, theirs = known(value), known(others)
    theirs = np.sort(theirs[~np.isnan(theirs)])
    lower_or_same = np.searchsorted(theirs, mine, side="right")
    return np.where(np.isnan(mine), np.nan, (1 + lower_or_same) / (1 + theirs.size))


def upper(value: ArrayLike, others: ArrayLike) -> Floats:
    """As `lower`, for the others as high or higher."""
    return lower(-known(value), -known(others))
