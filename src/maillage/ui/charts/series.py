"""Counts by date: one line a series, its last value beside it; a date without count breaks the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, haloed, records, ticks, top
from maillage.ui.charts.model import NARROW, PAPER, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

DASHES = ([1, 0], [5, 4], [2, 3])


@dataclass(frozen=True)
class CountSeries:
    """A name and its counts, in the order of the dates; None: not known."""

    name: str
    counts: Sequence[int | None]


def count_series(
    days: Sequence[date], series: Sequence[CountSeries], *, reading: str, caption: str, hue: int = 205,
    chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw at most three series from a scale that starts at zero, told apart by dash and by name."""
    kept = tuple(series)[: len(DASHES)]
    kinds = ("line", "dashes", "point")
    return Chart(
        reading=reading, table=_table(days, kept, caption), values=_values(days, kept), hue=hue,
        chroma=chroma,
        legend=tuple(LegendItem(kind, one.name) for kind, one in zip(kinds, kept, strict=False)),
        make=lambda width, palette: _draw(days, kept, width, palette),
    )  # fmt: skip


def _table(days: Sequence[date], series: Sequence[CountSeries], caption: str) -> Table:
    header = ("Date", *(one.name[:1].upper() + one.name[1:] for one in series))
    rows = tuple(
        (typography.french_date(day), *(_shown(one.counts[at]) for one in series))
        for at, day in enumerate(days)
    )
    return Table(caption, tuple(map(typography.french, header)), rows, frozenset(range(1, len(header))))


def _shown(count: int | None) -> str:
    return "non connu" if count is None else typography.number(count, 0)


def _values(days: Sequence[date], series: Sequence[CountSeries]) -> str:
    if not days:
        return ""
    said = [f"{one.name} : {_shown(one.counts[0])} puis {_shown(one.counts[-1])}" for one in series]
    return f"De {days[0].year} à {days[-1].year}, {' ; '.join(said)}."


def _draw(days: Sequence[date], series: Sequence[CountSeries], width: int, palette: Palette) -> Spec:
    high = top([float(count) for one in series for count in one.counts if count is not None])
    height = {NARROW: 200, PAPER: 165}.get(width, 240)
    left, right = 40, 64
    years = alt.Axis(format="%Y", title=None, grid=False, tickCount=4 if width == NARROW else 8)
    x = alt.X("day:T").axis(years)
    y = alt.Y("count:Q").scale(domain=[0, high]).axis(values=ticks(high, 4), format="d", title=None)
    layers: list[Any] = []
    for index, one in enumerate(series):
        layers += _line(days, one, index, x, y, palette)
    plot = alt.layer(*layers).properties(width=width - left - right, height=height)
    return framed(plot, palette, Margins(left=left, right=right, top=14, bottom=24))


def _line(days: Sequence[date], one: CountSeries, index: int, x: Any, y: Any, palette: Palette) -> list[Any]:
    known = [at for at, count in enumerate(one.counts) if count is not None]
    rows = [
        {"day": day.isoformat(), "count": count, "word": _shown(count)}
        for day, count in zip(days, one.counts, strict=True)
    ]
    colour = palette.us if index == 0 else palette.them
    line = alt.Chart(records(rows)).mark_line(
        strokeWidth=2 if index == 0 else 1.5, strokeDash=DASHES[index], point=len(known) < 3
    ).encode(x=x, y=y, color=alt.value(colour))  # fmt: skip
    last = alt.Chart(records([rows[known[-1]]] if known else []))
    words = haloed(last, {"align": "left", "dx": 8, "dy": 0}, "word:N", palette, x=x, y=y)
    return [line, *words]
