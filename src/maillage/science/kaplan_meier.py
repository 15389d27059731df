"""How long until something happens when some still wait: the median wait, those counted as waiting."""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are loaded when first used
from numpy.typing import ArrayLike, NDArray

from maillage.science.domain import Bools, Floats, OutOfDomain, known, probability

METHOD = "kaplan_meier.median"


@dataclass(frozen=True)
class Curve:
    """`survival` after each distinct time of an event: the share that still waits."""

    time: Floats
    survival: Floats


@dataclass(frozen=True)
class Medians:
    """Per group, in order of number: the median wait and its limits, NaN where it is not reached; `n`
    waits, `events` ended ones.
    """

    group: NDArray[np.int64]
    median: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    events: NDArray[np.int64]
    method: str
    level: float


def curve(time: ArrayLike, event: ArrayLike) -> Curve:
    """The product-limit estimate: at each event, the share that waits loses one part in those still at risk.

    Kaplan and Meier (1958), JASA 53. `event` False: still waiting after that `time` (censored); a wait
    censored at the time of an event counts as at risk. Raises OutOfDomain.
    """
    waits, ended = _waits(time, event)
    order = np.lexsort((~ended, waits))
    waits, ended = waits[order], ended[order]
    left: Floats = np.cumprod(1.0 - ended / np.arange(waits.size, 0, -1), dtype=np.float64)
    last = np.append(waits[1:] != waits[:-1], True)[: waits.size]
    at = last & np.isin(waits, waits[ended])
    return Curve(waits[at], left[at])


def medians(group: ArrayLike, time: ArrayLike, event: ArrayLike, level: float = 0.95) -> Medians:
    """The median wait of each group: the first time when at most half still wait.

    Limits are the times at which the Greenwood interval of the curve crosses one half: Brookmeyer and
    Crowley (1982), Biometrics 38, untransformed; they are wide and often open (NaN) under ten waits.
    All groups at once, one row of a table each. Raises OutOfDomain.
    """
    z = _normal(level)
    waits, ended = _waits(time, event)
    names, row, size = np.unique(np.asarray(group, np.int64), return_inverse=True, return_counts=True)
    if row.size != waits.size:
        raise OutOfDomain(f"{row.size} groupe(s) pour {waits.size} durée(s).")
    if not waits.size:
        nothing = np.empty(0)
        return Medians(names, nothing, nothing, nothing, size, size, METHOD, level)
    table, happened, risk = _padded(row, size, waits, ended)
    survival = np.cumprod(np.where(happened, 1 - 1 / risk, 1.0), axis=1)
    terms = np.where(happened & (risk > 1), 1 / (risk * np.maximum(risk - 1, 1)), 0.0)
    doubt = z * survival * np.sqrt(np.cumsum(terms, axis=1))
    half = np.where(survival > 0, doubt, np.nan)  # nobody left: the formula says nothing any more
    crossed = (survival <= 0.5, survival - half <= 0.5, survival + half < 0.5)
    median, low, high = (_first(table, happened & at) for at in crossed)
    return Medians(names, median, low, high, size, happened.sum(axis=1), METHOD, level)


def _waits(time: ArrayLike, event: ArrayLike) -> tuple[Floats, Bools]:
    waits, ended = known(time), np.asarray(event, dtype=bool)
    if waits.shape != ended.shape or waits.ndim != 1:
        raise OutOfDomain(f"Durées de forme {waits.shape}, issues de forme {ended.shape}.")
    if np.isnan(waits).any() or (waits < 0).any():
        raise OutOfDomain(
            "Une durée est inconnue ou négative : elle ne peut être ni un délai ni une attente."
        )
    return waits, ended


def _padded(
    row: NDArray[np.int64], size: NDArray[np.int64], waits: Floats, ended: Bools
) -> tuple[Floats, Bools, Floats]:
    """Waits by group in order, events before censored ones at a tie; and how many are at risk at each."""
    order = np.lexsort((~ended, waits, row))
    place = np.arange(row.size) - np.repeat(np.cumsum(size) - size, size)
    shape = (size.size, int(size.max()))
    table, happened = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    table[row[order], place], happened[row[order], place] = waits[order], ended[order]
    risk = np.maximum(size[:, None] - np.arange(shape[1])[None, :], 1).astype(np.float64)
    return table, happened, risk


def _first(table: Floats, crossed: Bools) -> Floats:
    at = crossed.argmax(axis=1)
    found = table[np.arange(len(table)), at]
    return np.where(crossed.any(axis=1), found, np.nan)


def _normal(level: float) -> float:
    return float(scipy.special.ndtri(1 - probability(level)))
