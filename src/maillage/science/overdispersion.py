"""How much more than Poisson a group's counts move from one period to the next: phi, taken on comparable
units.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Bools, Floats, OutOfDomain, counts, exposures

METHOD = "overdispersion.between_periods"
ITERATIONS, TOLERANCE = 500, 1e-10


@dataclass(frozen=True)
class Dispersion:
    """`phi = max(1, Pearson/df)`, its degrees of freedom, and the expected counts (units, periods)."""

    phi: float
    df: int
    expected: Floats
    method: str = METHOD


def between_periods(events: ArrayLike, exposure: ArrayLike) -> Dispersion:
    """Pearson dispersion of `E[y] = N·unit·period` (both effects free), by iterative proportional fitting.

    McCullagh and Nelder (1989), section 6.2; Deming and Stephan (1940). `events`, `exposure`: (units,
    periods), NaN where unknown; units or periods without any fact are left out. Raises OutOfDomain when no
    degree of freedom is left.
    """
    y = counts(events)
    if y.ndim != 2:
        raise OutOfDomain(f"Il faut un tableau (unités, périodes) ; forme reçue {y.shape}.")
    n = exposures(exposure, y)
    usable = ~np.isnan(y) & ~np.isnan(n) & (n > 0)
    usable = _with_facts(np.where(usable, y, 0), usable)
    df = int(usable.sum() - usable.any(axis=1).sum() - usable.any(axis=0).sum() + 1)
    if df < 1:
        raise OutOfDomain(
            "Trop peu de cases connues pour mesurer la dispersion : ajoutez des territoires ou des années."
        )
    known = np.where(usable, n, 0)
    row, column = proportional(np.where(usable, y, 0), known)
    expected = row[:, None] * known * column
    pearson = float(np.sum((y[usable] - expected[usable]) ** 2 / expected[usable]))
    return Dispersion(max(1.0, pearson / df), df, np.where(usable, expected, np.nan))


def proportional(y: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Row and column effects whose products with `n` have the sums of `y`; both 0 where unknown.

    Shapes (rows, columns) in, (rows,) and (columns,) out. Deming and Stephan (1940).
    """
    row, column = np.ones(y.shape[0]), np.ones(y.shape[1])
    for _ in range(ITERATIONS):
        row = _ratio(y.sum(axis=1), n @ column)
        before, column = column, _ratio(y.sum(axis=0), row @ n)
        if np.allclose(before, column, rtol=TOLERANCE, atol=0):
            break
    return row, column


def _with_facts(y: Floats, usable: Bools) -> Bools:
    rows, columns = y.sum(axis=1) > 0, y.sum(axis=0) > 0
    kept: Bools = usable & rows[:, None] & columns
    return kept


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros_like(bottom, dtype=np.float64), where=bottom > 0)
