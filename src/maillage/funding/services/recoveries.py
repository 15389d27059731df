"""Money of a grant to be paid back: ordered, paid back in parts, given up; each act can be taken back."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from maillage.audit import journal
from maillage.funding.models import Control, GrantDecision, Recovery, Repayment
from maillage.funding.rules.control_sums import ZERO, check_amount
from maillage.funding.services import gate
from maillage.funding.vocabulary import DecisionKind
from maillage.funding.vocabulary.controls import ControlPhase
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros


def order(
    *, actor: Actor, decision: GrantDecision, amount: Decimal, reason: str, on: date, due_on: date,
    origin: str = "", nonce: UUID | None = None,
) -> Recovery:  # fmt: skip
    """Ask for money of a grant back. Sent twice: one.

    Raises BadInput: refused request, more than was paid and is not already claimed, no reason, dates turned.
    """
    gate.check_controls(actor, decision.request.partnership, "reversement demandé")
    _check_order(decision, amount, reason, on, due_on)
    with transaction.atomic():
        GrantDecision.objects.select_for_update().get(pk=decision.pk)
        if (row := gate.already(Recovery, nonce)) is not None:
            return row
        _check_paid(decision, amount)
        row = Recovery(
            decision=decision, ordered_on=on, due_on=due_on, amount=amount, reason=reason.strip(),
            origin=origin,
        )  # fmt: skip
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, row, "reversement demandé", {"montant": str(amount), "avant le": str(due_on)})
    return row


def _check_order(decision: GrantDecision, amount: Decimal, reason: str, on: date, due_on: date) -> None:
    check_amount(amount)
    if decision.kind != DecisionKind.GRANTED.value:
        raise BadInput("Cette demande a été refusée : rien n'a été versé, rien n'est à rendre.")
    if not reason.strip():
        raise BadInput("Dites pourquoi cette somme est à rendre : le motif figure dans le courrier.")
    if due_on <= on:
        raise BadInput(
            f"La date limite, le {due_on:%d/%m/%Y}, ne suit pas la demande, faite le {on:%d/%m/%Y} :"
            " laissez un délai."
        )


def _check_paid(decision: GrantDecision, amount: Decimal) -> None:
    free = reclaimable(decision)
    if amount > free:
        raise BadInput(
            f"{euros(amount)} dépasse ce qui peut être demandé pour cette subvention : {euros(free)},"
            " soit les versements faits moins les reversements déjà demandés."
        )


def reclaimable(decision: GrantDecision, *, besides: str = "") -> Decimal:
    """What was paid of a grant and not yet asked back; `besides`: an origin left out of the count."""
    paid = decision.payments.filter(paid_on__isnull=False, withdrawn_on__isnull=True)
    claims = decision.recoveries.filter(withdrawn_on__isnull=True)
    if besides:
        claims = claims.exclude(origin=besides)
    asked = ZERO
    for row in claims:
        asked += repaid(row) if row.waived_on else row.amount
    return (paid.aggregate(sum=Sum("amount"))["sum"] or ZERO) - asked


def repaid(recovery: Recovery) -> Decimal:
    """What came back of a recovery."""
    rows = recovery.repayments.filter(withdrawn_on__isnull=True)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO


def repay(
    *, actor: Actor, recovery: Recovery, amount: Decimal, on: date, nonce: UUID | None = None
) -> Repayment:
    """Note a sum that came back. Sent twice: one. Raises BadInput: more than is due, too early."""
    gate.check_controls(actor, _here(recovery), "somme rendue")
    check_amount(amount)
    with transaction.atomic():
        held = _hold(recovery)
        if (row := gate.already(Repayment, nonce)) is not None:
            return row
        _check_due(held, amount, on)
        row = Repayment(recovery=held, on=on, amount=amount)
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _log(actor, held, "somme rendue", {"montant": str(amount), "le": str(on)})
    return row


def _check_due(recovery: Recovery, amount: Decimal, on: date) -> None:
    _check_live(recovery)
    if on < recovery.ordered_on:
        raise BadInput(
            f"Le {on:%d/%m/%Y} précède la demande de reversement, faite le {recovery.ordered_on:%d/%m/%Y}."
        )
    remaining = recovery.amount - repaid(recovery)
    if amount > remaining:
        raise BadInput(
            f"{euros(amount)} dépasse ce qui reste à rendre, {euros(remaining)} : vérifiez le montant reçu."
        )


def _check_live(recovery: Recovery) -> None:
    if recovery.withdrawn_on is not None:
        raise BadInput("Cette demande de reversement a été annulée : rien n'est à rendre.")
    if recovery.waived_on is not None:
        raise BadInput(
            f"Le reste de cette somme a été abandonné le {recovery.waived_on:%d/%m/%Y} :"
            " annulez d'abord l'abandon."
        )


def _check_not_closed(recovery: Recovery) -> None:
    """A closed control owes nothing: what would make it owe again waits until it is open again."""
    kind, _, number = recovery.origin.partition(":")
    if kind == "control" and Control.objects.filter(pk=number, phase=ControlPhase.CLOSED.value).exists():
        raise BadInput("Le contrôle qui a demandé cette somme est clos : annulez d'abord sa clôture.")


def withdraw_repayment(*, actor: Actor, repayment: Repayment, on: date) -> Repayment:
    """Take back a sum noted by mistake: it stays readable and no longer counts."""
    gate.check_controls(actor, _here(repayment.recovery), "somme rendue annulée")
    with transaction.atomic():
        held = _hold(repayment.recovery)
        _check_not_closed(held)
        row = Repayment.objects.select_for_update().get(pk=repayment.pk)
        if row.withdrawn_on is None:
            row.withdrawn_on = on
            row.save(update_fields=["withdrawn_on"])
            _log(actor, held, "somme rendue annulée", {"montant": str(row.amount), "le": str(on)})
    return row


def restore_repayment(*, actor: Actor, repayment: Repayment, on: date) -> Repayment:
    """Count again a sum that was taken back. Raises BadInput when it would exceed what is due."""
    gate.check_controls(actor, _here(repayment.recovery), "somme rendue rétablie")
    with transaction.atomic():
        held = _hold(repayment.recovery)
        row = Repayment.objects.select_for_update().get(pk=repayment.pk)
        if row.withdrawn_on is not None:
            _check_due(held, row.amount, row.on)
            row.withdrawn_on = None
            row.save(update_fields=["withdrawn_on"])
            _log(actor, held, "somme rendue rétablie", {"montant": str(row.amount), "le": str(on)})
    return row


def waive(*, actor: Actor, recovery: Recovery, reason: str, on: date) -> Recovery:
    """Give up what remains, with the reason. Raises BadInput: no reason, nothing left, already given up."""
    gate.check_controls(actor, _here(recovery), "reversement abandonné")
    if not reason.strip():
        raise BadInput("Dites qui a décidé l'abandon et pourquoi : le motif reste inscrit.")
    with transaction.atomic():
        row = _hold(recovery)
        _check_live(row)
        left = row.amount - repaid(row)
        if not left:
            raise BadInput("Toute la somme est rendue : il ne reste rien à abandonner.")
        row.waived_on, row.waived_reason = on, reason.strip()
        row.save(update_fields=["waived_on", "waived_reason"])
        _log(actor, row, "reversement abandonné", {"montant": str(left), "le": str(on)})
    return row


def unwaive(*, actor: Actor, recovery: Recovery, on: date) -> Recovery:
    """Claim again what had been given up by mistake. Raises BadInput when it was claimed elsewhere since."""
    gate.check_controls(actor, _here(recovery), "abandon annulé")
    with transaction.atomic():
        row = _hold(recovery)
        _check_not_closed(row)
        if row.waived_on is not None:
            _check_paid(row.decision, row.amount - repaid(row))
            row.waived_on, row.waived_reason = None, ""
            row.save(update_fields=["waived_on", "waived_reason"])
            _log(actor, row, "abandon annulé", {"le": str(on)})
    return row


def take_back(*, actor: Actor, recovery: Recovery, on: date) -> Recovery:
    """Undo an order made by mistake. Raises BadInput once money came back or was given up."""
    gate.check_controls(actor, _here(recovery), "demande de reversement annulée")
    with transaction.atomic():
        row = _hold(recovery)
        if repaid(row) or row.waived_on is not None:
            raise BadInput(
                "Une somme a déjà été rendue ou abandonnée : annulez-la d'abord,"
                " puis annulez la demande de reversement."
            )
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        _log(actor, row, "demande de reversement annulée", {"le": str(on)})
    return row


def _here(recovery: Recovery) -> Partnership:
    return recovery.decision.request.partnership


def _hold(recovery: Recovery) -> Recovery:
    """The recovery as it stands, its grant locked first: two sums at once never exceed what is due."""
    GrantDecision.objects.select_for_update().get(pk=recovery.decision_id)
    return Recovery.objects.select_for_update().get(pk=recovery.pk)


def _log(actor: Actor, row: Recovery, act: str, detail: dict[str, object]) -> None:
    request = row.decision.request
    journal.append(
        actor=actor, act=act, subject=f"reversement:{row.pk}", partnership=request.partnership.key,
        detail={"demande": request.number} | detail,
    )  # fmt: skip
