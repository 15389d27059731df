"""Commitments: the coordinator's list, a partner's page, one of them and the forms that change it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Commitment, Decision, Meeting
from maillage.bodies.rules import visibility, wording
from maillage.bodies.rules.commitments import may_be_reported
from maillage.bodies.selectors import commitments as selectors
from maillage.bodies.selectors import mine as own
from maillage.bodies.selectors import record as records
from maillage.bodies.services import commitments as services
from maillage.bodies.vocabulary import CommitmentState
from maillage.bodies.web.forms.commitments import (
    CarrierForm,
    FilterForm,
    NewPromiseForm,
    RenegotiateForm,
    ReportForm,
    RewordForm,
    promise_values,
)
from maillage.bodies.web.forms.decisions import ReasonForm
from maillage.bodies.web.pages import MEMBERS, READERS, enter, sent
from maillage.kernel import Role, access
from maillage.ui.downloads import file_answer
from maillage.ui.forms import number
from maillage.ui.sending import found
from maillage.ui.single import show

PAGE = 50
FORMATS = ("csv", "xlsx")


@access(Role.COORDINATOR, Role.MAYOR)
@require_safe
def commitments(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Every commitment, by date; filters without script."""
    here, today = request.workspace, timezone.localdate()
    form, lines = _filtered(request)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "form": form, "today": today, "summary": selectors.summary(partnership=here, on=today),
        "may_run": visibility.may_run(request.actor), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "bodies/commitments.html", context)


def _filtered(request: WorkspaceRequest) -> tuple[FilterForm, list[records.CommitmentLine]]:
    form = FilterForm(request.GET or None)
    form.offer(request.workspace)
    lines = selectors.listed(
        partnership=request.workspace, actor=request.actor, filters=form.filters(), on=timezone.localdate()
    )
    return form, lines


@access(Role.COORDINATOR)
@require_safe
def commitments_file(request: WorkspaceRequest, partnership: str, file_format: str) -> HttpResponse:
    """The same list as a sheet: institutions only, no person."""
    if file_format not in FORMATS:
        raise Http404("format inconnu")
    _form, lines = _filtered(request)
    today = timezone.localdate()
    content = import_string(settings.COMMITMENT_SHEETS)(lines, request.workspace, today, file_format)
    name = f"engagements-{partnership}-{today.isoformat()}.{file_format}"
    return file_answer(name, content)


