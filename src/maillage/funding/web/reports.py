"""The financial report of a grant, the certificate of an action not done, the papers of a request."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import reports as services
from maillage.funding.web.forms import grants as forms
from maillage.funding.web.pages import FUNDERS, READERS, WRITERS, Page, answer, at, enter, enter_grant, today
from maillage.kernel import BadInput, access
from maillage.ui.downloads import file_answer

NAMES = ("demande", "notification", "convention", "compte-rendu-financier", "non-realisation")


def _revision(decision: GrantDecision) -> int:
    row = getattr(decision, "report", None)
    return row.revision if row else 0


@access(*WRITERS)
def report(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The financial report: what was done, and the actual sum of each line."""
    row = enter_grant(request, pk)
    form = forms.ReportForm(request.POST or None, initial=forms.report_values(row))
    form.offer(selectors.plan_lines(row.request))
    page = Page(
        _("Compte rendu financier"), _("Enregistrer le compte rendu"), at(request, "request", pk),
        _("Le compte rendu est enregistré."), where=row.request.title,
        lead=_("Prévu et réalisé, ligne à ligne. Écrivez 0 si rien n'a été dépensé."),
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.fill_report(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], account=form.account()
        ), page, row=getattr(row, "report", None),
    )  # fmt: skip


@access(*FUNDERS)
def receive_report(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """When the report was received, or that it was not."""
    row = enter_grant(request, pk)
    form = forms.NoticeForm(request.POST or None, initial={"revision": _revision(row), "on": today()})
    form.fields["on"].label = _("Reçu le")
    page = Page(
        _("Dire quand il est reçu"), _("Enregistrer"), at(request, "request", pk), _("C'est noté."),
        _("Vide : il n'est pas reçu."), row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.receive_report(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], on=form.cleaned_data["on"]
        ), page, row=getattr(row, "report", None),
    )  # fmt: skip


@access(*WRITERS)
def not_done(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Certify that the action did not take place, or take it back."""
    row = enter_grant(request, pk)
    known = getattr(row, "report", None)
    first = {
        "revision": _revision(row), "on": (known.not_done_on if known else None) or today(),
        "reason": known.not_done_reason if known else "",
    }  # fmt: skip
    form = forms.NotDoneForm(request.POST or None, initial=first)
    page = Page(
        _("Attester que l'action n'a pas eu lieu"), _("Enregistrer"), at(request, "request", pk),
        _("C'est noté."),
        _("Ce qui a été versé sera à rendre. Sans date, l'attestation est retirée."), row.request.title,
    )  # fmt: skip
    return answer(
        request, form,
        lambda: services.certify_not_done(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ), page, row=known,
    )  # fmt: skip


@access(*READERS)
@require_safe
def request_file(
    request: WorkspaceRequest, partnership: str, pk: int, name: str, file_format: str
) -> HttpResponse:
    """One paper of a request, as PDF or DOCX."""
    row = enter(request, pk)
    if name not in NAMES or file_format not in ("pdf", "docx"):
        raise Http404("document inconnu")
    return file_answer(f"{name}-{row.number}.{file_format}", _written(row, name, file_format))


def _written(row: GrantRequest, name: str, file_format: str) -> bytes:
    try:
        content: bytes = import_string(settings.REQUEST_DOCUMENTS)(row, name, today(), file_format)
    except BadInput as fault:  # a paper that has no object yet
        raise Http404(str(fault)) from fault
    return content
