"""What partners promise on a sheet: named, pledged, confirmed by themselves; in force, it is a commitment."""

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.bodies.services import commitments
from maillage.bodies.services.commitments import Promise
from maillage.bodies.vocabulary import CommitmentState
from maillage.contracts.models import ActionSheet, Contract, Pledge, SheetPartner
from maillage.contracts.rules.pledges import vague_quantity
from maillage.contracts.services import gate, record
from maillage.contracts.vocabulary import ContractState
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput, Role

SPEAKERS = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)
WORDS = ("deliverable", "quantity", "due_on", "towards", "confirmed_on", "confirmed_on_paper", "revision")


@dataclass(frozen=True)
class Draft:
    """What is pledged; an empty quantity is still to be said."""

    deliverable: str
    quantity: str = ""
    due_on: date | None = None
    towards: Institution | None = None


def name_partner(
    *, actor: Actor, sheet: ActionSheet, institution: Institution, nonce: UUID | None = None
) -> SheetPartner:
    """Name an institution on a sheet; named before and withdrawn: put back. Raises BadInput: of elsewhere."""
    contract = sheet.contract
    gate.check_runs(actor, contract.partnership, "partenaire nommé")
    gate.check_here(contract.partnership, institution)
    with transaction.atomic():
        record.held(sheet)
        return _named(actor, sheet, institution, nonce)


def _named(
    actor: Actor, sheet: ActionSheet, institution: Institution, nonce: UUID | None = None
) -> SheetPartner:
    row = SheetPartner.objects.filter(sheet=sheet, institution=institution).first()
    if row is not None and row.withdrawn_on is None:
        return row
    if row is None:
        row = SheetPartner(sheet=sheet, institution=institution)
        if nonce is not None:
            row.nonce = nonce
    row.withdrawn_on = None
    row.save()
    record.log(actor=actor, contract=sheet.contract, act="partenaire nommé", row=row)
    return row


def remove_partner(*, actor: Actor, partner: SheetPartner, on: date) -> SheetPartner:
    """Take an institution off a sheet. Raises BadInput while it has a living pledge there."""
    gate.check_runs(actor, partner.sheet.contract.partnership, "partenaire retiré")
    with transaction.atomic():
        record.held(partner)
        if partner.pledges.filter(withdrawn_on__isnull=True).exists():
            raise BadInput(f"{partner} a un engagement sur cette fiche : retirez-le d'abord.")
        return _mark_partner(actor, partner, on, "partenaire retiré")


def put_back_partner(*, actor: Actor, partner: SheetPartner) -> SheetPartner:
    """Name again an institution that was taken off."""
    gate.check_runs(actor, partner.sheet.contract.partnership, "partenaire remis")
    with transaction.atomic():
        record.held(partner)
        return _mark_partner(actor, partner, None, "partenaire remis")


def _mark_partner(actor: Actor, partner: SheetPartner, on: date | None, act: str) -> SheetPartner:
    row = SheetPartner.objects.select_for_update().get(pk=partner.pk)
    row.withdrawn_on = on
    row.save(update_fields=["withdrawn_on"])
    record.log(actor=actor, contract=row.sheet.contract, act=act, row=row)
    return row


def add_pledge(
    *, actor: Actor, sheet: ActionSheet, institution: Institution, draft: Draft, nonce: UUID | None = None
) -> Pledge:
    """Write what an institution will do itself; it is named on the sheet if it was not. Sent twice: one.

    Raises BadInput: no words, a vague quantity, towards itself; Refused for another institution's.
    """
    contract = sheet.contract
    _check_speaks(actor, contract, institution.pk, "engagement écrit sur une fiche")
    gate.check_here(contract.partnership, institution, draft.towards)
    _check(draft, institution)
    with transaction.atomic():
        record.held(sheet)
        if (row := gate.already(Pledge, nonce)) is not None:
            return row
        _check_kept(sheet)
        row = Pledge(partner=_named(actor, sheet, institution))
        if nonce is not None:
            row.nonce = nonce
        _fill(row, draft)
        row.save(force_insert=True)
        record.log(actor=actor, contract=contract, act="engagement écrit sur une fiche", row=row)
    return row


