"""The agenda of a meeting to come: items proposed, corrected, placed, withdrawn, carried."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.models import AgendaItem, Meeting
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import meetings as selectors
from maillage.bodies.selectors import record
from maillage.bodies.services import agenda as services
from maillage.bodies.vocabulary import Family, ItemKind
from maillage.bodies.web.forms.meetings import (
    EditItemForm,
    NewItemForm,
    NewProposalForm,
    PlaceForm,
    item_values,
)
from maillage.bodies.web.meetings import known_meeting
from maillage.bodies.web.pages import MEMBERS, sent
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show


def _item(request: WorkspaceRequest, meeting: int, pk: int) -> AgendaItem:
    row = known_meeting(request, meeting)
    one = found(record.item(meeting=row, pk=pk))
    one.meeting = row
    return one


@access(*MEMBERS)
def add(request: WorkspaceRequest, partnership: str, meeting: int) -> HttpResponse:
    """Add an item; a member proposes one for the institution they speak for."""
    row = known_meeting(request, meeting)
    runs = visibility.may_run(request.actor)
    kind = NewItemForm if runs else NewProposalForm
    usual = {"kind": ItemKind.DISCUSSION.value, "family": Family.NONE.value}
    form: Any = kind(request.POST or None, initial=usual)
    form.offer(row, None if runs else request.actor.institutions)
    if not runs and not form.fields["proposer"].queryset.exists():
        raise Http404("aucune institution de cette personne n'y siège")
    made = sent(
        request, form,
        lambda: services.add_item(
            actor=request.actor, meeting=row, draft=form.draft(), nonce=form.cleaned_data["nonce"]
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("Le point est à l'ordre du jour."))
        return redirect("bodies:prepare", partnership, meeting)
    return _show(request, form, row, _("Ajouter un point") if runs else _("Proposer un point"))


def _show(request: WorkspaceRequest, form: Any, row: Meeting, title: str) -> HttpResponse:
    return show(
        request, form, title=title, submit=_("Enregistrer le point"), where=row.body.name,
        lead=_("Un ordre du jour nomme des sujets et des institutions, jamais des personnes."),
        back=reverse("bodies:prepare", args=[request.workspace.key, row.pk]),
    )  # fmt: skip


@access(Role.COORDINATOR)
def edit(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Correct an item."""
    one = _item(request, meeting, pk)
    form = EditItemForm(request.POST or None, initial=item_values(one))
    form.offer(one.meeting, None)
    made = sent(
        request, form,
        lambda: services.edit_item(
            actor=request.actor, item=one, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=one,
    )  # fmt: skip
    if made is not None:
        return redirect("bodies:prepare", partnership, meeting)
    return _show(request, form, one.meeting, _("Corriger le point"))


@access(Role.COORDINATOR)
@require_POST
def place(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Give an item its place."""
    one, form = _item(request, meeting, pk), PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Donnez le rang du point : 1 est le premier."))
        return redirect("bodies:prepare", partnership, meeting)
    to = form.cleaned_data["to"]
    return _then(
        request, meeting, lambda: services.place_item(actor=request.actor, item=one, to=to),
        _("L'ordre du jour est réordonné."),
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def withdraw(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Take an item off, or put it back."""
    one, back = _item(request, meeting, pk), "back" in request.POST
    words = (
        _("Le point est remis à l'ordre du jour.") if back else _("Le point est retiré. Il peut être remis.")
    )
    return _then(
        request, meeting, lambda: services.withdraw_item(actor=request.actor, item=one, back=back), words
    )


@access(Role.COORDINATOR)
@require_POST
def carry(request: WorkspaceRequest, partnership: str, meeting: int, pk: int) -> HttpResponse:
    """Take up an item of an earlier meeting."""
    row = known_meeting(request, meeting)
    one = next((item for item in selectors.to_carry(row) if item.pk == pk), None)
    known = row.items.filter(carried_from=pk).first()
    if one is None and known is None:
        raise Http404("point inconnu ou déjà repris")
    if one is None:
        return redirect("bodies:prepare", partnership, meeting)
    return _then(
        request, meeting, lambda: services.carry_forward(actor=request.actor, meeting=row, item=one),
        _("Le point est repris à cet ordre du jour."),
    )  # fmt: skip


def _then(request: WorkspaceRequest, meeting: int, change: Callable[[], Any], words: str) -> HttpResponse:
    told(request, change, words)
    return redirect("bodies:prepare", request.workspace.key, meeting)
