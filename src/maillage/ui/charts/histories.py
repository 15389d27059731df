"""One figure over dated states: its line in its interval, what was decided or happened as upright rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, haloed, records, ticks, top
from maillage.ui.charts.model import PAPER, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

LEFT, RIGHT, ROOM = 44, 66, 14  # px; ROOM: the height of one line of words above the plot
MANY = 6  # events named on the picture; the table has them all


@dataclass(frozen=True)
class DatedPoint:
    """The figure as it stood on a day, or None with the `word` that says why."""

    day: date
    value: float | None
    low: float | None
    high: float | None
    word: str = "pas encore lisible"


@dataclass(frozen=True)
class DatedEvent:
    """Something that happened: no cause is claimed."""

    day: date
    text: str


def history(
    points: Sequence[DatedPoint], *, reading: str, unit: str, caption: str,
    events: Sequence[DatedEvent] = (), threshold: float | None = None, threshold_label: str = "",
    highest: float | None = None, places: int | None = None, hue: int = 205, chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw `points` from a scale that holds zero; events between the first and the last are rules."""
    ordered = tuple(sorted(points, key=lambda point: point.day))
    inside = tuple(row for row in events if ordered and ordered[0].day <= row.day <= ordered[-1].day)
    legend = [LegendItem("band", "chiffre et intervalle à 95 %")]
    if threshold is not None:
        legend.append(LegendItem("dashes", threshold_label))
    return Chart(
        reading=reading, table=_table(ordered, inside, (unit, places), caption), legend=tuple(legend),
        values=_values(ordered, places), hue=hue, chroma=chroma,
        note="Traits verticaux : ce qui s'est passé ; rien ne dit que ce soit la cause." if inside else "",
        make=lambda width, palette: _draw(
            ordered, inside, (unit, places), (threshold, highest), width, palette
        ),
    )  # fmt: skip


def _values(points: Sequence[DatedPoint], places: int | None) -> str:
    known = [point for point in points if point.value is not None]
    if not known:
        return "Aucune date n'a de chiffre."
    first, last = known[0], known[-1]
    now = _with_interval(last, places)
    start = f"De {typography.rate(first.value, places)} le {typography.french_date(first.day)}"
    return f"{start} à {now}, le {typography.french_date(last.day)}."


def _with_interval(point: DatedPoint, places: int | None) -> str:
    between = _between(point, places)
    return typography.rate(point.value, places) + (f" (de {between})" if between else "")


def _between(point: DatedPoint, places: int | None) -> str:
    if places is None or point.low is None or point.high is None:
        return typography.interval(point.low, point.high, point.value)
    return f"{typography.rate(point.low, places)} à {typography.rate(point.high, places)}"


def _table(
    points: Sequence[DatedPoint], events: Sequence[DatedEvent], said: tuple[str, int | None], caption: str
) -> Table:
    unit, places = said
    figures = [
        (point.day, typography.rate(point.value, places) or point.word, _between(point, places), "")
        for point in points
    ]
    happened = [(row.day, "", "", row.text) for row in events]
    rows = sorted([*figures, *happened], key=lambda row: row[0])
    header = ("Date", unit[:1].upper() + unit[1:], "Intervalle à 95 %", "Ce qui s'est passé")
    cells = tuple((typography.french_date(day), *rest) for day, *rest in rows)
    return Table(caption, tuple(map(typography.french, header)), cells, frozenset({1, 2}))


def _draw(
    points: Sequence[DatedPoint], events: Sequence[DatedEvent], said: tuple[str, int | None],
    scale: tuple[float | None, float | None], width: int, palette: Palette,
) -> Spec:  # fmt: skip
    (threshold, highest), (unit, places) = scale, said
    known = [
        number for point in points for number in (point.value, point.low, point.high) if number is not None
    ]
    end = highest or top([*known, threshold or 0.0])
    base = -top([-number for number in known]) if min(known, default=0.0) < 0 else 0.0
    start, last = _at(points[0].day), _at(points[-1].day)
    x = (
        alt.X("at:Q")
        .scale(domain=[start, max(last, start + 1)], nice=False, zero=False)
        .axis(
            alt.Axis(values=_years(start, last, width), format="d", title=None, grid=False, labelBound=False)
        )
    )
    y = (
        alt.Y("value:Q")
        .scale(domain=[base, end])
        .axis(
            format=",.4~f",
            values=[*(-mark for mark in ticks(-base or 1.0, 2)[1:] if base), *ticks(end, 4)],
            title=None,
            grid=True,
        )
    )
    data = alt.Chart(records([_row(point, point is points[-1], places) for point in points]))
    layers = [*_rules(events, x, width, palette), *_band(data, x, palette)]
    layers += [_threshold(threshold, palette)] if threshold is not None else []
    layers += _line(data, x, y, palette)
    named = min(len(events), MANY)
    layers.append(_title(unit, (base, end), ROOM * named, palette))
    height = 165 if width == PAPER else 200 if width < PAPER else 230
    plot = alt.layer(*layers).properties(width=width - LEFT - RIGHT, height=height)
    return framed(plot, palette, Margins(left=LEFT, right=RIGHT, top=24 + ROOM * (named + 1), bottom=24))


