"""One series over the years: our line in its band, comparables dashed, what broke the series."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, records, ticks, top
from maillage.ui.charts.model import HALF, NARROW, PAPER, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette


@dataclass(frozen=True)
class YearPoint:
    """One year: figure and interval, the comparables' figure, or None with the `word` that says why."""

    year: int
    value: float | None
    low: float | None
    high: float | None
    comparable: float | None = None
    word: str = "non publié"


@dataclass(frozen=True)
class TrendNote:
    """Something changed before `year` (method, software): a dotted rule and its words."""

    year: int
    text: str


def trend(
    points: Sequence[YearPoint], *, reading: str, unit: str, caption: str, place: str,
    notes: Sequence[TrendNote] = (), comparable_label: str = "taux d'ensemble des territoires comparables",
    hue: int = 205, chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw `points` from a scale that starts at zero. A year without figure breaks the line."""
    ordered = tuple(sorted(points, key=lambda point: point.year))
    legend = [LegendItem("band", f"{place} et son intervalle à 95 %")]
    if any(point.comparable is not None for point in ordered):
        legend.append(LegendItem("dashes", comparable_label))
    return Chart(
        reading=reading, table=_table(ordered, unit, caption, comparable_label), legend=tuple(legend),
        values=_values(ordered), hue=hue, chroma=chroma,
        make=lambda width, palette: _draw(ordered, notes, unit, width, palette),
    )  # fmt: skip


def _values(points: Sequence[YearPoint]) -> str:
    known = [point for point in points if point.value is not None]
    if not known:
        return "Aucune année n'a de chiffre."
    first, last = known[0], known[-1]
    now = typography.with_interval(last.value, last.low, last.high)
    return f"De {typography.rate(first.value)} en {first.year} à {now}, en {last.year}."


def _table(points: Sequence[YearPoint], unit: str, caption: str, comparable: str) -> Table:
    with_others = any(point.comparable is not None for point in points)
    header = ["Année", unit[:1].upper() + unit[1:], "Intervalle à 95 %"]
    rows = [
        [
            str(point.year),
            typography.rate(point.value) or point.word,
            typography.interval(point.low, point.high, point.value),
        ]
        for point in points
    ]
    if with_others:
        header.append(comparable[:1].upper() + comparable[1:])
        for row, point in zip(rows, points, strict=True):
            row.append(typography.rate(point.comparable))
    return Table(
        caption, tuple(map(typography.french, header)), tuple(map(tuple, rows)),
        frozenset(range(1, len(header))),
    )  # fmt: skip


def _draw(
    points: Sequence[YearPoint], notes: Sequence[TrendNote], unit: str, width: int, palette: Palette
) -> Spec:
    high = top(
        [number for point in points for number in (point.value, point.high, point.comparable) if number]
    )
    years = [points[0].year, max(points[-1].year, points[0].year + 1)]
    height = {NARROW: 200, PAPER: 165, HALF: 92}.get(width, 240)  # on paper two series share a page
    left, right = (36, max(66, _room(points))) if width == HALF else (40, 84)
    axis = alt.Axis(
        values=_years(points, width), format="d", title=None, grid=False, tickCount=0, labelBound=False
    )
    x = alt.X("year:Q").scale(domain=years, nice=False).axis(axis)
    y = (
        alt.Y("value:Q")
        .scale(domain=[0, high])
        .axis(
            format=",.4~f",
            values=[0, high / 2, high] if width == HALF else ticks(high, 4),
            title=None,
            grid=True,
        )
    )
    data = alt.Chart(records(_rows(points, unit)))
    layers = [*_band(data, x, y, palette), *_lines(data, x, y, palette), *_words(data, points, y, palette)]
    layers += _notes(notes, width, palette)
    title = _title(unit, high, palette, left, -12 if width == HALF else -34)
    plot = alt.layer(*layers, title).properties(width=width - left - right, height=height)
    return framed(plot, palette, Margins(left=left, right=right, top=30 if width == HALF else 54, bottom=24))


def _room(points: Sequence[YearPoint]) -> int:
    """Pixels for the last interval, written beside the line."""
    known = [point for point in points if point.value is not None]
    return (
        10 + int(6.3 * len(typography.interval(known[-1].low, known[-1].high, known[-1].value)))
        if known
        else 0
    )


def _rows(points: Sequence[YearPoint], unit: str) -> list[dict[str, Any]]:
    known = {point.year for point in points if point.value is not None}
    last = max(known, default=None)
    return [
        {
            "year": point.year, "value": point.value, "low": point.low, "high": point.high,
            "other": point.comparable, "word": point.word if point.value is None else None,
            "last": point.year == last,
            "alone": point.year in known and not known & {point.year - 1, point.year + 1},
            "now": typography.rate(point.value),
            "doubt": typography.interval(point.low, point.high, point.value),
        }
        for point in points
    ]  # fmt: skip


def _years(points: Sequence[YearPoint], width: int) -> list[int]:
    years = [point.year for point in points]
    if width == HALF:
        return sorted({years[0], years[-1]})
    step = max(1, -(-len(years) * 48 // (width - 124)))
    return years[::-1][::step][::-1]


def _band(data: Any, x: Any, y: Any, palette: Palette) -> list[Any]:
    edge = {"strokeWidth": 1, "invalid": "break-paths-show-path-domains"}
    return [
        data.mark_area(invalid=edge["invalid"]).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=alt.ColorValue(palette.band)
        ),
        data.mark_line(**edge).encode(x=x, y=alt.Y("low:Q"), color=alt.ColorValue(palette.edge)),
        data.mark_line(**edge).encode(x=x, y=alt.Y("high:Q"), color=alt.ColorValue(palette.edge)),
        data.transform_filter(alt.datum.alone)
        .mark_rule(strokeWidth=3).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=alt.ColorValue(palette.edge)
        ),
    ]  # fmt: skip


def _lines(data: Any, x: Any, y: Any, palette: Palette) -> list[Any]:
    breaks = "break-paths-show-path-domains"
    return [
        data.mark_line(strokeDash=[4, 3], strokeWidth=1.5, invalid=breaks).encode(
            x=x, y=alt.Y("other:Q"), color=alt.ColorValue(palette.them)
        ),
        data.mark_line(strokeWidth=2, strokeJoin="round", invalid=breaks).encode(
            x=x, y=y, color=alt.ColorValue(palette.us)
        ),
        data.transform_filter(alt.datum.value != None)  # noqa: E711
        .mark_circle(size=36, opacity=1).encode(x=x, y=y, color=alt.ColorValue(palette.us)),
    ]  # fmt: skip


def _words(data: Any, points: Sequence[YearPoint], y: Any, palette: Palette) -> list[Any]:
    """The last figure and its interval beside the line; for a missing year, its word standing upright."""
    end = data.transform_filter(alt.datum.last)
    past = data.transform_filter(alt.datum.word != None)  # noqa: E711
    return [
        end.mark_text(align="left", dx=8, dy=-3, fontWeight=600, fontSize=palette.size + 2).encode(
            x=alt.X("year:Q"), y=y, text=alt.Text("now:N"), color=alt.ColorValue(palette.ink)
        ),
        end.mark_text(align="left", dx=8, dy=13).encode(
            x=alt.X("year:Q"), y=y, text=alt.Text("doubt:N"), color=alt.ColorValue(palette.ink2)
        ),
        past.mark_text(align="left", baseline="middle", angle=270, dx=8).encode(
            x=alt.X("year:Q"), y=alt.YDatum(0), text=alt.Text("word:N"), color=alt.ColorValue(palette.ink2)
        ),
    ]


def _notes(notes: Sequence[TrendNote], width: int, palette: Palette) -> list[Any]:
    if not notes:
        return []
    data = alt.Chart(records([{"year": note.year - 0.5, "text": note.text} for note in notes]))
    ink = alt.ColorValue(palette.ink2)
    return [
        data.mark_rule(strokeDash=[1, 3], strokeWidth=1.5).encode(x=alt.X("year:Q"), color=ink),
        data.mark_text(align="left", baseline="bottom", dx=4, dy=-8, limit=width // 2).encode(
            x=alt.X("year:Q"), y=alt.YValue(0), text=alt.Text("text:N"), color=ink
        ),
    ]


def _title(unit: str, high: float, palette: Palette, left: int, lift: int) -> Any:
    end = f"{high:.4g}".replace(".", ",")
    words = typography.french(f"{unit}, de 0 à {end}")
    text = alt.Chart(records([{"text": words}])).mark_text(
        align="left", baseline="bottom", dx=4 - left, dy=lift
    )
    return text.encode(
        x=alt.XValue(0), y=alt.YValue(0), text=alt.Text("text:N"), color=alt.ColorValue(palette.ink2)
    )
