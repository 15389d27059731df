"""Did the rate of one place change between two periods? The ratio, its interval, and which years were really
known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.science import rate_ratio
from maillage.science.domain import OutOfDomain, counts, exposures, factor

METHOD = "change.between_periods"


@dataclass(frozen=True)
class Change:
    """Rate of the second period over the first: ratio, interval, p, facts, exposures; NaN with a `reason`."""

    ratio: float
    low: float
    high: float
    p: float
    before: float
    after: float
    exposure_before: float
    exposure_after: float
    phi: float
    reason: str = ""
    method: str = METHOD


def between_periods(
    events: ArrayLike, exposure: ArrayLike, second: ArrayLike, phi: float = 1.0, df: float | None = None,
    level: float = 0.95,
) -> Change:  # fmt: skip
    """Conditional exact test of two periods, or its quasi form when `phi` > 1 (taken on comparable places).

    `events`, `exposure`: (years,); `second`: (years,) booleans, True in the second period. Unknown years
    leave both the facts and the exposure. See `rate_ratio` for the citations. Raises OutOfDomain.
    """
    y = counts(events)
    n = exposures(exposure, y)
    later = np.asarray(second, dtype=np.bool_)
    if later.shape != y.shape or y.ndim != 1:
        raise OutOfDomain(f"Une série à la fois : effectifs {y.shape}, périodes {later.shape}.")
    usable = ~np.isnan(y) & ~np.isnan(n) & (n > 0)
    parts = [_sums(y, n, usable & ~later), _sums(y, n, usable & later)]
    (before, years_before), (after, years_after) = parts
    if years_before == 0 or years_after == 0:
        nothing = float("nan")
        return Change(*(nothing,) * 8, factor(phi), "une des deux périodes est inconnue")
    found = (
        rate_ratio.exact(after, before, years_after, years_before, level)
        if factor(phi) == 1
        else rate_ratio.quasi(after, before, years_after, years_before, phi, df, level)
    )
    ratio, low, high, p = (float(x) for x in (found.ratio, found.low, found.high, found.p))
    return Change(ratio, low, high, p, before, after, years_before, years_after, found.phi)


def _sums(y: NDArray[np.float64], n: NDArray[np.float64], chosen: NDArray[np.bool_]) -> tuple[float, float]:
    return float(y[chosen].sum()), float(n[chosen].sum())
