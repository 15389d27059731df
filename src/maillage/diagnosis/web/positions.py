"""A finding and what institutions say of it: signatures, disagreements, and their withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility
from maillage.diagnosis import selectors as records
from maillage.diagnosis.models import Finding, FindingDissent, FindingSignature
from maillage.diagnosis.selectors import positions as selectors
from maillage.diagnosis.services import positions as services
from maillage.diagnosis.vocabulary import Confidence
from maillage.diagnosis.web.forms.requests import DissentForm, PositionForm, ReasonForm
from maillage.diagnosis.web.pages import READERS, SIGNERS, now_here, sent
from maillage.kernel import access
from maillage.ui.sending import found
from maillage.ui.single import show


def _finding(request: WorkspaceRequest, number: int) -> Finding:
    diagnosis = now_here(request)
    row = records.entry(diagnosis=diagnosis, kind="finding", number=number) if diagnosis else None
    return found(row if isinstance(row, Finding) else None)


@access(*READERS)
@require_safe
def finding(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """One finding, who signs it, who disagrees and in which words."""
    row, actor = _finding(request, number), request.actor
    runs = visibility.may_run(actor)
    context = {
        "row": row, "signatures": selectors.signatures(finding=row),
        "dissents": selectors.dissents(finding=row),
        "may_take": (runs or bool(actor.institutions)) and actor.holds(*SIGNERS) and not row.withdrawn_on,
        "confidence": Confidence(row.confidence), "runs": runs, "own": actor.institutions,
    }  # fmt: skip
    return render(request, "diagnosis/finding.html", context)


@access(*SIGNERS)
def sign(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Sign for an institution; who runs notes a signature on paper."""
    row = _finding(request, number)
    form = PositionForm(request.POST or None)
    return _take(
        request, row, form, services.sign, {}, _("Signer le constat"), _("Signer"), _("C'est signé.")
    )


@access(*SIGNERS)
def dissent(request: WorkspaceRequest, partnership: str, number: int) -> HttpResponse:
    """Disagree, in the words of the institution."""
    row = _finding(request, number)
    form = DissentForm(request.POST or None)
    return _take(
        request, row, form, services.dissent, {"words"}, _("Exprimer un désaccord"),
        _("Inscrire le désaccord"), _("Le désaccord est inscrit, tel quel."),
    )  # fmt: skip


def _take(
    request: WorkspaceRequest, row: Finding, form: PositionForm, act: Any, more: Any, title: str, submit: str,
    done: str,
) -> HttpResponse:  # fmt: skip
    runs = visibility.may_run(request.actor)
    if not (runs or request.actor.institutions):
        raise Http404("aucune institution à représenter")
    form.offer(row.diagnosis, request.actor, runs=runs)

    def change() -> Any:
        data = form.cleaned_data
        return act(
            actor=request.actor, finding=row, institution=data["institution"], on=timezone.localdate(),
            nonce=data["nonce"], **{name: data[name] for name in more},
        )  # fmt: skip

    back = reverse("diagnosis:finding", args=[request.workspace.key, row.number])
    if sent(request, form, change) is not None:
        messages.success(request, done)
        return redirect(back)
    where = _("Constat %(n)s") % {"n": row.number}
    return show(request, form, title=title, submit=submit, back=back, lead=row.text, where=where)


@access(*SIGNERS)
def withdraw_signature(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a signature; the trace stays."""
    row = found(selectors.signature(partnership=request.workspace, pk=pk))
    return _withdraw(
        request, row, _("Retirer une signature"), _("La signature est retirée ; la trace reste.")
    )


@access(*SIGNERS)
def withdraw_dissent(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a disagreement; the trace stays."""
    row = found(selectors.one_dissent(partnership=request.workspace, pk=pk))
    return _withdraw(request, row, _("Retirer un désaccord"), _("Le désaccord est retiré ; la trace reste."))


def _withdraw(
    request: WorkspaceRequest, row: FindingSignature | FindingDissent, title: str, done: str
) -> HttpResponse:
    if not visibility.may_answer_for(request.actor, row.institution_id):
        raise Http404("position d'une autre institution")
    form = ReasonForm(request.POST or None)
    back = reverse("diagnosis:finding", args=[request.workspace.key, row.finding.number])
    made = sent(
        request, form,
        lambda: services.withdraw_position(
            actor=request.actor, row=row, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, done)
        return redirect(back)
    return show(
        request, form, title=title, submit=_("Retirer"), back=back, where=row.institution.name,
        lead=row.finding.text,
    )  # fmt: skip
