"""The past of one figure as a chart: its dated states in their interval, and what happened meanwhile."""

from django.utils.translation import gettext as _

from maillage.institutions.models import Partnership
from maillage.observatory.indicators import health, told
from maillage.observatory.indicators.health import Content
from maillage.observatory.vocabulary import Indicator
from maillage.ui.charts import Chart, DatedEvent, DatedPoint, history


def past(content: Content, indicator: Indicator, here: Partnership) -> Chart | None:
    """The chart, or None when fewer than two dates have a figure."""
    points = [DatedPoint(one.day, one.value, one.low, one.high) for one in health.history(content, indicator)]
    if sum(point.value is not None for point in points) < 2:
        return None
    percent, parts = told.in_percent(indicator), told.in_parts(indicator)
    stated = indicator.threshold if told.threshold(indicator) else None
    return history(
        points, reading=reading(content, indicator), unit=_unit(indicator), caption=told.name(indicator),
        events=[DatedEvent(told.day_of(row["day"]), str(row["title"])) for row in content["events"]],
        threshold=100 * stated if stated is not None and percent else stated,
        threshold_label=told.threshold(indicator), highest=100.0 if percent else None,
        places=0 if parts else None, hue=here.hue, chroma=here.chroma,
    )  # fmt: skip


def _unit(indicator: Indicator) -> str:
    return told.unit(indicator, 2) or indicator.unit.label


def reading(content: Content, indicator: Indicator) -> str:
    """What the chart shows, in one sentence: two intervals that meet are not told apart."""
    known = [one for one in health.history(content, indicator) if one.value is not None]
    first, last = known[0], known[-1]
    since = told.day_said(first.day)
    if None in (first.low, first.high, last.low, last.high):
        return _("%(name)s depuis le %(day)s.") % {"name": told.name(indicator), "day": since}
    apart = (last.low or 0) > (first.high or 0) or (last.high or 0) < (first.low or 0)
    words = (
        _("%(name)s : les intervalles du %(day)s et d'aujourd'hui ne se touchent pas.") if apart
        else _("%(name)s : rien ne permet de départager le %(day)s et aujourd'hui.")
    )  # fmt: skip
    return words % {"name": told.name(indicator), "day": since}
