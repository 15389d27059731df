"""How a figure is spread over partnerships, without naming any; held back where too few stand behind it."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from maillage.kernel import Status
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.rules.aggregates import hidden
from maillage.observatory.vocabulary import Kind

LEAST = 5  # partnerships behind a cell
SHARE_EDGES = tuple(round(step / 10, 1) for step in range(11))
QUANTILES = (0.25, 0.5, 0.75)


def distributions(figures: pl.DataFrame, wanted: Iterable[str] | None = None) -> list[dict[str, object]]:
    """For each indicator: how many partnerships have a figure, quartiles, and cells of a histogram.

    Quartiles only from ten published figures on, each the mean of the five figures around it: none is that of
    one partnership. A cell of 1 to 4 partnerships is null, with a second one so that no subtraction gives it
    back; so is the number of published figures when 1 to 4 partnerships have none.
    """
    chosen = (
        list(wanted) if wanted is not None else figures["indicator"].unique(maintain_order=True).to_list()
    )
    return [_one(figures.filter(pl.col("indicator") == name), name) for name in chosen]


def _one(rows: pl.DataFrame, name: str) -> dict[str, object]:
    published = rows.filter(pl.col("status") == Status.PUBLISHED.value)["value"].drop_nulls().to_numpy()
    n = int(published.size)
    quartiles = _quartiles(np.sort(published)) if n >= 2 * LEAST else None
    edges = _edges(name, published)
    cells = np.histogram(published, edges)[0].tolist() if n else []
    return {
        "indicator": name,
        "partnerships": _safe(rows.height),
        "published": _safe(n) if _safe(rows.height - n) is not None else None,
        "quartiles": quartiles,
        "edges": [float(edge) for edge in edges] if n >= LEAST else [],
        "cells": hidden(cells, LEAST) if n >= LEAST else [],
    }


def _quartiles(ordered: np.ndarray) -> list[float]:
    """The quartiles, each smoothed over the five ordered figures around it."""
    places = [round(share * (ordered.size - 1)) for share in QUANTILES]
    starts = [min(max(place - LEAST // 2, 0), ordered.size - LEAST) for place in places]
    return [round(float(ordered[start : start + LEAST].mean()), 4) for start in starts]


def _safe(count: int) -> int | None:
    """A count of partnerships as it may be shown: none, or five and more."""
    return count if count == 0 or count >= LEAST else None


def _edges(name: str, values: np.ndarray) -> np.ndarray:
    """Ten equal cells from 0 to 1 for a share; else ten from zero to a round number over the largest."""
    kind = INDICATORS[name].kind if name in INDICATORS else Kind.SHARE
    if kind in (Kind.SHARE, Kind.AMOUNT):
        return np.asarray(SHARE_EDGES)
    top = float(np.max(values, initial=0.0))
    low = min(float(np.min(values, initial=0.0)), 0.0)
    return np.linspace(low, max(_round_up(top), low + 1.0), 11)


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten: the largest figure itself is not given away."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= value))
