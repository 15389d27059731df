"""Views of the sheets of a contract: table, file, calendar; and those where one's institution stands."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.rules import lateness
from maillage.contracts.selectors import sheets as selectors
from maillage.contracts.selectors import table
from maillage.contracts.web.drawing import of_contract
from maillage.contracts.web.forms.filters import FilterForm
from maillage.contracts.web.pages import MEMBERS, READERS, address, contract_here, runs
from maillage.kernel import access
from maillage.ui.downloads import TYPES

PAGE, CALENDAR = 50, 40  # sheets on one page


def _asked(
    request: WorkspaceRequest, contract: Contract
) -> tuple[FilterForm, QuerySet[ActionSheet], selectors.Filters]:
    form = FilterForm(request.GET or None)
    form.offer(contract, request.actor)
    filters = form.filters(request.actor)
    return form, selectors.listed(contract=contract, filters=filters, on=timezone.localdate()), filters


def _marked(rows: Any) -> list[tuple[ActionSheet, str]]:
    """Each sheet with the shape of its state."""
    return [(row, lateness.mark(row.state, late=bool(row.is_late))) for row in rows]


@access(*READERS)
@require_safe
def sheets(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The sheets of a contract: filtered, by pilot, those blocked with what would lift it."""
    row, today = contract_here(request, contract), timezone.localdate()
    form, rows, filters = _asked(request, row)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "contract": row, "form": form, "page": page, "lines": _marked(page.object_list), "today": today,
        "query": request.GET.urlencode(), "order": filters.order or row.ordering,
        "pilots": selectors.by_pilot(contract=row, on=today), "blocked": selectors.blocked(contract=row),
        "may_write": runs(request) and row.state in ("draft", "in_force"),
    }  # fmt: skip
    return render(request, "contracts/sheets.html", context)


@access(*READERS)
@require_safe
def sheets_file(
    request: WorkspaceRequest, partnership: str, contract: int, file_format: str
) -> HttpResponseBase:
    """The same list as a file, whatever its length: institutions only, no person."""
    if file_format not in ("xlsx", "csv"):
        raise Http404("format inconnu")
    row, today = contract_here(request, contract), timezone.localdate()
    _form, rows, _filters = _asked(request, row)
    lines = table.lines(rows=rows, on=today)
    made = import_string(settings.SHEET_TABLES)(lines, row, today, file_format)
    name = f"fiches-{slugify(row.title)[:60]}-{today.isoformat()}.{file_format}"
    return FileResponse(made, as_attachment=True, filename=name, content_type=TYPES[file_format])


@access(*READERS)
@require_safe
def calendar(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The sheets on the months of the contract, and the same dates in a list."""
    row, today = contract_here(request, contract), timezone.localdate()
    form, rows, _filters = _asked(request, row)
    page = Paginator(rows, CALENDAR).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    urls = {one.pk: address(request, "sheet", one.pk) for one in shown}
    drawn = of_contract(shown, table.steps(sheets=shown), urls, first=row.start, last=row.end, on=today)
    undated = [one for one in shown if one.start is None or one.end is None]
    context = {
        "contract": row, "form": form, "page": page, "drawn": drawn, "today": today, "undated": undated,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "contracts/calendar.html", context)


@access(*MEMBERS)
@require_safe
def my_sheets(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The sheets where one's institution is pilot, deputy or partner, and its pledges to confirm."""
    today, own = timezone.localdate(), request.actor.institutions
    rows = selectors.mine(partnership=request.workspace, institutions=own, on=today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    pledges = table.pledges(sheets=page.object_list, institutions=own, on=today)
    context = {
        "page": page, "today": today, "own": own,
        "lines": [(row, mark, pledges.get(row.pk, [])) for row, mark in _marked(page.object_list)],
        "count": Counter(line.standing.value for held in pledges.values() for line in held),
    }  # fmt: skip
    return render(request, "contracts/my_sheets.html", context)
