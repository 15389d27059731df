"""Frames from a few rows: what a row does not say is unknown, and the partnership is the first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import FRAMES

Rows = dict[str, list[dict[str, Any]]]  # a few rows a frame, as an example writes them


def frames_of(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pl.DataFrame]:
    """Frames by name; dates are ISO texts, missing columns null, a missing `partnership` is 1."""
    return {name: _frame(name, lines) for name, lines in rows.items()}


def _frame(name: str, lines: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    shape = FRAMES[name]
    unknown = {key for line in lines for key in line} - set(shape.schema)
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    full = [
        {"partnership": 1, **{column: line.get(column) for column in shape.columns}, **line} for line in lines
    ]
    dated = [{key: _day(shape.schema[key], value) for key, value in line.items()} for line in full]
    return pl.DataFrame(dated, schema=shape.schema)


def _day(kind: Any, value: Any) -> Any:
    return date.fromisoformat(value) if kind == pl.Date and isinstance(value, str) else value


def view_of(rows: Mapping[str, Sequence[Mapping[str, Any]]], day: str) -> View:
    """A view of these rows on that day."""
    return View(frames_of(rows), date.fromisoformat(day))
