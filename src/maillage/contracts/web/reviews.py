"""Reviews of the sheets of a contract on their way: planned, moved, held, dropped, put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.models import WorkspaceRequest
from maillage.contracts.models import Contract, Review
from maillage.contracts.selectors import life
from maillage.contracts.services import reviews as services
from maillage.contracts.web.forms.life import (
    DropReviewForm,
    HoldReviewForm,
    MoveReviewForm,
    PlanReviewForm,
)
from maillage.contracts.web.life_pages import READERS, enter, enter_sheet
from maillage.contracts.web.pages import runs, sent
from maillage.kernel import Role, access
from maillage.ui.forms import number
from maillage.ui.sending import found, told
from maillage.ui.single import show


@access(*READERS)
@require_safe
def reviews(request: WorkspaceRequest, partnership: str, contract: int) -> HttpResponse:
    """The reviews to come, those held with what came out of them, the sheets without any."""
    row, today = enter(request, contract), timezone.localdate()
    lines = life.reviews(contract=row)
    context = {
        "contract": row, "today": today, "may_run": runs(request),
        "planned": [one for one in lines if one.held_on is None and one.dropped_on is None],
        "held": [one for one in lines if one.held_on is not None and one.dropped_on is None],
        "dropped": [one for one in lines if one.dropped_on is not None],
        "without": life.sheets_without_review(contract=row),
    }  # fmt: skip
    return render(request, "contracts/reviews.html", context)


@access(Role.COORDINATOR)
def plan_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Plan the review of a sheet."""
    sheet = enter_sheet(request, pk)
    form = PlanReviewForm(request.POST or None)
    made = sent(
        request, form,
        lambda: services.plan_review(
            actor=request.actor, sheet=sheet, planned_on=form.cleaned_data["planned_on"],
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La revue est prévue."))
        return redirect("contracts:reviews", partnership, sheet.contract_id)
    return _one(request, form, sheet.contract, _("Prévoir une revue"), _("Prévoir la revue"), sheet.title)


@access(Role.COORDINATOR)
def move_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Move a review to another day."""
    row = _review(request, pk)
    form = MoveReviewForm(
        request.POST or None, initial={"revision": row.revision, "planned_on": row.planned_on}
    )
    made = sent(
        request, form,
        lambda: services.move_review(
            actor=request.actor, review=row, seen=form.cleaned_data["revision"],
            planned_on=form.cleaned_data["planned_on"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La revue est déplacée."))
        return redirect("contracts:reviews", partnership, row.sheet.contract_id)
    return _one(request, form, row.sheet.contract, _("Déplacer la revue"), _("Enregistrer la date"),
                row.sheet.title)  # fmt: skip


@access(Role.COORDINATOR)
def hold_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say that a review was held, and what came out of it."""
    row, today = _review(request, pk), timezone.localdate()
    form = HoldReviewForm(
        request.POST or None,
        initial={"revision": row.revision, "on": row.held_on or today, "outcome": row.outcome},
    )
    made = sent(
        request, form,
        lambda: services.hold_review(
            actor=request.actor, review=row, seen=form.cleaned_data["revision"], on=form.cleaned_data["on"],
            outcome=form.cleaned_data["outcome"], today=today,
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La revue est notée."))
        return redirect("contracts:reviews", partnership, row.sheet.contract_id)
    return _one(request, form, row.sheet.contract, _("Noter la revue"), _("Enregistrer la revue"),
                row.sheet.title)  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def unhold_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """The review was not held after all."""
    row = _review(request, pk)
    seen = number(request.POST.get("revision"))
    told(
        request,
        lambda: services.unhold_review(actor=request.actor, review=row, seen=-1 if seen is None else seen),
        _("La revue est de nouveau à tenir ; ses mots sont gardés."),
    )
    return redirect("contracts:reviews", partnership, row.sheet.contract_id)


@access(Role.COORDINATOR)
def drop_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Drop a review, with the reason."""
    row = _review(request, pk)
    form = DropReviewForm(request.POST or None, initial={"revision": row.revision})
    made = sent(
        request, form,
        lambda: services.drop_review(
            actor=request.actor, review=row, seen=form.cleaned_data["revision"], on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("La revue est abandonnée ; elle peut être remise."))
        return redirect("contracts:reviews", partnership, row.sheet.contract_id)
    title = _("Abandonner la revue")
    return _one(request, form, row.sheet.contract, title, title, row.sheet.title)


@access(Role.COORDINATOR)
@require_POST
def put_back_review(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put back a review dropped by mistake."""
    row = _review(request, pk)
    told(
        request, lambda: services.put_back_review(actor=request.actor, review=row),
        _("La revue est de nouveau prévue."),
    )  # fmt: skip
    return redirect("contracts:reviews", partnership, row.sheet.contract_id)


def _review(request: WorkspaceRequest, pk: int) -> Review:
    return found(life.review(partnership=request.workspace, pk=pk))


def _one(
    request: WorkspaceRequest, form: Any, row: Contract, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = reverse("contracts:reviews", args=[request.workspace.key, row.pk])
    return show(request, form, title=title, submit=submit, where=row.title, lead=lead, back=back)
