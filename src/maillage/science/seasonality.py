"""Monthly factors: how much above or below an average day of the year each month stands."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from maillage.science.count_limits import score_table
from maillage.science.domain import Bools, Floats, OutOfDomain, counts, exposures, probability
from maillage.science.overdispersion import proportional

METHOD = "seasonality.monthly_factors"
MONTHS = 12


@dataclass(frozen=True)
class Season:
    """Factor of each month (12,), 1 = an average day, with interval; phi; p of "no season" (F test on 11 and
    df).
    """

    factor: Floats
    low: Floats
    high: Floats
    phi: float
    df: int
    p: float
    method: str = METHOD


def monthly_factors(events: ArrayLike, days: ArrayLike, level: float = 0.95) -> Season:
    """Quasi-Poisson year x month model `E[y] = days·year·month`; factors average 1 over the known days.

    McCullagh and Nelder (1989), section 6.2. `events`: (years, 12), NaN where unknown; `days`: days (or any
    exposure) broadcast to it. Interval: score limits of the month's total with n/phi facts, the years' levels
    held. A month never known has a NaN factor. Raises OutOfDomain with fewer than two years or without any
    fact.
    """
    probability(level)
    y = counts(events)
    if y.ndim != 2 or y.shape[1] != MONTHS or y.shape[0] < 2:
        raise OutOfDomain(f"Il faut au moins deux années de douze mois ; forme reçue {y.shape}.")
    n = exposures(days, y)
    usable = ~np.isnan(y) & (n > 0)
    y, n = np.where(usable, y, 0), np.where(usable, n, 0)
    if y.sum() == 0:
        raise OutOfDomain("Aucun fait sur la période : pas de saison à mesurer.")
    year, month = proportional(y, n)
    fitted = year[:, None] * n * month
    mean = float(month @ n.sum(axis=0) / n.sum())
    flat, months = (
        mean * (year @ n),
        y.sum(axis=0),
    )  # totals had every day of the year the same risk; observed
    phi, df = _dispersion(y, fitted, usable)
    low, high = score_table(months / phi, level)
    known = n.sum(axis=0) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = [np.where(known, top / flat, np.nan) for top in (months, phi * low, phi * high)]
    return Season(columns[0], columns[1], columns[2], phi, df, _p_value(y, n, fitted, phi, df))


def _dispersion(y: Floats, fitted: Floats, usable: Bools) -> tuple[float, int]:
    some = usable & (fitted > 0)
    df = int(some.sum() - some.any(axis=1).sum() - some.any(axis=0).sum() + 1)
    pearson = float(np.sum((y[some] - fitted[some]) ** 2 / fitted[some]))
    return (max(1.0, pearson / df) if df > 0 else 1.0), max(df, 0)


def _p_value(y: Floats, n: Floats, fitted: Floats, phi: float, df: int) -> float:
    """F test of the month effects: fall in deviance over the months' degrees of freedom, over phi."""
    years = np.divide(y.sum(axis=1), n.sum(axis=1), out=np.zeros(y.shape[0]), where=n.sum(axis=1) > 0)
    flat = years[:, None] * n
    some = (n > 0) & (flat > 0)
    fall = 2 * float(np.sum(scipy.special.xlogy(y[some], np.where(fitted > 0, fitted, 1)[some] / flat[some])))
    months = int((n.sum(axis=0) > 0).sum()) - 1
    return (
        float(scipy.special.fdtrc(months, df, fall / months / phi)) if df > 0 and months > 0 else float("nan")
    )
