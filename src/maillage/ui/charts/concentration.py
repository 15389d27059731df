"""Cumulated shares: what part of the total goes to the part of the inhabitants where need is least."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, records
from maillage.ui.charts.model import NARROW, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

STEPS = [0.0, 0.25, 0.5, 0.75, 1.0]
SIDE = 360  # px: the widest the square is drawn


@dataclass(frozen=True)
class SharePoint:
    """One point of the curve, both from 0 to 1: inhabitants counted from the least need, and the money."""

    people: float
    money: float


def concentration_curve(
    points: Sequence[SharePoint], *, reading: str, caption: str, hue: int = 205, chroma: float = 0.07
) -> Chart:
    """Draw the curve in a square, over the diagonal where everybody would get the same."""
    ordered = tuple(points)
    return Chart(
        reading=reading, table=_table(ordered, caption), values=_values(ordered), hue=hue, chroma=chroma,
        legend=(
            LegendItem("line", "part cumulée des euros"),
            LegendItem("dashes", "la même somme pour chaque habitant"),
        ),
        make=lambda width, palette: _draw(ordered, width, palette),
    )  # fmt: skip


def _at(points: Sequence[SharePoint], people: float) -> float:
    """The money at this share of the inhabitants, on the line between two points."""
    for before, after in pairwise(points):
        if before.people <= people <= after.people and after.people > before.people:
            along = (people - before.people) / (after.people - before.people)
            return before.money + along * (after.money - before.money)
    return points[-1].money if points else 0.0


def _percent(share: float) -> str:
    return f"{typography.number(100 * share, 0)} %"


def _values(points: Sequence[SharePoint]) -> str:
    return (
        f"La moitié des habitants où le besoin est le moindre reçoit {_percent(_at(points, 0.5))} des euros."
    )


def _table(points: Sequence[SharePoint], caption: str) -> Table:
    header = ("Habitants, du moindre besoin au plus fort", "Part cumulée des euros")
    rows = tuple((_percent(step / 10), _percent(_at(points, step / 10))) for step in range(1, 11))
    return Table(caption, tuple(map(typography.french, header)), rows, frozenset({1}))


def _draw(points: Sequence[SharePoint], width: int, palette: Palette) -> Spec:
    left, right = 48, 16
    side = min(width - left - right, SIDE)
    labels = "format(datum.value * 100, '.0f') + '\u202f%'"
    axis: dict[str, Any] = {"values": STEPS, "labelExpr": labels, "grid": True, "tickCount": 0}
    short = width <= NARROW
    x = (
        alt.X("people:Q").scale(domain=[0, 1], nice=False)
        .axis(title="habitants" if short else "habitants, du moindre besoin au plus fort", **axis)
    )  # fmt: skip
    y = alt.Y("money:Q").scale(domain=[0, 1], nice=False).axis(title="euros", **axis)
    rows = [{"people": point.people, "money": point.money} for point in points]
    even = [{"people": end, "money": end} for end in (0, 1)]
    layers = [
        alt.Chart(records(even)).mark_line(strokeDash=[4, 3], strokeWidth=1.5).encode(
            x=x, y=y, color=alt.ColorValue(palette.them)
        ),
        alt.Chart(records(rows)).mark_line(strokeWidth=2, strokeJoin="round").encode(
            x=x, y=y, color=alt.ColorValue(palette.us)
        ),
    ]  # fmt: skip
    plot = alt.layer(*layers).properties(width=side, height=side)
    return framed(plot, palette, Margins(left=left + 18, right=right, top=12, bottom=48))
