"""Written non-conformities: on which grant, for what motive, how much; before the adversarial phase only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.funding.models import Control, Fault, GrantDecision
from maillage.funding.rules import control_path as path
from maillage.funding.rules.control_sums import ZERO, check_amount
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services import gate, recoveries
from maillage.funding.vocabulary.controls import Motive
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros


@dataclass(frozen=True)
class FaultDraft:
    """What is found on one grant, why, and for how much."""

    decision: GrantDecision
    motive: Motive
    amount: Decimal
    words: str


def write_fault(
    *, actor: Actor, control: Control, draft: FaultDraft, on: date, nonce: UUID | None = None
) -> Fault:
    """Write a non-conformity. Sent twice: one.

    Raises BadInput: no words, another body's grant, more than was paid, or once it is being debated.
    """
    gate.check_controls(actor, control.campaign.partnership, "non-conformité écrite")
    with transaction.atomic():
        row = _hold(control)
        if (made := gate.already(Fault, nonce)) is not None:
            return made
        _check(row, draft)
        made = Fault(control=row, written_on=on)
        if nonce is not None:
            made.nonce = nonce
        _fill(made, draft)
        made.save(force_insert=True)
        _log(actor, made, "non-conformité écrite")
    return made


def edit_fault(*, actor: Actor, fault: Fault, seen: int, draft: FaultDraft) -> Fault:
    """Correct a non-conformity before it is debated. Raises Conflict, BadInput as when it is written."""
    gate.check_controls(actor, fault.control.campaign.partnership, "non-conformité corrigée")
    with transaction.atomic():
        control = _hold(fault.control)
        row = history.lock(fault, seen=seen)
        _check(control, draft, besides=row)
        _fill(row, draft)
        row.save(update_fields=["decision", "motive", "amount", "words", "revision"])
        _log(actor, row, "non-conformité corrigée")
    return row


def withdraw_fault(*, actor: Actor, fault: Fault, on: date) -> Fault:
    """Take a non-conformity back. Raises BadInput once it is being debated."""
    gate.check_controls(actor, fault.control.campaign.partnership, "non-conformité retirée")
    with transaction.atomic():
        control = _hold(fault.control)
        row = Fault.objects.select_for_update().get(pk=fault.pk)
        _check_writable(control)
        return _mark(actor, row, on, "non-conformité retirée")


def restore_fault(*, actor: Actor, fault: Fault) -> Fault:
    """Put a non-conformity back. Raises BadInput as when it is written."""
    gate.check_controls(actor, fault.control.campaign.partnership, "non-conformité rétablie")
    with transaction.atomic():
        control = _hold(fault.control)
        row = Fault.objects.select_for_update().get(pk=fault.pk)
        _check(control, FaultDraft(row.decision, row.motive_term, row.amount, row.words), besides=row)
        return _mark(actor, row, None, "non-conformité rétablie")


def _mark(actor: Actor, row: Fault, on: date | None, act: str) -> Fault:
    row.withdrawn_on, row.revision = on, row.revision + 1
    row.save(update_fields=["withdrawn_on", "revision"])
    _log(actor, row, act)
    return row


def _hold(control: Control) -> Control:
    return Control.objects.select_for_update().get(pk=control.pk)


def _fill(row: Fault, draft: FaultDraft) -> None:
    row.decision, row.motive = draft.decision, draft.motive.value
    row.amount, row.words = draft.amount, draft.words.strip()


def _check_writable(control: Control) -> None:
    if control.phase_term not in path.WRITABLE:
        raise BadInput(
            f"Le contrôle est « {control.phase_term.label} » : les non-conformités s'écrivent après"
            " la réponse à l'annonce et avant la phase contradictoire."
        )


def _check(control: Control, draft: FaultDraft, besides: Fault | None = None) -> None:
    _check_writable(control)
    check_amount(draft.amount)
    if not draft.words.strip():
        raise BadInput("Écrivez ce qui est constaté, pièce à l'appui : l'organisme y répondra.")
    grants = selectors.grants(campaign=control.campaign, institution=control.institution)
    if not grants.filter(pk=draft.decision.pk).exists():
        raise BadInput(f"La demande {draft.decision.request.number} n'est pas dans ce contrôle.")
    others = control.faults.filter(decision=draft.decision, withdrawn_on__isnull=True)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    written = sum((row.amount for row in others), ZERO)
    free = recoveries.reclaimable(draft.decision)
    if written + draft.amount > free:
        raise BadInput(
            f"{euros(draft.amount)} dépasse ce qui peut être mis en cause pour cette subvention :"
            f" {euros(free)} versés et non déjà réclamés, dont {euros(written)} déjà écrits."
        )


def _log(actor: Actor, row: Fault, act: str) -> None:
    control = row.control
    journal.append(
        actor=actor, act=act, subject=f"contrôle:{control.pk}", partnership=control.campaign.partnership.key,
        detail={"motif": row.motive, "montant": str(row.amount), "grief": row.pk},
    )  # fmt: skip