def edit_pledge(*, actor: Actor, pledge: Pledge, seen: int, draft: Draft) -> Pledge:
    """Say a pledge otherwise; a confirmation given to other words lapses.

    Raises BadInput once it is in force: it is then renegotiated as a commitment. Conflict.
    """
    contract, institution = pledge.partner.sheet.contract, pledge.partner.institution
    _check_speaks(actor, contract, institution.pk, "engagement de fiche modifié")
    gate.check_here(contract.partnership, draft.towards)
    _check(draft, institution)
    with transaction.atomic():
        record.held(pledge)
        row = history.lock(pledge, seen=seen)
        _check_kept(row.partner.sheet)
        _check_not_in_force(row)
        before = _words(row)
        _fill(row, draft)
        if _words(row) != before:
            row.confirmed_on, row.confirmed_on_paper = None, False
        row.save(update_fields=WORDS)
        record.log(actor=actor, contract=contract, act="engagement de fiche modifié", row=row)
    return row


def confirm_pledge(*, actor: Actor, pledge: Pledge, seen: int, on: date) -> Pledge:
    """The institution confirms its own pledge; the coordinator notes that it did on paper.

    In a contract in force it becomes a commitment at once. Raises BadInput when withdrawn, Conflict.
    """
    contract, act = pledge.partner.sheet.contract, "engagement de fiche confirmé"
    _check_speaks(actor, contract, pledge.partner.institution_id, act)
    with transaction.atomic():
        now = record.held(pledge)
        row = history.lock(pledge, seen=seen)
        _check_kept(row.partner.sheet)
        if row.withdrawn_on is not None or row.partner.withdrawn_on is not None:
            raise BadInput("Cet engagement est retiré : il ne se confirme plus.")
        if row.confirmed_on is not None:
            raise BadInput(f"Cet engagement est déjà confirmé, le {row.confirmed_on:%d/%m/%Y}.")
        row.confirmed_on = on
        row.confirmed_on_paper = row.partner.institution_id not in actor.institutions
        row.save(update_fields=["confirmed_on", "confirmed_on_paper", "revision"])
        record.log(actor=actor, contract=contract, act=act, row=row, detail={"le": str(on)})
        if now.state == ContractState.IN_FORCE.value:
            _commit(actor, row, on)
    return row


def unconfirm_pledge(*, actor: Actor, pledge: Pledge, seen: int) -> Pledge:
    """Take a confirmation back. Raises BadInput when it is in force, or was not confirmed; Conflict."""
    contract, act = pledge.partner.sheet.contract, "confirmation retirée"
    _check_speaks(actor, contract, pledge.partner.institution_id, act)
    with transaction.atomic():
        record.held(pledge)
        row = history.lock(pledge, seen=seen)
        _check_not_in_force(row)
        if row.confirmed_on is None:
            raise BadInput("Cet engagement n'est pas confirmé.")
        row.confirmed_on, row.confirmed_on_paper = None, False
        row.save(update_fields=["confirmed_on", "confirmed_on_paper", "revision"])
        record.log(actor=actor, contract=contract, act=act, row=row)
    return row


def withdraw_pledge(*, actor: Actor, pledge: Pledge, seen: int, on: date, reason: str) -> Pledge:
    """Withdraw a pledge with its reason. Raises BadInput without one, or while its commitment runs."""
    contract, act = pledge.partner.sheet.contract, "engagement de fiche retiré"
    _check_speaks(actor, contract, pledge.partner.institution_id, act)
    if not reason.strip():
        raise BadInput("Dites pourquoi l'engagement est retiré : le motif reste inscrit avec lui.")
    with transaction.atomic():
        record.held(pledge)
        row = history.lock(pledge, seen=seen)
        _check_not_in_force(row)
        row.withdrawn_on, row.withdrawn_reason = on, reason.strip()[:300]
        row.save(update_fields=["withdrawn_on", "withdrawn_reason", "revision"])
        record.log(actor=actor, contract=contract, act=act, row=row)
    return row


