"""« Où va l'argent »: the page, its tables to take away, and the components of need that it stands on."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.funding.indicators import need as needs
from maillage.funding.indicators import spread as indicators
from maillage.funding.indicators.spread import Spread
from maillage.funding.rules.spread import FEWEST_UNITS
from maillage.funding.selectors import spread as selectors
from maillage.funding.vocabulary.spread import Perimeter
from maillage.funding.web.forms.spread import FilterForm
from maillage.kernel import Role, access
from maillage.ui import typography
from maillage.ui.charts import SharePoint, concentration_curve
from maillage.ui.downloads import file_answer

READERS = (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE, Role.RESEARCHER)
SHOWN = 40  # communes on the page; the sheets have them all


def chosen(request: WorkspaceRequest) -> tuple[FilterForm, dict[str, Any]]:
    """The filters of the address; the widest perimeter that has enough communes when none is asked."""
    here = request.workspace
    perimeters = selectors.perimeters(partnership=here)
    form = FilterForm(request.GET or None)
    form.offer(here, selectors.years(partnership=here), perimeters)
    default = perimeters.get(Perimeter.EPCI, "")
    if len(selectors.units(place=default)) < FEWEST_UNITS:
        default = perimeters.get(Perimeter.DEPARTMENT, default)
    return form, form.chosen(perimeters, default or here.place)


def _spread(request: WorkspaceRequest) -> tuple[FilterForm, Spread]:
    form, filters = chosen(request)
    return form, indicators.spread(partnership=request.workspace, **filters)


@access(*READERS)
@require_safe
def spread(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Where the granted money goes: by commune, by body, against need, with what the figures cannot say."""
    form, found = _spread(request)
    helped = [line for line in found.places if line.grants or line.apart]
    others = [line for line in found.places if not line.grants and not line.apart]
    room = max(0, SHOWN - len(helped))
    context = {
        "form": form, "spread": found, "places": [*helped, *others[:room]], "more": len(others[room:]),
        "chart": _chart(request, found), "today": timezone.localdate(), "query": request.GET.urlencode(),
        "may_run": visibility.may_run(request.actor), "reads_beside": request.actor.holds(*BESIDE),
        "helped": sum(bool(line.grants) for line in found.places if not line.apart),
        "own": [line for line in found.places if line.effort],
    }  # fmt: skip
    return render(request, "funding/spread/spread.html", context)


BESIDE = (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE)


def _chart(request: WorkspaceRequest, found: Spread) -> Any:
    curve = found.indices.curve if found.indices else None
    if curve is None:
        return None
    points = [
        SharePoint(float(people), float(money))
        for people, money in zip(curve.weight, curve.amount, strict=True)
    ]
    return concentration_curve(
        points, reading=found.sentence, hue=request.workspace.hue, chroma=request.workspace.chroma,
        caption=_("Part cumulée des euros, des communes de moindre besoin à celles de plus fort besoin"),
    )  # fmt: skip


@access(*READERS)
@require_safe
def spread_file(request: WorkspaceRequest, partnership: str, table: str, file_format: str) -> HttpResponse:
    """The tables, as they are filtered: one as CSV, or both in one workbook."""
    if table not in ("communes", "organismes") or file_format not in ("csv", "xlsx"):
        raise Http404("format inconnu")
    _form, found = _spread(request)
    today = timezone.localdate()
    content = import_string(settings.SPREAD_SHEETS)(
        found, request.workspace, today, file_format, table, links=request.actor.holds(*BESIDE)
    )
    return file_answer(f"ou-va-l-argent-{table}-{partnership}-{today.isoformat()}.{file_format}", content)


def _value(value: float | None) -> str:
    """A value as published, without decimals when it is a whole number; empty when it is not known."""
    whole = value is not None and float(value).is_integer()
    return typography.number(value, 0) if whole else typography.rate(value)


@access(*READERS)
@require_safe
def need(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The stated need: each component with its values, source and year; those missing; the index."""
    form, filters = chosen(request)
    here = request.workspace
    units = selectors.units(place=filters["place"])
    found = needs.need(partnership=here, units=units)
    rows = [
        {"unit": unit, "index": found.index.get(unit.code),
         "values": [_value(row.values.get(unit.code)) for row in found.held]}
        for unit in units
    ]  # fmt: skip
    context = {
        "need": found, "rows": rows, "form": form, "may_run": visibility.may_run(request.actor),
        "brought": selectors.brought(partnership=here, withdrawn=True),
        "reads_beside": request.actor.holds(*BESIDE),
        "units": len(units),
    }  # fmt: skip
    return render(request, "funding/spread/need.html", context)
