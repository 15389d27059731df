"""Coordinates of the small marks drawn in templates: in percent, so the drawing is fluid."""

from collections.abc import Sequence
from typing import Any

from django import template

from maillage.ui import typography
from maillage.ui.charts import YearPoint
from maillage.ui.charts.frame import top as round_top

register = template.Library()
WIDTH, HEIGHT = 100, 40


@register.simple_tag
def range_mark(
    value: float | None, low: float | None, high: float | None, start: float = 0.0, end: float | None = None,
    reference: float | None = None,
) -> dict[str, Any] | None:  # fmt: skip
    """Where the bar, the point and the reference stand between `start` and `end`; None without a figure."""
    if value is None or low is None or high is None:
        return None
    last = end if end is not None else round_top([high, reference or 0.0])

    def at(number: float) -> float:
        return 100 * min(max((number - start) / (last - start), 0.0), 1.0) if last > start else 0.0

    mark = {
        "value": f"{at(value):.2f}%", "low": f"{at(low):.2f}%", "high": f"{at(high):.2f}%", "reference": "",
        "anchor": "middle", "start": typography.number(start), "end": typography.number(last),
        "said": typography.with_interval(value, low, high),
    }  # fmt: skip
    if reference is not None:
        where = at(reference)
        anchor = "start" if where < 25 else "end" if where > 75 else "middle"
        mark |= {"reference": f"{where:.2f}%", "anchor": anchor}
    return mark


@register.simple_tag
def trend_mark(points: Sequence[YearPoint], top: float | None = None) -> dict[str, Any]:
    """The paths of a small trend, in a box of 100 by 40; a year without figure breaks them."""
    highest = top or round_top(
        [number for p in points for number in (p.value, p.high, p.comparable) if number]
    )
    box = _Box(points[0].year, points[-1].year, highest)
    known = [point for point in points if point.value is not None]
    last = points[-1]
    return {
        "top": highest, "first": points[0].year, "last": last.year,
        "bands": [box.band(run) for run in _runs(points)],
        "lines": [box.line([(p.year, p.value) for p in run]) for run in _runs(points)],
        "others": [box.line([(p.year, p.comparable) for p in points if p.comparable is not None])],
        "now": typography.rate(last.value) or last.word, "doubt": typography.interval(last.low, last.high),
        "said": _said(known) if known else "aucune année publiée",
    }  # fmt: skip


def _said(known: Sequence[YearPoint]) -> str:
    first, last = known[0], known[-1]
    now = typography.with_interval(last.value, last.low, last.high)
    return f"de {typography.rate(first.value)} en {first.year} à {now}, en {last.year}"


def _runs(points: Sequence[YearPoint]) -> list[list[YearPoint]]:
    """Stretches of years that all have a figure."""
    runs: list[list[YearPoint]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


class _Box:
    """From a year and a figure to the coordinates of the small drawing."""

    def __init__(self, first: int, last: int, top: float) -> None:
        self.first, self.years, self.top = first, max(last - first, 1), top

    def at(self, year: int, value: float) -> str:
        across = WIDTH * (year - self.first) / self.years
        return f"{across:.2f},{HEIGHT - HEIGHT * min(value / self.top, 1):.2f}"

    def line(self, pairs: Sequence[tuple[int, float | None]]) -> str:
        known = [self.at(year, value) for year, value in pairs if value is not None]
        return "M" + " ".join(known if len(known) != 1 else known * 2) if known else ""

    def band(self, run: Sequence[YearPoint]) -> str:
        upper = [self.at(point.year, point.high or 0.0) for point in run]
        lower = [self.at(point.year, point.low or 0.0) for point in reversed(run)]
        return f"M{' '.join(upper)} L{' '.join(lower)}Z"
