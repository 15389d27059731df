"""How far each series stands from the comparables' rate, over what sets like places apart anyway."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, haloed, records
from maillage.ui.charts.model import Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

ROW, PAPER_ROW, NARROW_ROW = 23, 18, 46  # px
TIMES = {-3: "÷ 8", -2: "÷ 4", -1: "÷ 2", 0: "autant", 1: "× 2", 2: "× 4", 3: "× 8"}
WIDEST = 3  # doublings


@dataclass(frozen=True)
class GapRow:
    """One series: the place's rate and interval, the comparables' rate, and the rates between which chance
    and their own differences leave a like place (`usual_*`), all per 1 000.
    """

    name: str
    value: float
    low: float
    high: float
    reference: float
    usual_low: float
    usual_high: float
    apart: bool = False


def gap_plot(
    rows: Sequence[GapRow], *, reading: str, caption: str, hue: int = 205, chroma: float = 0.07
) -> Chart:
    """Draw `rows` in the order given, on a scale of doublings; those `apart` in bold and accented."""
    ordered = tuple(rows)
    return Chart(
        reading=reading, table=_table(ordered, caption), values=_values(ordered), hue=hue, chroma=chroma,
        legend=(
            LegendItem("point", "taux d'ici et intervalle à 95 %, rapportés au taux des comparables"),
            LegendItem("bar", "ce qui en sépare d'ordinaire un territoire semblable"),
        ),
        make=lambda width, palette: _draw(ordered, width, palette),
    )  # fmt: skip


def _values(rows: Sequence[GapRow]) -> str:
    said = [
        f"{row.name} : {typography.with_interval(row.value, row.low, row.high)},"
        f" comparables {typography.rate(row.reference)}"
        for row in rows
    ]
    return f"{' ; '.join(said)}." if said else ""


def _table(rows: Sequence[GapRow], caption: str) -> Table:
    header = ("Série", "Taux", "Intervalle à 95 %", "Comparables", "D'ordinaire")
    cells = tuple(
        (row.name, typography.rate(row.value), typography.interval(row.low, row.high, row.value),
         typography.rate(row.reference), typography.interval(row.usual_low, row.usual_high, row.reference))
        for row in rows
    )  # fmt: skip
    return Table(caption, tuple(map(typography.french, header)), cells, frozenset({1, 2, 3, 4}))


def _draw(rows: Sequence[GapRow], width: int, palette: Palette) -> Spec:
    narrow = width < 500
    left, right = (12, 12) if narrow else (int(0.32 * width), 112)
    step = NARROW_ROW if narrow else PAPER_ROW if width < 700 else ROW
    reach = _reach(rows)
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    labels = "[" + ",".join(f"'{TIMES[n]}'" for n in range(-reach, reach + 1)) + f"][datum.value + {reach}]"
    axis = alt.Axis(
        values=list(range(-reach, reach + 1)), labelExpr=labels, title=None, grid=True, orient="top"
    )
    x = alt.X("point:Q").scale(scale).axis(axis)
    data = records([_row(index, row, reach, palette) for index, row in enumerate(rows)])
    layers = _layers(alt.Chart(data), x, palette, narrow, left)
    plot = alt.layer(*layers).properties(width=width - left - right, height=step * len(rows))
    return framed(plot, palette, Margins(left=left, right=right, top=28))


def _reach(rows: Sequence[GapRow]) -> int:
    """How many doublings each way: enough for every point and bar of an ordinary size."""
    sides = [abs(_log(value, row)) for row in rows for value in (row.value, row.low, row.high) if value > 0]
    return min(WIDEST, max(1, math.ceil(max(sides, default=1.0) - 0.05)))


def _log(value: float, row: GapRow) -> float:
    return math.log2(value / row.reference)


def _row(index: int, row: GapRow, reach: int, palette: Palette) -> dict[str, Any]:
    def at(value: float) -> float:
        return max(-reach, min(reach, _log(value, row))) if value > 0 else -reach

    return {
        "row": index, "name": typography.french(row.name), "apart": row.apart,
        "point": at(row.value), "low": at(row.low),
        "high": at(row.high), "usual_low": at(row.usual_low), "usual_high": at(row.usual_high),
        "written": f"{typography.rate(row.value)} pour {typography.rate(row.reference)}", "end": reach,
        "colour": palette.us if row.apart else palette.them,
    }  # fmt: skip


def _layers(base: Any, x: Any, palette: Palette, narrow: bool, left: int) -> list[Any]:
    y = alt.Y("row:O").axis(None).scale(padding=0)
    data, lift = base.encode(y=y), 10 if narrow else 0
    colour = alt.Color("colour:N").scale(None).legend(None)
    start = alt.datum.end * -1
    words = {
        "align": "left",
        "baseline": "middle",
        "dx": 0 if narrow else 4 - left,
        "dy": -11 if narrow else 0,
    }
    at_start = data.transform_calculate(start=start)
    layers = [
        data.mark_bar(height=10, yOffset=lift, strokeWidth=0.75).encode(
            x=alt.X("usual_low:Q"), x2=alt.X2("usual_high:Q"), color=alt.ColorValue(palette.grid),
            stroke=alt.StrokeValue(palette.them),
        ),
        alt.Chart(records([{"one": 0}])).mark_rule(strokeWidth=1, strokeDash=[3, 3]).encode(
            x=alt.X("one:Q"), color=alt.ColorValue(palette.ink)
        ),
        data.mark_rule(strokeWidth=3, yOffset=lift).encode(
            x=alt.X("low:Q"), x2=alt.X2("high:Q"), color=colour
        ),
        data.mark_circle(size=80, opacity=1, yOffset=lift).encode(x=x, color=colour),
    ]  # fmt: skip
    for apart, weight in ((True, 600), (False, 400)):
        rows = at_start.transform_filter(alt.datum.apart == apart)
        layers += haloed(rows, words | {"fontWeight": weight}, "name:N", palette, x=alt.X("start:Q"))
        layers += _numbers(rows, palette, weight, narrow)
    return layers


def _numbers(rows: Any, palette: Palette, weight: int, narrow: bool) -> list[Any]:
    where = {"align": "right" if narrow else "left", "baseline": "middle", "fontWeight": weight}
    where |= {"dx": 0, "dy": -11} if narrow else {"dx": 12, "dy": 0}
    return [
        rows.mark_text(**where).encode(
            x=alt.X("end:Q"), text=alt.Text("written:N"), color=alt.ColorValue(palette.ink2)
        )
    ]
