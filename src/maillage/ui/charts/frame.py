"""What every chart shares: type, grid, and the top of a scale that starts at zero."""

import math
from dataclasses import dataclass
from typing import Any

from maillage.ui.charts import alt
from maillage.ui.charts.palette import Palette
from maillage.ui.charts.render import FONT


@dataclass(frozen=True)
class Margins:
    """Room around the plot, in pixels: the picture's width is then exact, whatever the words."""

    left: int = 12
    right: int = 12
    top: int = 8
    bottom: int = 8


def framed(chart: Any, palette: Palette, margins: Margins) -> dict[str, Any]:
    """The house's look on a finished chart, as a Vega-Lite spec: no frame, quiet axes, transparent ground."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    axis = {
        "labelColor": palette.ink2, "labelFontSize": palette.size, "titleColor": palette.ink2,
        "titleFontSize": palette.size, "titleFontWeight": 400, "gridColor": palette.grid, "domain": False,
        "ticks": False, "labelPadding": 6, "titlePadding": 8,
    }  # fmt: skip
    return spec | {
        "background": "transparent",
        "autosize": "none",
        "padding": vars(margins),
        "config": {
            "font": FONT, "view": {"stroke": None}, "axis": axis,
            "text": {"font": FONT, "fontSize": palette.size, "color": palette.ink2},
        },
    }  # fmt: skip


def haloed(data: Any, mark: dict[str, Any], text: str, palette: Palette, **where: Any) -> list[Any]:
    """Words in ink over a halo of the ground, so that no line crosses them."""
    halo = {"stroke": palette.surface, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        data.mark_text(**mark, **halo).encode(
            text=alt.Text(text), color=alt.ColorValue(palette.surface), **where
        ),
        data.mark_text(**mark).encode(text=alt.Text(text), color=alt.ColorValue(palette.ink), **where),
    ]


def records(rows: list[dict[str, Any]]) -> Any:
    """Rows as inline data, without a data frame."""
    return alt.InlineData(values=rows)


def top(values: list[float]) -> float:
    """A round number at or above every value: the end of a scale that starts at zero."""
    highest = max((value for value in values if math.isfinite(value)), default=0.0)
    if highest <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(highest))
    factors = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(step * factor for factor in factors if step * factor >= highest * (1 - 1e-9))


def ticks(high: float, count: int = 5) -> list[float]:
    """Marks from zero to `high`, at most `count` intervals, on steps of 1, 2, 2.5 or 5."""
    rough = high / count
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough * (1 - 1e-9))
    return [round(step * index, 10) for index in range(int(high / step + 1e-9) + 1)]