def put_back_pledge(*, actor: Actor, pledge: Pledge) -> Pledge:
    """Put a withdrawn pledge back, to be confirmed anew. A former commitment stays where it was written."""
    contract, act = pledge.partner.sheet.contract, "engagement de fiche remis"
    _check_speaks(actor, contract, pledge.partner.institution_id, act)
    with transaction.atomic():
        record.held(pledge)
        row = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if row.withdrawn_on is None:
            raise BadInput("Cet engagement n'est pas retiré.")
        _check_kept(row.partner.sheet)
        _named(actor, row.partner.sheet, row.partner.institution)
        row.withdrawn_on, row.withdrawn_reason, row.commitment = None, "", None
        row.confirmed_on, row.confirmed_on_paper, row.revision = None, False, row.revision + 1
        row.save()
        record.log(actor=actor, contract=contract, act=act, row=row)
    return row


def fulfil(*, actor: Actor, contract: Contract, on: date) -> int:
    """Every confirmed pledge of a contract that comes into force becomes a commitment; how many did.

    Idempotent: a pledge that has its commitment is left alone.
    """
    with transaction.atomic():
        rows = Pledge.objects.filter(
            partner__sheet__contract=contract, partner__sheet__withdrawn_on__isnull=True,
            partner__withdrawn_on__isnull=True, withdrawn_on__isnull=True, confirmed_on__isnull=False,
            commitment__isnull=True,
        )  # fmt: skip
        waiting = list(
            rows.select_related("partner__institution", "partner__sheet__contract__partnership", "towards")
        )
        for row in waiting:
            _commit(actor, row, on)
        record.log(
            actor=actor, contract=contract, act="engagements du contrat en vigueur",
            detail={"nombre": len(waiting)},
        )  # fmt: skip
    return len(waiting)


def _commit(actor: Actor, row: Pledge, on: date) -> None:
    """The promise was confirmed by who could: the one who brings the contract into force may be another."""
    sheet = row.partner.sheet
    towards = None if row.towards_id == row.partner.institution_id else row.towards
    row.commitment = commitments.make_commitment(
        actor=Actor.machine(f"contrat en vigueur, par {actor.label}"), partnership=sheet.contract.partnership,
        draft=Promise(
            institution=row.partner.institution, deliverable=row.deliverable, quantity=row.quantity,
            due_on=row.due_on, towards=towards,
        ),
        on=min(on, row.due_on) if row.due_on else on, origin=f"sheet:{sheet.pk}",
        nonce=uuid.uuid5(row.nonce, f"engagement {row.revision}"),
    )  # fmt: skip
    row.save(update_fields=["commitment"])


def _check_speaks(actor: Actor, contract: Contract, institution: int, act: str) -> None:
    gate.check_roles(actor, contract.partnership, SPEAKERS, act)
    gate.check_answers_for(actor, contract.partnership, institution, act)


def _check_kept(sheet: ActionSheet) -> None:
    """The contract is locked by then, and with it the withdrawal of its sheets."""
    if ActionSheet.objects.filter(pk=sheet.pk, withdrawn_on__isnull=False).exists():
        raise BadInput("Cette fiche est retirée du contrat : remettez-la d'abord.")


def _check(draft: Draft, institution: Institution) -> None:
    if not draft.deliverable.strip():
        raise BadInput("Écrivez ce que l'institution fera elle-même : un acte et ce qui sera remis.")
    if fault := vague_quantity(draft.quantity):
        raise BadInput(fault)
    if draft.towards is not None and draft.towards.pk == institution.pk:
        raise BadInput(
            "Une institution ne s'engage pas envers elle-même : choisissez-en une autre, ou aucune."
        )


def _check_not_in_force(row: Pledge) -> None:
    if row.commitment is None:
        return
    if row.commitment.state != CommitmentState.WITHDRAWN.value:
        raise BadInput(
            "Cet engagement est en vigueur : renégociez-le, ou retirez-le, depuis sa page d'engagement."
        )


def _fill(row: Pledge, draft: Draft) -> None:
    row.deliverable, row.quantity = draft.deliverable.strip()[:300], draft.quantity.strip()[:120]
    row.due_on, row.towards = draft.due_on, draft.towards


def _words(row: Pledge) -> tuple[object, ...]:
    return row.deliverable, row.quantity, row.due_on, row.towards_id
