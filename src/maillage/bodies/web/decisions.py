"""Decisions: their register, one of them, and the forms that take, correct, dispute, withdraw, review it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import Decision
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import record as records
from maillage.bodies.selectors import register
from maillage.bodies.services import decisions as services
from maillage.bodies.vocabulary import DecisionMode, MeetingState
from maillage.bodies.web.forms.decisions import (
    DissentForm,
    EditDecisionForm,
    NewDecisionForm,
    ReasonForm,
    ReviewForm,
    decision_values,
)
from maillage.bodies.web.pages import READERS, enter, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found
from maillage.ui.single import show

PAGE = 50


@access(*READERS)
@require_safe
def decisions(request: WorkspaceRequest, partnership: str) -> HttpResponse:
    """The register of decisions, the latest meeting first."""
    today = timezone.localdate()
    rows = register.decisions(partnership=request.workspace, actor=request.actor, on=today)
    review = request.GET.get("revue") == "1"
    rows = register.to_review(rows) if review else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = records.decision_lines(list(page.object_list))
    context = {"page": page, "lines": lines, "today": today, "review": review,
               "may_run": visibility.may_run(request.actor)}  # fmt: skip
    return render(request, "bodies/decisions.html", context)


def _decision(request: WorkspaceRequest, pk: int) -> Decision:
    """One decision that the reader may see: a restricted one only where they sit."""
    row = found(records.decision(partnership=request.workspace, pk=pk))
    restricted = records.reads_restricted(actor=request.actor, meeting=row.meeting, on=timezone.localdate())
    if records.is_restricted(row) and not restricted:
        raise Http404("décision réservée")
    return row


@access(*READERS)
@require_safe
def decision(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """One decision: who it binds, who was absent, who disagreed, what followed."""
    row = _decision(request, pk)
    today = timezone.localdate()
    runs = visibility.may_run(request.actor)
    dissent = DissentForm(initial={"revision": row.revision}, auto_id="dissent_%s")
    dissent.offer(request.workspace)
    promised = register.commitments_of(decision=row, actor=request.actor, on=today)
    context = {
        "line": records.decision_lines([row])[0], "decision": row, "today": today, "may_run": runs,
        "may_write": runs and row.meeting.state != MeetingState.APPROVED and not row.withdrawn_on,
        "commitments": promised, "dissent_form": dissent,
    }  # fmt: skip
    return render(request, "bodies/decision.html", context)


@access(Role.COORDINATOR)
def add_decision(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Write a decision of a meeting."""
    row, _restricted = enter(request, meeting)
    first = {"mode": DecisionMode.CONSENSUS.value, "item": request.GET.get("point", "")}
    form = NewDecisionForm(request.POST or None, initial=first)
    form.offer(row)
    made = sent(
        request, form,
        lambda: services.take_decision(
            actor=request.actor, meeting=row, draft=form.draft(), nonce=form.cleaned_data["nonce"]
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La décision %(n)s est inscrite.") % {"n": made.number})
        return redirect("bodies:decision", partnership, made.pk)
    return show(
        request, form, title=_("Inscrire une décision"), submit=_("Inscrire la décision"),
        where=row.body.name,
        lead=_("Elle est numérotée dans la réunion. Un désaccord s'ajoute ensuite, dans ses mots exacts."),
        back=reverse("bodies:record", args=[partnership, meeting]),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit_decision(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Correct a decision before the minutes are approved."""
    row = _decision(request, pk)
    form = EditDecisionForm(request.POST or None, initial=decision_values(row))
    form.offer(row.meeting)
    made = sent(
        request, form,
        lambda: services.edit_decision(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La décision est corrigée."))
        return redirect("bodies:decision", partnership, pk)
    return show(
        request, form, title=_("Corriger la décision %(n)s") % {"n": row.number}, submit=_("Enregistrer"),
        where=row.meeting.body.name, back=_page(partnership, pk), stored=_stored(form, row.text),
    )  # fmt: skip


def _stored(form: EditDecisionForm, text: str) -> str:
    """What is kept now, when it is not what was typed: both can be read."""
    typed = form.data.get("text", text) if form.is_bound else text
    return text if form.errors and typed != text else ""


@access(Role.COORDINATOR)
@require_POST
def dissent(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Keep, change or take away a disagreement."""
    row = _decision(request, pk)
    form = DissentForm(request.POST)
    form.offer(request.workspace)
    made = sent(request, form, lambda: _keep(request, row, form), row=row)
    if made is not None:
        messages.success(request, _("Le désaccord est gardé, dans les mots de l'institution."))
        return redirect("bodies:decision", partnership, pk)
    return show(
        request, form, title=_("Désaccord sur la décision %(n)s") % {"n": row.number},
        submit=_("Garder le désaccord"), where=row.meeting.body.name, back=_page(partnership, pk),
    )  # fmt: skip


def _keep(request: WorkspaceRequest, row: Decision, form: DissentForm) -> bool:
    data = form.cleaned_data
    services.keep_dissent(
        actor=request.actor, decision=row, seen=data["revision"], institution=data["institution"],
        words=data["words"],
    )  # fmt: skip
    return True


@access(Role.COORDINATOR)
def withdraw_decision(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a decision, with its reason."""
    row = _decision(request, pk)
    form = ReasonForm(request.POST or None, initial={"revision": row.revision})
    made = sent(
        request, form,
        lambda: services.withdraw_decision(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La décision est retirée ; elle reste lisible avec son motif."))
        return redirect("bodies:decision", partnership, pk)
    return show(
        request, form, title=_("Retirer la décision %(n)s") % {"n": row.number},
        submit=_("Retirer la décision"), where=row.meeting.body.name, back=_page(partnership, pk),
    )  # fmt: skip


@access(Role.COORDINATOR)
def review_decision(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Write what the review of a decision found."""
    row = _decision(request, pk)
    form = ReviewForm(request.POST or None, initial={"revision": row.revision, "on": timezone.localdate()})
    made = sent(
        request, form,
        lambda: services.review_decision(
            actor=request.actor, decision=row, seen=form.cleaned_data["revision"], on=form.cleaned_data["on"],
            outcome=form.cleaned_data["outcome"], next_on=form.cleaned_data["next_on"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La revue est inscrite."))
        return redirect("bodies:decision", partnership, pk)
    return show(
        request, form, title=_("Revoir la décision %(n)s") % {"n": row.number}, submit=_("Inscrire la revue"),
        where=row.meeting.body.name, lead=row.text, back=_page(partnership, pk),
    )  # fmt: skip


def _page(partnership: str, pk: int) -> str:
    return reverse("bodies:decision", args=[partnership, pk])
