"""Where indicators declare themselves: one decorated function each, found by its id."""

from collections.abc import Callable
from typing import Any

import polars as pl

from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Indicator

Compute = Callable[[View], pl.DataFrame]
INDICATORS: dict[str, Indicator] = {}


def indicator(**words: Any) -> Callable[[Compute], Compute]:
    """Register a function `(View) -> frame` under its id; the columns it returns are those of its `kind`."""

    def keep(function: Compute) -> Compute:
        one = Indicator(compute=function, **words)
        if one.id in INDICATORS:
            raise ValueError(f"Deux indicateurs portent l'identifiant {one.id}.")
        INDICATORS[one.id] = one
        return function

    return keep
