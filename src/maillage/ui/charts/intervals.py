"""Our figure among comparable places, each with its interval. The order is population: it is no ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, haloed, records, ticks, top
from maillage.ui.charts.model import PAPER, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

ROW_WIDE, ROW_PAPER, ROW_TIGHT, ROW_NARROW, RIGHT = 30, 22, 15, 44, 40  # px
MANY = 12


@dataclass(frozen=True)
class PlaceRow:
    """One place: figure and interval in the chart's unit, or None with the `word` that says why."""

    name: str
    population: int
    value: float | None
    low: float | None
    high: float | None
    ours: bool = False
    word: str = "non publié"


def interval_plot(
    rows: Sequence[PlaceRow], *, reading: str, unit: str, caption: str, reference: float | None = None,
    reference_label: str = "taux d'ensemble des territoires comparables", hue: int = 205,
    chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw the intervals of `rows`, by population; ours bold and accented, `reference` dashed."""
    ordered = tuple(sorted(rows, key=lambda row: (-row.population, row.name)))
    legend = (LegendItem("dashes", reference_label),) if reference is not None else ()
    return Chart(
        reading=reading, table=_table(ordered, unit, caption), legend=legend,
        values=_values(ordered, reference), hue=hue, chroma=chroma,
        make=lambda width, palette: _draw(ordered, reference, unit, width, palette),
    )  # fmt: skip


def _values(rows: Sequence[PlaceRow], reference: float | None) -> str:
    said = [
        f"{row.name} : {typography.with_interval(row.value, row.low, row.high, row.word)}"
        for row in sorted(rows, key=lambda row: not row.ours)[:8]
    ]
    return " ; ".join(said) + ("." if reference is None else f" ; repère : {typography.rate(reference)}.")


def _table(rows: Sequence[PlaceRow], unit: str, caption: str) -> Table:
    cells = tuple(
        (row.name, typography.number(row.population), typography.rate(row.value) or row.word,
         typography.interval(row.low, row.high, row.value))
        for row in rows
    )  # fmt: skip
    header = ("Territoire", "Population", unit[:1].upper() + unit[1:], "Intervalle à 95 %")
    return Table(caption, tuple(map(typography.french, header)), cells, frozenset({1, 2, 3}))


def _draw(rows: Sequence[PlaceRow], reference: float | None, unit: str, width: int, palette: Palette) -> Spec:
    narrow = width < 500
    on_paper = ROW_PAPER if len(rows) <= MANY else ROW_TIGHT
    step = ROW_NARROW if narrow else on_paper if width == PAPER else ROW_WIDE
    known = [bound for row in rows for bound in (row.value, row.high) if bound is not None]
    high = top([*known, reference or 0.0])
    left = 12 if narrow else 210
    x = (
        alt.X("value:Q")
        .scale(domain=[0, high])
        .axis(format=",.2~f", values=ticks(high), title=unit, grid=True, orient="top")
    )
    layers = _layers(records(_rows(rows, palette)), x, palette, narrow, left)
    if reference is not None:
        layers.insert(0, _reference(reference, palette))
    plot = alt.layer(*layers).properties(width=width - left - RIGHT, height=step * len(rows))
    return framed(plot, palette, Margins(left=left, right=RIGHT, top=48))


def _rows(rows: Sequence[PlaceRow], palette: Palette) -> list[dict[str, Any]]:
    return [
        {
            "row": index, "name": row.name, "value": row.value, "low": row.low, "high": row.high, "zero": 0,
            "written": typography.rate(row.value), "word": row.word if row.value is None else "",
            "colour": palette.us if row.ours else palette.them, "weight": row.ours,
        }
        for index, row in enumerate(rows)
    ]  # fmt: skip


def _layers(data: Any, x: Any, palette: Palette, narrow: bool, left: int) -> list[Any]:
    y = alt.Y("row:O").axis(None).scale(padding=0)
    base = alt.Chart(data).encode(y=y)
    lift = 9 if narrow else 0
    shown = alt.datum.value != None  # noqa: E711  (Vega expression)
    colour = alt.Color("colour:N").scale(None).legend(None)
    names = {
        "align": "left",
        "baseline": "middle",
        "dx": 0 if narrow else 4 - left,
        "dy": -12 if narrow else 0,
    }
    known, hidden = base.transform_filter(shown), base.transform_filter(alt.datum.value == None)  # noqa: E711
    zero = alt.XDatum(0)
    layers = [
        known.mark_rule(strokeWidth=3, yOffset=lift).encode(
            x=alt.X("low:Q"), x2=alt.X2("high:Q"), color=colour
        ),
        known.mark_circle(size=90, opacity=1, yOffset=lift).encode(x=x, color=colour),
        *haloed(known, {"align": "left", "dx": 10, "dy": lift}, "written:N", palette, x=alt.X("high:Q")),
        *haloed(hidden, {"align": "left", "dx": 6, "dy": lift}, "word:N", palette, x=zero),
    ]
    for ours, weight in ((True, 600), (False, 400)):
        rows = base.transform_filter(alt.datum.weight == ours)
        layers += haloed(rows, names | {"fontWeight": weight}, "name:N", palette, x=zero)
    return layers


def _reference(value: float, palette: Palette) -> Any:
    rule = alt.Chart(records([{"reference": value}])).mark_rule(strokeDash=[3, 3], strokeWidth=1)
    return rule.encode(x=alt.X("reference:Q"), color=alt.ColorValue(palette.ink))
