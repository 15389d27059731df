"""Partners of a sheet and what each promises: named, pledged, confirmed by itself, withdrawn, put back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.accounts.models import WorkspaceRequest
from maillage.bodies.rules import visibility, wording
from maillage.contracts.models import ActionSheet, Pledge
from maillage.contracts.selectors import card as cards
from maillage.contracts.services import pledges as services
from maillage.contracts.web.forms.plan import ReasonForm
from maillage.contracts.web.forms.sheets import EditPledgeForm, NewPledgeForm, PartnerForm
from maillage.contracts.web.pages import SPEAKERS, address, runs, seen, sent, sheet_here
from maillage.kernel import Role, access
from maillage.ui.sending import found, told
from maillage.ui.single import show

MARK = "#engagements"


def _to_sheet(request: WorkspaceRequest, row: ActionSheet) -> HttpResponse:
    return redirect(address(request, "sheet", row.pk) + MARK)


@access(Role.COORDINATOR)
def add_partner(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Name an institution on a sheet."""
    row = sheet_here(request, pk)
    form = PartnerForm(request.POST or None)
    form.offer(row.contract)
    made = sent(
        request, form,
        lambda: services.name_partner(
            actor=request.actor, sheet=row, institution=form.cleaned_data["institution"],
            nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'institution est nommée. Demandez-lui ce qu'elle fera elle-même."))
        return _to_sheet(request, row)
    return show(
        request, form, title=_("Nommer un partenaire"), submit=_("Nommer ce partenaire"), where=str(row),
        back=address(request, "sheet", pk) + MARK,
    )  # fmt: skip


@access(Role.COORDINATOR)
@require_POST
def remove_partner(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take an institution off a sheet, or (already taken off) name it again."""
    row = found(cards.partner(partnership=request.workspace, pk=pk))
    if row.withdrawn_on is not None:
        told(
            request, lambda: services.put_back_partner(actor=request.actor, partner=row),
            _("L'institution est de nouveau sur la fiche."),
        )  # fmt: skip
    else:
        day = timezone.localdate()
        told(
            request, lambda: services.remove_partner(actor=request.actor, partner=row, on=day),
            _("L'institution n'est plus sur la fiche. Vous pouvez la remettre."),
        )  # fmt: skip
    return _to_sheet(request, row.sheet)


@access(*SPEAKERS)
def add_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Write a pledge: its own for an institution, any for who runs the partnership."""
    row = sheet_here(request, pk)
    form = NewPledgeForm(request.POST or None, initial=_first(request))
    form.offer(row.contract, request.actor, runs=runs(request))
    made = sent(
        request, form,
        lambda: services.add_pledge(
            actor=request.actor, sheet=row, institution=form.cleaned_data["institution"],
            draft=form.draft(), nonce=form.cleaned_data["nonce"],
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'engagement est écrit. Il compte quand l'institution le confirme."))
        _remark(request, made)
        return _to_sheet(request, row)
    return show(
        request, form, title=_("Écrire un engagement"), submit=_("Enregistrer l'engagement"), where=str(row),
        lead=_("Chaque institution signe pour ce qu'elle fait elle-même."),
        back=address(request, "sheet", pk) + MARK,
    )  # fmt: skip


def _first(request: WorkspaceRequest) -> dict[str, Any]:
    own = request.actor.institutions
    return {"institution": request.GET.get("institution") or (min(own) if len(own) == 1 else None)}


def _remark(request: WorkspaceRequest, row: Pledge) -> None:
    for one in wording.remarks(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on):
        messages.warning(request, str(one))


def _mine(request: WorkspaceRequest, pk: int) -> Pledge:
    """The pledge, when the reader speaks for its institution or runs the partnership; else 404."""
    row = found(cards.pledge(partnership=request.workspace, pk=pk))
    if not visibility.may_answer_for(request.actor, row.partner.institution_id):
        raise Http404("engagement d'une autre institution")
    return row


@access(*SPEAKERS)
def edit_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Say a pledge otherwise."""
    row = _mine(request, pk)
    names = ("deliverable", "quantity", "due_on", "towards", "revision")
    form = EditPledgeForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    form.offer(row.partner.sheet.contract, request.actor, runs=runs(request))
    form.freeze(row.partner.institution_id)
    made = sent(
        request, form,
        lambda: services.edit_pledge(
            actor=request.actor, pledge=row, seen=form.cleaned_data["revision"], draft=form.draft()
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _edited(row, made))
        _remark(request, made)
        return _to_sheet(request, row.partner.sheet)
    return show(
        request, form, title=_("Modifier un engagement"), submit=_("Enregistrer l'engagement"),
        where=str(row.partner.sheet), back=address(request, "sheet", row.partner.sheet_id) + MARK,
    )  # fmt: skip


def _edited(before: Pledge, after: Pledge) -> str:
    if before.confirmed_on is not None and after.confirmed_on is None:
        return _("L'engagement est modifié : ses mots ont changé, il est à confirmer de nouveau.")
    return _("L'engagement est modifié.")


@access(*SPEAKERS)
@require_POST
def confirm_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Confirm one's own pledge; the coordinator notes what was confirmed on paper."""
    row, day = _mine(request, pk), timezone.localdate()
    told(
        request,
        lambda: services.confirm_pledge(actor=request.actor, pledge=row, seen=seen(request), on=day),
        _("L'engagement est confirmé."),
    )
    return _to_sheet(request, row.partner.sheet)


@access(*SPEAKERS)
@require_POST
def unconfirm_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Take a confirmation back."""
    row = _mine(request, pk)
    told(
        request, lambda: services.unconfirm_pledge(actor=request.actor, pledge=row, seen=seen(request)),
        _("La confirmation est retirée. L'engagement reste écrit, à confirmer."),
    )  # fmt: skip
    return _to_sheet(request, row.partner.sheet)


@access(*SPEAKERS)
def withdraw_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Withdraw a pledge, with the reason."""
    row = _mine(request, pk)
    form = ReasonForm(request.POST or None, initial={"revision": row.revision})
    made = sent(
        request, form,
        lambda: services.withdraw_pledge(
            actor=request.actor, pledge=row, seen=form.cleaned_data["revision"], on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
        ), row=row,
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("L'engagement est retiré ; il reste lisible avec son motif."))
        return _to_sheet(request, row.partner.sheet)
    return show(
        request, form, title=_("Retirer un engagement"), submit=_("Retirer l'engagement"),
        where=str(row.partner.sheet), lead=row.deliverable,
        back=address(request, "sheet", row.partner.sheet_id) + MARK,
    )  # fmt: skip


@access(*SPEAKERS)
@require_POST
def put_back_pledge(request: WorkspaceRequest, partnership: str, pk: int) -> HttpResponse:
    """Put a withdrawn pledge back."""
    row = _mine(request, pk)
    told(
        request, lambda: services.put_back_pledge(actor=request.actor, pledge=row),
        _("L'engagement est remis ; il est à confirmer de nouveau."),
    )  # fmt: skip
    return _to_sheet(request, row.partner.sheet)
