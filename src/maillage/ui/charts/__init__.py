"""Charts: Altair specs drawn to SVG on the server. Each has its sentence and its twin table."""

from maillage.ui.charts.concentration import SharePoint, concentration_curve
from maillage.ui.charts.gaps import GapRow, gap_plot
from maillage.ui.charts.histories import DatedEvent, DatedPoint, history
from maillage.ui.charts.intervals import PlaceRow, interval_plot
from maillage.ui.charts.maps import Area, Spot, area_map, spot_map
from maillage.ui.charts.model import Chart, LegendItem, Table
from maillage.ui.charts.palette import PAGE, Palette, paper
from maillage.ui.charts.seasons import MonthPoint, seasonality
from maillage.ui.charts.series import CountSeries, count_series
from maillage.ui.charts.trends import TrendNote, YearPoint, trend

__all__ = [
    "Area", "Chart", "CountSeries", "DatedEvent", "DatedPoint", "GapRow", "LegendItem", "MonthPoint", "PAGE",
    "Palette", "PlaceRow", "SharePoint", "Spot", "Table", "TrendNote", "YearPoint", "area_map",
    "concentration_curve", "count_series", "gap_plot", "history", "interval_plot", "paper", "seasonality",
    "spot_map", "trend",
]  # fmt: skip
