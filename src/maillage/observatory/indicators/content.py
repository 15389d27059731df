"""What a snapshot holds: figures of the day, their history, lists, reading, events; never of a person."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import polars as pl
from dateutil.relativedelta import relativedelta

from maillage.observatory.indicators import reading
from maillage.observatory.indicators.blocks import told
from maillage.observatory.indicators.comparators import sisters
from maillage.observatory.indicators.figures import figures
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Kind

YEARS, YEAR = 5, 12
SIGNS = "maillage.observatory.indicators.contract_signs"
KEPT = (
    "indicator", "start", "end", "status", "value", "low", "high", "numerator", "denominator", "unknown",
    "floor", "ceiling",
)  # fmt: skip
PAST = ("status", "value", "low", "high")
Frames = Mapping[str, pl.DataFrame]
Content = dict[str, Any]


def history_days(day: date) -> list[date]:
    """The same day of each of the five years before, and the half-years between, the oldest first."""
    return [day - relativedelta(months=6 * half) for half in range(2 * YEARS, 0, -1)]


def contents(
    frames: Frames, partnerships: Sequence[int], day: date, *, version: str,
    others: pl.DataFrame | None = None,
) -> dict[int, Content]:  # fmt: skip
    """The snapshot of each of these partnerships on a day, all computed at once.

    `others`: the figures of comparable partnerships on that day, or near it; without any, nothing is said of
    sisters. The past is read on the records as they stood on each day.
    """
    view = View(frames, day)
    now = figures(view, told())
    past = {on: figures(View(frames, on), told()) for on in history_days(day)}
    compared = now if others is None else pl.concat([now, others], how="vertical")
    held = _Held(now, past, compared, _lists(view), _signs(view), _events(view, day))
    return {pk: held.content(pk, day, version) for pk in partnerships}


class _Held:
    """All that was computed for several partnerships, from which each takes its part."""

    def __init__(
        self, now: pl.DataFrame, past: Mapping[date, pl.DataFrame], compared: pl.DataFrame,
        lists: Mapping[str, pl.DataFrame], signs: pl.DataFrame | None, events: pl.DataFrame,
    ) -> None:  # fmt: skip
        self.compared, self.signs = compared, signs
        self.now = now.partition_by("partnership", as_dict=True)
        self.past = {on: table.partition_by("partnership", as_dict=True) for on, table in past.items()}
        self.lists = lists
        self.events = events

    def content(self, pk: int, day: date, version: str) -> Content:
        """The snapshot of one partnership."""
        mine = self.now.get((pk,))
        rows = [] if mine is None else mine.to_dicts()
        told_events = self.events.filter(pl.col("partnership") == pk).drop("partnership").to_dicts()
        return {
            "day": day.isoformat(), "code_version": version, "figures": self._figures(rows, pk),
            "history": self._history(pk, [row["indicator"] for row in rows]), "lists": self._of_lists(pk),
            "reading": self._reading(pk, day, told_events), "events": told_events,
        }  # fmt: skip

    def _figures(self, rows: list[dict[str, Any]], pk: int) -> Content:
        near = sisters(self.compared.filter(pl.col("partnership") != pk)).to_dicts()
        middle = {row.pop("indicator"): row for row in near if row["middle"] is not None}
        return {
            row["indicator"]: {name: row[name] for name in KEPT} | {"sisters": middle.get(row["indicator"])}
            for row in rows
        }

    def _history(self, pk: int, names: Sequence[str]) -> Content:
        found: dict[str, list[Any]] = {name: [] for name in names}
        for on, tables in self.past.items():
            rows = tables.get((pk,))
            for row in [] if rows is None else rows.iter_rows(named=True):
                if row["indicator"] in found:
                    found[row["indicator"]].append({"day": on} | {name: row[name] for name in PAST})
        return found

    def _of_lists(self, pk: int) -> Content:
        return {
            name: rows.filter(pl.col("partnership") == pk).drop("partnership").to_dicts()
            for name, rows in self.lists.items()
        }

    def _reading(self, pk: int, day: date, told_events: list[dict[str, Any]]) -> Content:
        before = self.past.get(day - relativedelta(months=YEAR))
        since = day - relativedelta(months=2 * YEAR)
        words = [row["title"] for row in told_events if row["day"] > since]
        earlier = before.get((pk,)) if before else None
        return reading.read(self.compared, earlier, pk, signs=self.signs, events=words)


def _lists(view: View) -> dict[str, pl.DataFrame]:
    """The institutions of each list, sorted; a list is of institutions, never of persons."""
    columns = ["partnership", "institution", "group", "yes", "total"]
    wanted = [name for name in told() if INDICATORS[name].kind is Kind.LIST]
    tables = {name: INDICATORS[name].compute(view) for name in wanted}
    return {
        name: table.filter(pl.col("institution").is_not_null()).select(columns).sort(columns[:3])
        for name, table in tables.items()
    }


def _signs(view: View) -> pl.DataFrame | None:
    """The five signs of a contract without co-production, where their family is there."""
    if find_spec(SIGNS) is None:
        return None
    found: pl.DataFrame = import_module(SIGNS).signs(view)
    return found


def _events(view: View, day: date) -> pl.DataFrame:
    since = day - relativedelta(months=YEAR * (YEARS + 1))
    rows = view.table("events").filter(pl.col("day") > since)
    return rows.select("partnership", "day", "kind", "title").sort("partnership", "day", "kind", "title")


def canonical(content: Content) -> str:
    """The text of a snapshot: sorted keys, dates in ISO, no number that is none."""
    return json.dumps(
        _plain(content), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value
