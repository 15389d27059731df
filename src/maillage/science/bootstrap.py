"""The interval of a statistic by drawing its units again, with replacement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, known, probability

METHOD = "bootstrap.percentile"
DRAWS = 1_000
Statistic = Callable[..., Sequence[float]]


@dataclass(frozen=True)
class Intervals:
    """Per statistic: its value on the units as they are, and its limits. `lost`: draws that gave none."""

    value: Floats
    low: Floats
    high: Floats
    lost: int
    draws: int
    method: str = METHOD
    level: float = 0.95


def percentile(
    statistic: Statistic, columns: Sequence[ArrayLike], rng: np.random.Generator, draws: int = DRAWS,
    level: float = 0.95,
) -> Intervals:  # fmt: skip
    """Draw the units of all `columns` together and take quantiles of what `statistic(*columns)` returns.

    Efron (1979), Annals of Statistics 7. A draw where the statistic does not exist (nothing was given to the
    units drawn) is left out and counted. The generator decides everything. Raises OutOfDomain.
    """
    tail = probability(level)
    held = [known(column) for column in columns]
    units = {column.shape for column in held}
    if len(units) != 1 or draws < 1:
        raise OutOfDomain(f"Colonnes de formes {sorted(units)}, {draws} tirage(s) : rien à tirer.")
    value = np.asarray(statistic(*held), dtype=np.float64)
    size = held[0].size
    found = [_once(statistic, held, rng.integers(0, size, size)) for _ in range(draws)]
    kept = np.array([row for row in found if row is not None])
    low, high = np.quantile(kept, [tail, 1 - tail], axis=0) if kept.size else (value * np.nan,) * 2
    return Intervals(value, low, high, draws - len(kept), draws, METHOD, level)


def _once(statistic: Statistic, columns: list[Floats], drawn: np.ndarray) -> Sequence[float] | None:
    try:
        return statistic(*(column[drawn] for column in columns))
    except OutOfDomain:
        return None
