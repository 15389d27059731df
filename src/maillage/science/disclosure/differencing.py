"""Differencing attack: two nested published zones whose difference gives away a small cell."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.science.disclosure.primary import EVENTS
from maillage.science.domain import OutOfDomain, counts

METHOD = "disclosure.differencing"


@dataclass(frozen=True)
class Leak:
    """Zone `outer` minus zone `inner` (positions) leaves `difference` facts over `cells` elementary cells."""

    outer: int
    inner: int
    difference: int
    cells: int


def leaks(zones: ArrayLike, cells: ArrayLike, threshold: int = EVENTS, hide_zero: bool = False) -> list[Leak]:
    """Every pair of nested published zones whose difference is 1 to threshold - 1 facts (0 too with
    `hide_zero`).

    Duncan and Lambert (1986), JASA 81; Hundepool et al. (2012), section 5.3. `zones`: (zones, cells)
    booleans, which cells each published zone holds; `cells`: (cells,) true counts, all known to the one who
    publishes. Raises OutOfDomain on shapes or an unknown cell.
    """
    holds, values = np.asarray(zones, dtype=np.bool_), counts(cells)
    if holds.ndim != 2 or values.shape != holds.shape[1:]:
        raise OutOfDomain(f"Formes différentes : zones {holds.shape}, cases {values.shape}.")
    if np.isnan(values).any():
        raise OutOfDomain(
            f"Case {int(np.argmax(np.isnan(values)))} inconnue : le contrôle demande les vrais effectifs."
        )
    sizes, totals = holds.sum(axis=1), holds @ values
    nested = _inside(holds, sizes)
    found = []
    for inner, outer in np.argwhere(nested):
        difference = int(totals[outer] - totals[inner])
        if difference < threshold and (difference > 0 or hide_zero):
            found.append(Leak(int(outer), int(inner), difference, int(sizes[outer] - sizes[inner])))
    return found


def _inside(holds: NDArray[np.bool_], sizes: NDArray[np.int_]) -> NDArray[np.bool_]:
    """(zones, zones) True where the first is strictly inside the second, empty zones apart."""
    shared = holds.astype(np.int64) @ holds.T.astype(np.int64)
    within: NDArray[np.bool_] = (shared == sizes[:, None]) & (sizes[:, None] < sizes) & (sizes[:, None] > 0)
    return within
