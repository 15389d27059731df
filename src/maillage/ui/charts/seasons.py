"""The months of a year: how far each stands from the average month, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.ui import typography
from maillage.ui.charts import alt
from maillage.ui.charts.frame import Margins, framed, records, ticks, top
from maillage.ui.charts.model import HALF, Chart, LegendItem, Spec, Table
from maillage.ui.charts.palette import Palette

SHORT = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True)
class MonthPoint:
    """One month (1 to 12), its figure and interval in the chart's unit, or None when it cannot be given."""

    month: int
    value: float | None
    low: float | None
    high: float | None


def seasonality(
    points: Sequence[MonthPoint], *, reading: str, unit: str, caption: str, reference: float = 100.0,
    reference_label: str = "mois moyen", hue: int = 205, chroma: float = 0.07,
) -> Chart:  # fmt: skip
    """Draw twelve months around `reference` (100 for an index)."""
    ordered = tuple(sorted(points, key=lambda point: point.month))
    rows = tuple(
        (typography.MONTHS[point.month - 1], typography.rate(point.value) or "non publié",
         typography.interval(point.low, point.high, point.value))
        for point in ordered
    )  # fmt: skip
    header = ("Mois", typography.french(unit[:1].upper() + unit[1:]), typography.french("Intervalle à 95 %"))
    return Chart(
        reading=reading, table=Table(caption, header, rows, frozenset({1, 2})), hue=hue, chroma=chroma,
        legend=(LegendItem("point", "mois et son intervalle à 95 %"), LegendItem("dashes", reference_label)),
        values=_values(ordered),
        make=lambda width, palette: _draw(ordered, reference, unit, width, palette),
    )  # fmt: skip


def _values(points: Sequence[MonthPoint]) -> str:
    known = sorted(
        (point for point in points if point.value is not None), key=lambda point: point.value or 0.0
    )
    if not known:
        return "Aucun mois n'a de chiffre."
    least, most = known[0], known[-1]
    return (
        f"Le plus bas en {typography.MONTHS[least.month - 1]}, "
        f"{typography.with_interval(least.value, least.low, least.high)} ; "
        f"le plus haut en {typography.MONTHS[most.month - 1]}, "
        f"{typography.with_interval(most.value, most.low, most.high)}."
    )


def _draw(points: Sequence[MonthPoint], reference: float, unit: str, width: int, palette: Palette) -> Spec:
    names = [SHORT[point.month - 1][:1] if width < 500 else SHORT[point.month - 1] for point in points]
    rows = [
        {"month": index, "value": point.value, "low": point.low, "high": point.high}
        for index, point in enumerate(points)
    ]
    high = top([number for point in points for number in (point.value, point.high) if number] + [reference])
    data = alt.Chart(records([row for row in rows if row["value"] is not None]))
    labels = "[" + ",".join(f"'{name}'" for name in names) + "][datum.value]"
    axis = alt.Axis(labelExpr=labels, labelAngle=0, title=None, grid=False)
    x = alt.X("month:O").scale(domain=list(range(len(points)))).axis(axis)
    y = (
        alt.Y("value:Q")
        .scale(domain=[0, high])
        .axis(format=",.2~f", values=[0, 100] if width == HALF else ticks(high, 4), title=None, grid=True)
    )
    words = alt.Chart(records([{"text": typography.french(f"{unit}, de 0 à {typography.number(high)}")}]))
    layers = (
        alt.Chart(records([{"value": reference}])).mark_rule(strokeDash=[3, 3]).encode(
            y=y, color=alt.ColorValue(palette.ink)
        ),
        data.mark_rule(strokeWidth=3).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=alt.ColorValue(palette.us)
        ),
        data.mark_circle(size=36 if width == HALF else 80, opacity=1).encode(
            x=x, y=y, color=alt.ColorValue(palette.us)
        ),
        words.mark_text(align="left", baseline="bottom", dx=-36, dy=-16).encode(
            x=alt.XValue(0), y=alt.YValue(0), text=alt.Text("text:N"), color=alt.ColorValue(palette.ink2)
        ),
    )  # fmt: skip
    plot = alt.layer(*layers).properties(width=width - 52, height=76 if width == HALF else 180)
    return framed(plot, palette, Margins(left=40, top=34, bottom=28))