def _at(day: date) -> float:
    """A day as a part of its year, so that years are the marks of the axis."""
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _years(start: float, last: float, width: int) -> list[int]:
    years = list(range(int(start) + (start > int(start)), int(last) + 1))
    step = max(1, -(-len(years) * 48 // max(width - LEFT - RIGHT, 1)))
    return years[::-1][::step][::-1]


def _row(point: DatedPoint, last: bool, places: int | None) -> dict[str, Any]:
    return {
        "at": _at(point.day), "value": point.value, "low": point.low, "high": point.high,
        "last": last and point.value is not None, "now": typography.rate(point.value, places),
    }  # fmt: skip


def _band(data: Any, x: Any, palette: Palette) -> list[Any]:
    breaks = "break-paths-show-path-domains"
    edge = {"color": alt.ColorValue(palette.edge)}
    return [
        data.mark_area(invalid=breaks).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=alt.ColorValue(palette.band)
        ),
        data.mark_line(strokeWidth=1, invalid=breaks).encode(x=x, y=alt.Y("low:Q"), **edge),
        data.mark_line(strokeWidth=1, invalid=breaks).encode(x=x, y=alt.Y("high:Q"), **edge),
        data.mark_rule(strokeWidth=1).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), **edge),
    ]


def _line(data: Any, x: Any, y: Any, palette: Palette) -> list[Any]:
    end = data.transform_filter(alt.datum.last)
    us = {"color": alt.ColorValue(palette.us)}
    known = data.transform_filter(alt.datum.value != None)  # noqa: E711  (Vega expression)
    return [
        data.mark_line(strokeWidth=2, invalid="break-paths-show-path-domains").encode(x=x, y=y, **us),
        known.mark_circle(size=36, opacity=1).encode(x=x, y=y, **us),
        end.mark_text(align="left", dx=8, fontWeight=600, fontSize=palette.size + 2).encode(
            x=x, y=y, text=alt.Text("now:N"), color=alt.ColorValue(palette.ink)
        ),
    ]


def _rules(events: Sequence[DatedEvent], x: Any, width: int, palette: Palette) -> list[Any]:
    """Each event an upright rule, its words above the plot, one line each so that none cover another."""
    layers: list[Any] = []
    for index, row in enumerate(events):
        data = alt.Chart(records([{"at": _at(row.day), "text": row.text}]))
        ink = alt.value(palette.ink2)
        layers.append(data.mark_rule(strokeDash=[1, 3], strokeWidth=1.5).encode(x=x, color=ink))
        if index < MANY:
            side = "right" if _late(events, row) else "left"
            mark = {"align": side, "baseline": "bottom", "dx": -3 if side == "right" else 3,
                    "dy": -4 - ROOM * index, "limit": width // 2}  # fmt: skip
            layers += haloed(data, mark, "text:N", palette, x=x, y=alt.YValue(0))
    return layers


def _late(events: Sequence[DatedEvent], row: DatedEvent) -> bool:
    """Words of the second half are written to the left of their rule, to stay in the picture."""
    return row.day > events[0].day + (events[-1].day - events[0].day) / 2


def _threshold(value: float, palette: Palette) -> Any:
    rule = alt.Chart(records([{"value": value}])).mark_rule(strokeDash=[4, 3], strokeWidth=1.5)
    return rule.encode(y=alt.Y("value:Q"), color=alt.ColorValue(palette.them))


def _title(unit: str, ends: tuple[float, float], above: int, palette: Palette) -> Any:
    low, high = (f"{end:.4g}".replace(".", ",").replace("-", "−") for end in ends)
    text = alt.Chart(records([{"text": typography.french(f"{unit}, de {low} à {high}")}]))
    mark = text.mark_text(align="left", baseline="bottom", dx=4 - LEFT, dy=-8 - above)
    return mark.encode(
        x=alt.XValue(0), y=alt.YValue(0), text=alt.Text("text:N"), color=alt.ColorValue(palette.ink2)
    )
