"""Primary suppression: which cells are too small to be shown at all."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.science.domain import OutOfDomain, counts, known

METHOD = "disclosure.primary"
EVENTS, PERSONS = 5, 10  # ours, changeable: facts, and people
SMALLEST_POPULATION = 50


def too_small(
    cells: ArrayLike, threshold: int = EVENTS, population: ArrayLike | None = None, hide_zero: bool = False
) -> NDArray[np.bool_]:
    """True where a cell must not be shown: 1 to threshold - 1 (0 too with `hide_zero`), unknown, or too few
    people.

    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2 (frequency rule). Rates of fewer than
    50 persons are held back when `population` is given. Any shape. Raises OutOfDomain.
    """
    if threshold < 1:
        raise OutOfDomain(f"Seuil {threshold} : il faut au moins 1.")
    values = counts(cells)
    small = np.isnan(values) | (values < threshold) & ((values > 0) | hide_zero)
    if population is not None:
        people = np.broadcast_to(known(population), values.shape)
        small |= np.isnan(people) | (people < SMALLEST_POPULATION)
    return np.asarray(small, dtype=np.bool_)
