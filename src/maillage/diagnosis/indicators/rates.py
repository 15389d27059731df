"""Raw and smoothed rates of one series, year by year, as estimates and as the rows of the command line."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from maillage.diagnosis.indicators.cells import Cell, Series, published
from maillage.diagnosis.rules import shown
from maillage.diagnosis.vocabulary import Offence
from maillage.kernel import Estimate, Status
from maillage.science import count_limits, empirical_bayes

METHOD = count_limits.METHOD
SMOOTHING = empirical_bayes.METHOD


@dataclass(frozen=True)
class Smoothed:
    """The rate drawn towards comparable places, per 1 000, with its interval and the mean it is drawn to."""

    rate: float
    low: float
    high: float
    mean: float


def recorded_rates(series: Series, word: Offence, sources: dict[str, str]) -> dict[int, Estimate]:
    """Recorded facts per 1 000 inhabitants (or dwellings), by year, with Garwood's exact 95 % interval.

    A withheld or missing year gives an estimate without value; a published rate without count has no
    interval.
    """
    usable = [cell for cell in series.values() if cell.usable]
    low, high = count_limits.garwood(np.array([cell.count for cell in usable], dtype=np.int64))
    limits = {cell.year: (float(a), float(b)) for cell, a, b in zip(usable, low, high, strict=True)}
    return {year: _estimate(cell, word, limits.get(year), sources) for year, cell in sorted(series.items())}


def _estimate(
    cell: Cell, word: Offence, limits: tuple[float, float] | None, sources: dict[str, str]
) -> Estimate:
    source = " ; ".join(sources.get(name, name) for name in cell.release.split(", "))
    if cell.status in (Status.WITHHELD, Status.MISSING):
        return Estimate.absent(cell.status, unit=word.unit, source=source)
    if limits is None or not cell.exposure:
        value = cell.rate if cell.count is None else None
        return Estimate(
            value,
            None,
            None,
            word.unit,
            "taux publié par la source" if value is not None else "",
            source,
            cell.status,
            cell.count,
            cell.exposure,
        )
    per = 1_000 / cell.exposure
    return Estimate(
        (cell.count or 0) * per,
        limits[0] * per,
        limits[1] * per,
        word.unit,
        METHOD,
        source,
        Status.ZERO if cell.count == 0 else Status.PUBLISHED,
        cell.count,
        cell.exposure,
    )


def smoothed_rates(own: Series, peers: dict[str, Series]) -> dict[int, Smoothed]:
    """Marshall's empirical Bayes rate among the comparable places of that year, when enough are published."""
    found = {}
    for year, cell in own.items():
        others = published([row.get(year) for row in peers.values()])
        if cell.usable and others:
            found[year] = shrink(cell, others)
    return found


def shrink(cell: Cell, others: list[Cell]) -> Smoothed:
    """One cell drawn towards the others (all usable); per 1 000."""
    group = [cell, *others]
    rates = empirical_bayes.shrink(
        np.array([row.count for row in group], dtype=float),
        np.array([row.exposure for row in group], dtype=float),
    )
    rate, low, high = (1_000 * float(column[0]) for column in (rates.rate, rates.low, rates.high))
    return Smoothed(rate, low, high, 1_000 * rates.mean)


def figure(cell: Cell, estimate: Estimate, smooth: Smoothed | None) -> dict[str, Any]:
    """One figure of the contract (`maillage diagnosis figures`), with what the pages need besides."""
    small = smooth if shown.smoothing_shown(cell.count) else None
    return {
        "year": cell.year,
        "status": estimate.status.value,
        "count": cell.count,
        "exposure": _exposure(cell.exposure),
        "rate": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "smoothed": smooth.rate if smooth else None,
        "smoothed_low": smooth.low if smooth else None,
        "smoothed_high": smooth.high if smooth else None,
        "smoothed_shown": small is not None,
        "unit": estimate.unit,
        "source": estimate.source,
        "places": cell.places,
        "places_known": cell.places_known,
        "at_least": cell.at_least,
        "part": cell.part,
    }


def _exposure(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
