"""The month in one page, on screen and as a PDF to print."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.kernel import Role, access
from maillage.portal.selectors import month as months
from maillage.portal.selectors import week as weeks
from maillage.portal.selectors.asked import Asked
from maillage.portal.selectors.doors import opens

YEARS = range(2000, 2100)


@access(Role.COORDINATOR, Role.MAYOR)
@require_safe
def month(
    request: WorkspaceRequest, partnership: str, year: int | None = None, number: int | None = None
) -> HttpResponse:
    """One month; this one when the address names none."""
    today = timezone.localdate()
    if year is None or number is None:
        return page(request, today.year, today.month)
    return page(request, year, number)


@access(Role.COORDINATOR, Role.MAYOR)
@require_safe
def download(request: WorkspaceRequest, partnership: str, year: int, number: int) -> HttpResponse:
    """The same as one A4 sheet."""
    content = import_string(settings.MONTH_DOCUMENTS)(_facts(request, year, number), request.workspace)
    name = f"mois-{partnership}-{year}-{number:02d}.pdf"
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def page(request: WorkspaceRequest, year: int, number: int) -> HttpResponse:
    """The page of a month, also the first page of a mayor."""
    facts = _facts(request, year, number)
    asked = Asked(request.workspace, request.actor, timezone.localdate())
    mine = request.actor.holds(Role.MAYOR) and (year, number) == (asked.on.year, asked.on.month)
    asking = weeks.matters(asked, weeks.asking(asked.actor)) if mine else []
    context = {
        "month": facts, "groups": weeks.grouped(asking, asked.on), "lead": months.sentence(facts),
        "today": asked.on, "linked": [(row, opens(row.url, request.actor)) for row in facts.duties],
    }  # fmt: skip
    return render(request, "portal/month.html", context)


def _facts(request: WorkspaceRequest, year: int, number: int) -> months.Month:
    if year not in YEARS or number not in range(1, 13):
        raise Http404("ce mois n'existe pas")
    return months.month(
        partnership=request.workspace, actor=request.actor, year=year, number=number,
        today=timezone.localdate(),
    )  # fmt: skip
