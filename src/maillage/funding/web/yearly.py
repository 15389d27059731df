"""The yearly report on the FIPD: what it says, its dates, its document."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.rules import visibility
from maillage.funding.selectors import yearly as selectors
from maillage.funding.services import yearly as services
from maillage.funding.web.forms.grants import YearlyForm
from maillage.funding.web.pages import LEADERS, Page, answer, at, today
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.forms import number

FIRST, LAST = 1990, 2100


def _yearly(request: WorkspaceRequest, year: int) -> selectors.Yearly:
    if not FIRST <= year <= LAST:
        raise Http404("année impossible")
    return selectors.yearly(partnership=request.workspace, year=year, on=today())


@access(*LEADERS)
@require_safe
def fipd_report(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The grants of the FIPD in a year, their sums and results, what is unknown."""
    asked = number(request.GET.get("annee"))
    year = asked if asked is not None and FIRST <= asked <= LAST else today().year
    context = {
        "found": _yearly(request, year), "year": year, "years": range(today().year, today().year - 6, -1),
        "today": today(), "may_run": visibility.runs(request.actor),
    }  # fmt: skip
    return render(request, "funding/fipd_report.html", context)


@access(Role.COORDINATOR)
def edit_fipd_report(request: WorkspaceRequest, partnership: str, year: int) -> HttpResponse:
    """When it was shown to the council, when it was sent to the préfet."""
    kept = _yearly(request, year).kept
    names = ("words", "meeting", "presented_on", "sent_on", "revision")
    form = YearlyForm(
        request.POST or None, initial={name: getattr(kept, name) for name in names} if kept else {}
    )
    form.offer(request.workspace)
    back = f"{at(request, 'fipd_report')}?annee={year}"
    page = Page(_("Dates du rapport"), _("Enregistrer"), back, _("C'est enregistré."), where=str(year))
    return answer(
        request, form,
        lambda: services.keep_report(
            actor=request.actor, partnership=request.workspace, year=year, seen=form.cleaned_data["revision"],
            draft=form.draft(),
        ), page, row=kept,
    )  # fmt: skip


@access(*LEADERS)
@require_safe
def fipd_report_file(
    request: WorkspaceRequest, partnership: str, year: int, file_format: str
) -> HttpResponse:
    """The report as PDF or DOCX."""
    found = _yearly(request, year)
    if file_format not in ("pdf", "docx"):
        raise Http404("format inconnu")
    content = import_string(settings.FIPD_DOCUMENTS)(found, file_format)
    return file_answer(f"rapport-fipd-{partnership}-{year}.{file_format}", content)
