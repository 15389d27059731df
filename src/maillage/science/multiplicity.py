"""Adjusted p-values when several comparisons are read together. Unknown p stay NaN and are not counted."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.science.domain import Floats, OutOfDomain, known

METHOD = "multiplicity.bh"
METHOD_BY = "multiplicity.by"
METHOD_HOLM = "multiplicity.holm"


def bh(p: ArrayLike) -> Floats:
    """Benjamini-Hochberg: share of false signals among those shown, independent or positively related tests.

    Benjamini and Hochberg (1995), JRSS B 57. `p` of any shape; same shape out. Raises OutOfDomain outside [0,
    1].
    """
    return _step_up(p, lambda m: 1.0)


def by(p: ArrayLike) -> Floats:
    """Benjamini-Yekutieli: as `bh` under any dependence, times 1 + 1/2 + ... + 1/m.

    Benjamini and Yekutieli (2001), Annals of Statistics 29. Raises OutOfDomain outside [0, 1].
    """
    return _step_up(p, lambda m: float(np.sum(1 / np.arange(1, m + 1))))


def holm(p: ArrayLike) -> Floats:
    """Holm: risk of even one false signal, any dependence (Holm 1979, Scand. J. Statistics 6). Raises
    OutOfDomain.
    """
    values, order, ranks = _sorted(p)
    m = order.size
    adjusted = np.maximum.accumulate((m - ranks + 1) * values.ravel()[order])
    return _placed(values, order, adjusted)


def _step_up(p: ArrayLike, weight: Callable[[int], float]) -> Floats:
    values, order, ranks = _sorted(p)
    m = order.size
    raw = weight(m) * m / ranks * values.ravel()[order]
    return _placed(values, order, np.minimum.accumulate(raw[::-1])[::-1])


def _sorted(p: ArrayLike) -> tuple[Floats, NDArray[np.intp], Floats]:
    """The p-values, the order of the known ones from the smallest, and their ranks from 1."""
    values = known(p)
    outside = values[(values < 0) | (values > 1)]
    if outside.size:
        raise OutOfDomain(f"Probabilité {outside[0]} : une valeur p est entre 0 et 1.")
    flat = values.ravel()
    order = np.argsort(flat, kind="stable")[: int(np.sum(~np.isnan(flat)))]
    return values, order, np.arange(1, order.size + 1, dtype=np.float64)


def _placed(values: Floats, order: NDArray[np.intp], adjusted: Floats) -> Floats:
    out = np.full(values.size, np.nan)
    out[order] = np.minimum(adjusted, 1.0)
    return out.reshape(values.shape)