@access(*MEMBERS)
@require_safe
def mine(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """« Mes engagements »: what mine owe, what is asked of them, their meetings, what others owe."""
    here, today = request.workspace, timezone.localdate()
    context = own.page(partnership=here, actor=request.actor, on=today)
    return render(request, "bodies/mine.html", context)


def _commitment(request: WorkspaceRequest, pk: int) -> Commitment:
    here = request.workspace
    return found(selectors.commitment(partnership=here, actor=request.actor, pk=pk, on=timezone.localdate()))


@access(*READERS)
def commitment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One commitment; who answers for it says what became of it."""
    row, today = _commitment(request, pk), timezone.localdate()
    may_report = visibility.may_answer_for(request.actor, row.institution_id) and may_be_reported(row.state)
    first = {"revision": row.revision, "on": row.closed_on or today, "evidence": row.evidence,
             "state": "" if row.state == CommitmentState.OPEN else row.state}  # fmt: skip
    form = ReportForm(request.POST or None, initial=first)
    if request.method == "POST" and not may_report:
        raise Http404("engagement d'une autre institution")
    made = sent(request, form, lambda: _report(request, row, form), row=row)
    if made is not None:
        messages.success(request, _("C'est noté. Les rappels de cet engagement s'arrêtent."))
        return redirect("bodies:commitment", partnership, pk)
    context = {
        "line": records.commitment_line(row, today), "commitment": row, "form": form, "today": today,
        "changes": selectors.changes(commitment=row), "may_report": may_report,
        "may_run": visibility.may_run(request.actor), "may_reword": services.may_reword(row, today),
    }  # fmt: skip
    return render(request, "bodies/commitment.html", context)


def _report(request: WorkspaceRequest, row: Commitment, form: ReportForm) -> Commitment:
    data = form.cleaned_data
    return services.report(
        actor=request.actor, commitment=row, seen=data["revision"], state=form.term(), on=data["on"],
        evidence=data["evidence"],
    )  # fmt: skip


@access(*MEMBERS)
def add_commitment(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """Write a commitment: of a meeting for who runs the partnership, of its own for a partner."""
    runs = visibility.may_run(request.actor)
    meeting, decision = _origin(request) if runs else (None, None)
    first = {"institution": request.GET.get("institution", "")}
    form = NewPromiseForm(request.POST or None, initial=first)
    form.offer(request.workspace, request.actor, runs=runs)
    made = sent(
        request, form,
        lambda: services.make_commitment(
            actor=request.actor, partnership=request.workspace, draft=form.draft(), on=timezone.localdate(),
            meeting=meeting, decision=decision, nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        _say_made(request, made)
        return redirect("bodies:commitment", partnership, made.pk)
    return show(
        request, form, title=_("Prendre un engagement"), submit=_("Inscrire l'engagement"),
        where=meeting.body.name if meeting else request.workspace.name,
        lead=_("Qui fait quoi, combien, avant quand : ce qui pourra être constaté par tous."),
        back=_back(partnership, meeting, runs),
    )  # fmt: skip


def _origin(request: WorkspaceRequest) -> tuple[Meeting | None, Decision | None]:
    """The decision or the meeting in the address, when there is one."""
    chosen = number(request.GET.get("decision"))
    if chosen is not None:
        decision = found(records.decision(partnership=request.workspace, pk=chosen))
        return decision.meeting, decision
    chosen = number(request.GET.get("reunion"))
    return (enter(request, chosen)[0], None) if chosen is not None else (None, None)


def _say_made(request: WorkspaceRequest, row: Commitment) -> None:
    messages.success(request, _("L'engagement est inscrit."))
    for remark in wording.remarks(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on):
        messages.warning(request, str(remark))


def _back(partnership: str, meeting: Meeting | None, runs: bool) -> str:
    if meeting is not None:
        return reverse("bodies:record", args=[partnership, meeting.pk])
    return reverse("bodies:commitments" if runs else "bodies:mine", args=[partnership])


@access(Role.COORDINATOR)
def reword(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say a draft more clearly."""
    row = _commitment(request, pk)
    form = RewordForm(request.POST or None, initial=promise_values(row))
    form.offer(request.workspace, request.actor, runs=True)
    form.freeze(row)
    made = sent(
        request, form,
        lambda: services.reword(
            actor=request.actor, commitment=row, seen=form.cleaned_data["revision"], draft=form.draft(),
            on=timezone.localdate(),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'engagement est précisé."))
        return redirect("bodies:commitment", partnership, pk)
    return _form(request, form, row, _("Préciser l'engagement"), _("Enregistrer"))


@access(Role.COORDINATOR)
def renegotiate(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Change what was promised, with the reason."""
    row = _commitment(request, pk)
    form = RenegotiateForm(request.POST or None, initial=promise_values(row))

    def change() -> Commitment:
        data = form.cleaned_data
        return services.renegotiate(
            actor=request.actor, commitment=row, seen=data["revision"], on=timezone.localdate(),
            reason=data["reason"], deliverable=data["deliverable"], quantity=data["quantity"],
            due_on=data["due_on"],
        )  # fmt: skip

    if sent(request, form, change, row=row) is not None:
        messages.success(request, _("L'engagement est renégocié ; ce qu'il était reste inscrit."))
        return redirect("bodies:commitment", partnership, pk)
    return _form(request, form, row, _("Renégocier l'engagement"), _("Enregistrer le changement"))


@access(Role.COORDINATOR)
def withdraw_commitment(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a commitment, with the reason."""
    row = _commitment(request, pk)
    form = ReasonForm(request.POST or None, initial={"revision": row.revision})
    made = sent(
        request, form,
        lambda: services.withdraw(
            actor=request.actor, commitment=row, seen=form.cleaned_data["revision"], on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'engagement est retiré ; il reste lisible avec son motif."))
        return redirect("bodies:commitment", partnership, pk)
    return _form(request, form, row, _("Retirer l'engagement"), _("Retirer l'engagement"))


@access(Role.COORDINATOR)
def carrier(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Give a commitment another carrier."""
    row = _commitment(request, pk)
    form = CarrierForm(request.POST or None, initial={"revision": row.revision, "person": row.person_id})
    form.offer(request.workspace)
    made = sent(
        request, form,
        lambda: services.reassign(
            actor=request.actor, commitment=row, seen=form.cleaned_data["revision"],
            person=form.cleaned_data["person"], on=timezone.localdate(),
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le porteur est changé : il reçoit seul les prochains rappels."))
        return redirect("bodies:commitment", partnership, pk)
    return _form(request, form, row, _("Changer le porteur"), _("Enregistrer le porteur"))


def _form(request: WorkspaceRequest, form: Any, row: Commitment, title: str, submit: str) -> HttpResponse:
    stale = bool(form.is_bound and form.errors)
    stored = (
        row.deliverable if stale and form.data.get("deliverable", row.deliverable) != row.deliverable else ""
    )
    return show(
        request, form, title=title, submit=submit, lead=row.deliverable, where=row.institution.name,
        back=reverse("bodies:commitment", args=[request.workspace.key, row.pk]), stored=stored,
    )  # fmt: skip
