"""The slope of a yearly series: how many per cent a year, with its doubt, and a change of level if one is
declared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science import quasi_poisson
from maillage.science.domain import Floats, OutOfDomain, counts, exposures, known, probability

METHOD = "trend.log_linear"
FEWEST = 4  # a line through three points says nothing of its own doubt
NOT_ENOUGH = "moins de {} années connues"
NO_FACT = "aucun fait sur la période"
NOT_SEPARABLE = "la rupture ne se distingue pas de la tendance"


@dataclass(frozen=True)
class Trend:
    """Slope on the log scale per year, interval, p; `levels`: (breaks, 3) log change of level, low, high.

    `reason` is empty when the slope is known, else a French clause and every figure is NaN. `fitted` has the
    shape of the events (facts expected each year), NaN where the year is unknown.
    """

    slope: float
    low: float
    high: float
    p: float
    phi: float
    df: int
    levels: Floats
    fitted: Floats
    reason: str = ""
    level: float = 0.95
    method: str = METHOD

    @property
    def percent(self) -> tuple[float, float, float]:
        """Change per year in per cent: value, low, high."""
        value, low, high = 100 * np.expm1([self.slope, self.low, self.high])
        return float(value), float(low), float(high)


def log_linear(
    events: ArrayLike, exposure: ArrayLike, years: ArrayLike | None = None, breaks: Sequence[float] = (),
    level: float = 0.95,
) -> Trend:  # fmt: skip
    """Quasi-Poisson `log E[y] = log N + b0 + b·year (+ a step from each break on)`, Student interval on n -
    p.

    McCullagh and Nelder (1989), chapter 9: phi = max(1, Pearson/(n-p)). `events`, `exposure`, `years`:
    (years,); unknown years are left out, never read as zero. A break is the first year of a new level
    (recording software, law). Raises OutOfDomain on shapes, negative counts or years given twice.
    """
    tail = probability(level)
    y = counts(events)
    n = exposures(exposure, y)
    t = _years(years, y)
    usable = ~np.isnan(y) & ~np.isnan(n) & (n > 0)
    design = _design(t[usable], breaks)
    reason = _impossible(y[usable], design)
    if reason:
        return _unknown(y, len(breaks), reason, level)
    try:
        found = quasi_poisson.fit(y[usable], n[usable], design)
    except OutOfDomain:
        return _unknown(y, len(breaks), NOT_SEPARABLE if breaks else NO_FACT, level)
    fitted = np.full(y.shape, np.nan)
    fitted[usable] = found.fitted
    width = float(scipy.stats.t.isf(tail, found.df))
    rows = np.array([_interval(found, term, width) for term in range(1, design.shape[1])])
    p = float(2 * scipy.stats.t.sf(abs(rows[0, 0]) / found.standard_error(1), found.df))
    slope, low, high = (float(x) for x in rows[0])
    return Trend(slope, low, high, p, found.phi, found.df, rows[1:], fitted, "", level)


def _years(years: ArrayLike | None, y: Floats) -> Floats:
    if y.ndim != 1:
        raise OutOfDomain(f"Une série à la fois : forme reçue {y.shape}.")
    t = np.arange(y.size, dtype=np.float64) if years is None else known(years)
    if t.shape != y.shape:
        raise OutOfDomain(f"{y.size} effectif(s) pour {t.size} année(s).")
    if np.unique(t).size != t.size:
        raise OutOfDomain("Une année est donnée deux fois.")
    return t


def _design(t: Floats, breaks: Sequence[float]) -> Floats:
    centre = t.mean() if t.size else 0.0
    columns = [np.ones_like(t), t - centre, *((t >= first).astype(np.float64) for first in breaks)]
    return np.column_stack(columns)


def _impossible(y: Floats, design: Floats) -> str:
    fewest = FEWEST + design.shape[1] - 2
    if y.size < fewest:
        return NOT_ENOUGH.format(fewest)
    if y.sum() == 0:
        return NO_FACT
    return NOT_SEPARABLE if np.linalg.matrix_rank(design) < design.shape[1] else ""


def _interval(found: quasi_poisson.Fit, term: int, width: float) -> tuple[float, float, float]:
    value, half = float(found.coefficients[term]), width * found.standard_error(term)
    return value, value - half, value + half


def _unknown(y: Floats, breaks: int, reason: str, level: float) -> Trend:
    nothing = float("nan")
    return Trend(nothing, nothing, nothing, nothing, nothing, 0, np.full((breaks, 3), nothing),
                 np.full(y.shape, nothing), reason, level)  # fmt: skip
