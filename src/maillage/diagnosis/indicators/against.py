"""One place among its comparables, and one year against the others: comparison, rank, change, trend,
forecast.
"""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.diagnosis.indicators.cells import Cell, Series
from maillage.diagnosis.rules import caveats, shown
from maillage.science import change, funnel, overdispersion, ranks, regression_to_mean, trend
from maillage.science.domain import OutOfDomain

DRAWS = 2_000
Row = dict[str, Any]
Floats = NDArray[np.float64]


def seed(release: str, slug: str) -> int:
    """The seed of a simulation: the release and the series, so that two printings say the same."""
    return int.from_bytes(hashlib.sha256(f"{release}|{slug}".encode()).digest()[:8], "big")


def columns(cells: list[Cell]) -> tuple[Floats, Floats]:
    """Counts and exposures of usable cells."""
    return np.array([cell.count for cell in cells], float), np.array([cell.exposure for cell in cells], float)


def compared(cell: Cell, others: list[Cell], limits: tuple[float, float]) -> Row | None:
    """The place against the pooled rate of its comparables, allowing for how much these differ among
    themselves.

    `limits` is the interval of the place's own rate, per 1 000. None under five comparables published.
    """
    if not cell.usable or len(others) < shown.FEWEST_PEERS:
        return None
    counts, exposures = columns(others)
    found = funnel.against(float(cell.count or 0), float(cell.exposure or 0), counts, exposures)
    reference = 1_000 * found.reference
    return {
        "reference": reference,
        "median": float(np.median(1_000 * counts / exposures)),
        "among": len(others),
        "expected": found.expected,
        "phi": found.phi,
        "p": found.p,
        "method": found.method,
        "above": (cell.count or 0) > found.expected,
        "overlaps": limits[0] <= reference <= limits[1],
        "chance_low": found.low,
        "chance_high": found.high,
    }


def ranked(cell: Cell, others: list[Cell], *, slug: str) -> Row | None:
    """The rank from the highest rate, as the interval of the simulated ranks; seeded by release and
    series.
    """
    if not cell.usable or len(others) < shown.FEWEST_PEERS:
        return None
    counts, exposures = columns([cell, *others])
    if not counts.any():
        return None
    rng = np.random.Generator(np.random.PCG64(seed(cell.release, slug)))
    found = ranks.simulate(counts, exposures, rng, DRAWS)
    return {
        "rank": float(found.rank[0]),
        "low": int(found.low[0]),
        "high": int(found.high[0]),
        "among": len(counts),
        "draws": DRAWS,
        "method": found.method,
    }


def changed(now: Cell, before: Cell | None, phi: tuple[float, int | None]) -> Row | None:
    """The last year against the one before: exact test, or its quasi form at the comparables' own
    dispersion.
    """
    if before is None or not (now.usable and before.usable):
        return None
    counts, exposures = columns([before, now])
    found = change.between_periods(counts, exposures, np.array([False, True]), phi[0], phi[1])
    ratio, low, high = (_number(value) for value in (found.ratio, found.low, found.high))
    return {
        "year": now.year,
        "before_year": before.year,
        "count": now.count,
        "before": before.count,
        "ratio": ratio,
        "low": low,
        "high": high,
        "p": _number(found.p),
        "phi": found.phi,
        "method": found.method,
    }


def _number(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None


def year_noise(peers: dict[str, Series], own: Row | None) -> tuple[float, int | None]:
    """phi from year to year, with its degrees of freedom: the comparables', else the place's own around its
    trend.

    `own` is the place's trend. (1, None) when neither is known.
    """
    fallback = (own["phi"], own["df"]) if own and own["phi"] > 1 else (1.0, None)
    years = sorted({year for series in peers.values() for year in series})
    if sum(len(row) > 1 for row in peers.values()) < shown.FEWEST_PEERS or len(years) < 2:
        return fallback
    table = np.full((2, len(peers), len(years)), np.nan)
    for row, series in enumerate(peers.values()):
        for column, year in enumerate(years):
            cell = series.get(year)
            if cell is not None and cell.usable:
                table[:, row, column] = cell.count, cell.exposure
    try:
        found = overdispersion.between_periods(table[0], table[1])
    except OutOfDomain:
        return fallback
    return (found.phi, found.df) if found.phi > 1 else (1.0, None)


def trended(series: Series, slug: str) -> Row | None:
    """The yearly change in percent over the years that measure one same thing; None under five such years."""
    start = caveats.trend_start(slug, sorted(series))
    cells = [cell for year, cell in sorted(series.items()) if year >= start and cell.usable]
    if len(cells) < shown.FEWEST_YEARS or sum(cell.count or 0 for cell in cells) < shown.FEW_CASES * len(
        cells
    ):
        return None
    counts, exposures = columns(cells)
    found = trend.log_linear(counts, exposures, np.array([cell.year for cell in cells], float))
    if found.reason:
        return None
    slope, low, high = found.percent
    return {
        "since": cells[0].year,
        "until": cells[-1].year,
        "years": len(cells),
        "slope": slope,
        "low": low,
        "high": high,
        "p": found.p,
        "phi": found.phi,
        "df": found.df,
        "method": found.method,
        "breaks": list(caveats.breaks(slug, [cell.year for cell in cells])),
    }


def forecast(cell: Cell, others: list[Cell], phi: float) -> Row | None:
    """The count to expect next year without any action: a year out of the ordinary falls back by itself.

    The interval is widened by the noise between years (square root of phi).
    """
    if not cell.usable or len(others) < shown.FEWEST_PEERS:
        return None
    found = regression_to_mean.forecast(*columns([cell, *others]))
    expected, stretch = float(found.expected[0]), float(np.sqrt(max(phi, 1.0)))
    low, high = (expected + stretch * (float(side[0]) - expected) for side in (found.low, found.high))
    return {
        "year": cell.year + 1,
        "expected": round(expected),
        "low": max(0, int(low)),
        "high": int(np.ceil(high)),
        "phi": phi,
        "method": found.method,
    }
