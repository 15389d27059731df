"""The national table on dense (year, indicator, commune) arrays: rate, limits, smoothed rate and rank, in one
pass.

Each (year, indicator) slice is independent, so that results do not depend on the number of threads.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import ArrayLike, NDArray

from maillage.science.count_limits import garwood_table
from maillage.science.domain import Floats, OutOfDomain, counts, known, probability

METHOD = "national_table.compute"
Places = NDArray[np.int32]
BITS, DIGITS = 11, 4  # the sort looks at the 44 high bits of a rate: sign, exponent, ten figures
MASK = (1 << BITS) - 1


@dataclass(frozen=True)
class NationalTable:
    """Arrays (years, indicators, communes), NaN where the count is withheld or nobody is exposed.

    `rate`, `low`, `high` (Garwood) and `smoothed` (Marshall, within the commune's group) are facts per unit
    of exposure; `rank` is the national rank of `rate`, 1 = highest, ties share the best rank.
    """

    rate: Floats
    low: Floats
    high: Floats
    smoothed: Floats
    rank: NDArray[np.float32]
    level: float
    method: str = METHOD


def compute(
    events: ArrayLike, exposure: ArrayLike, groups: ArrayLike | None = None, level: float = 0.95
) -> NationalTable:
    """Rates with Garwood limits, Marshall smoothing within `groups`, and national ranks.

    Garwood (1936); Marshall (1991). `events`: (Y, I, C) counts, NaN where withheld; `exposure`: broadcast to
    it without copy (a (Y, 1, C) population does for all indicators); `groups`: (C,) integers from 0,
    comparable communes together (one group when absent). A group without any exposure in a slice smooths
    nothing: NaN. Raises OutOfDomain.
    """
    y, n = _checked(events, exposure)
    group = _groups(groups, y.shape[2])
    low_table, high_table = _limit_tables(y, level)
    out = np.empty((4, *y.shape))
    rank = np.empty(y.shape, dtype=np.float32)
    _slices(y, n, group, int(group.max(initial=0)) + 1, low_table, high_table, out, rank)
    return NationalTable(out[0], out[1], out[2], out[3], rank, level)


def dense(
    shape: tuple[int, int, int], year: Places, indicator: Places, commune: Places, values: Floats
) -> Floats:
    """Long columns to a dense array; cells that no row names are NaN (unknown). Raises OutOfDomain outside
    `shape`.
    """
    out = np.full(shape, np.nan)
    _scatter_checked(year, indicator, commune, np.asarray(values, dtype=np.float64), out)
    return out


def _scatter_checked(year: Places, indicator: Places, commune: Places, values: Floats, out: Floats) -> None:
    """Put each value in its cell, after the positions are checked."""
    for axis, place in enumerate((year, indicator, commune)):
        if place.size and (int(place.min()) < 0 or int(place.max()) >= out.shape[axis]):
            raise OutOfDomain(f"Position {int(place.max())} hors du tableau {out.shape}.")
    _scatter(year, indicator, commune, values, out)


def _checked(events: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    y, n = counts(events), known(exposure)
    if y.ndim != 3:
        raise OutOfDomain(f"Il faut un tableau (années, indicateurs, communes) ; forme reçue {y.shape}.")
    if np.any(n < 0):
        raise OutOfDomain(f"Population négative : {float(np.nanmin(n))}.")
    if not np.any(n > 0):
        raise OutOfDomain("Population totale nulle ou inconnue : aucun taux ne peut être donné.")
    try:
        return y, np.broadcast_to(n, y.shape)
    except ValueError as error:
        raise OutOfDomain(f"Formes différentes : effectifs {y.shape}, populations {n.shape}.") from error


def _groups(groups: ArrayLike | None, communes: int) -> NDArray[np.int64]:
    if groups is None:
        return np.zeros(communes, dtype=np.int64)
    group = np.asarray(groups, dtype=np.int64)
    if group.shape != (communes,) or (communes and int(group.min()) < 0):
        raise OutOfDomain(
            f"Il faut un groupe (entier à partir de 0) par commune : {group.shape} pour {communes}."
        )
    return group


def _limit_tables(y: Floats, level: float) -> tuple[Floats, Floats]:
    """Garwood's limits of every count met: a dense table, computed only where a count is present."""
    probability(level)
    present = np.zeros(int(np.nanmax(y, initial=0)) + 1, dtype=np.bool_)
    _mark(y, present)
    low, high = np.full(present.size, np.nan), np.full(present.size, np.nan)
    met = np.flatnonzero(present)
    low[met], high[met] = garwood_table(met.astype(np.float64), level)
    return low, high


@njit(cache=True)
def _mark(y: Any, present: Any) -> None:
    for count in y.flat:
        if not np.isnan(count):
            present[int(count)] = True


@njit(parallel=True, cache=True)
def _scatter(year: Any, indicator: Any, commune: Any, values: Any, out: Any) -> None:
    for row in prange(values.size):
        out[year[row], indicator[row], commune[row]] = values[row]


@njit(parallel=True, cache=True)
def _slices(
    y: Any, n: Any, group: Any, groups: int, low_table: Any, high_table: Any, out: Any, rank: Any
) -> None:
    years, indicators, _ = y.shape
    for s in prange(years * indicators):
        year, indicator = s // indicators, s % indicators
        counts_here, exposed = y[year, indicator], n[year, indicator]
        _rates(counts_here, exposed, low_table, high_table, out[:, year, indicator])
        _smooth(counts_here, exposed, group, groups, out[0, year, indicator], out[3, year, indicator])
        _rank(out[0, year, indicator], rank[year, indicator])


@njit(cache=True)
def _rates(y: Any, n: Any, low_table: Any, high_table: Any, out: Any) -> None:
    for c in range(y.size):
        if n[c] > 0 and not np.isnan(y[c]):
            count = int(y[c])
            out[0, c], out[1, c], out[2, c] = y[c] / n[c], low_table[count] / n[c], high_table[count] / n[c]
        else:
            out[0, c] = out[1, c] = out[2, c] = np.nan


@njit(cache=True)
def _smooth(y: Any, n: Any, group: Any, groups: int, rate: Any, smoothed: Any) -> None:
    events, exposed, units = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    spread = np.zeros(groups)
    for c in range(y.size):
        if not np.isnan(rate[c]):
            g = group[c]
            events[g] += y[c]
            exposed[g] += n[c]
            units[g] += 1
    mean = events / np.maximum(exposed, 1e-300)
    for c in range(y.size):
        if not np.isnan(rate[c]):
            spread[group[c]] += n[c] * (rate[c] - mean[group[c]]) ** 2
    variance = np.maximum(
        0.0, spread / np.maximum(exposed, 1e-300) - mean * units / np.maximum(exposed, 1e-300)
    )
    for c in range(y.size):
        g = group[c]
        weight = variance[g] / (variance[g] + mean[g] / n[c]) if variance[g] > 0 and n[c] > 0 else 0.0
        smoothed[c] = mean[g] + weight * (rate[c] - mean[g])


@njit(cache=True)
def _rank(rate: Any, rank: Any) -> None:
    """Competition ranks from the highest rate; NaN where the rate is unknown."""
    where, units = np.empty(rate.size, dtype=np.int32), 0
    for c in range(rate.size):
        rank[c] = np.nan
        if not np.isnan(rate[c]):
            where[units] = c
            units += 1
    where = where[:units]
    keys = (rate[where] + 0.0).view(np.int64)  # the bits of numbers that are not negative keep their order
    keys, where = _sorted(keys, where)
    last = np.float32(1)
    for position in range(units - 1, -1, -1):
        if position == units - 1 or keys[position] != keys[position + 1]:
            last = np.float32(units - position)
        rank[where[position]] = last


@njit(cache=True)
def _sorted(keys: Any, where: Any) -> Any:
    """Keys, and what goes with them, from the smallest: radix on the high bits, insertion for the rest."""
    other_keys, other_where = np.empty_like(keys), np.empty_like(where)
    for turn in range(DIGITS):
        shift = 64 - BITS * (DIGITS - turn)
        starts = np.zeros((1 << BITS) + 1, dtype=np.int64)
        for key in keys:
            starts[((key >> shift) & MASK) + 1] += 1
        for digit in range(1 << BITS):
            starts[digit + 1] += starts[digit]
        for i in range(keys.size):
            digit = (keys[i] >> shift) & MASK
            other_keys[starts[digit]], other_where[starts[digit]] = keys[i], where[i]
            starts[digit] += 1
        keys, other_keys, where, other_where = other_keys, keys, other_where, where
    for i in range(1, keys.size):
        key, place, j = keys[i], where[i], i - 1
        while j >= 0 and keys[j] > key:
            keys[j + 1], where[j + 1] = keys[j], where[j]
            j -= 1
        keys[j + 1], where[j + 1] = key, place
    return keys, where
