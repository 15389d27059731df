"""Payments of a grant: planned, paid, withdrawn. Their sum never exceeds what was granted."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.funding.models import GrantDecision, Payment
from maillage.funding.rules import grants
from maillage.funding.selectors import follow_up
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import gate
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros


def plan_payment(
    *, actor: Actor, decision: GrantDecision, amount: Decimal, due_on: date, paid_on: date | None = None,
    nonce: UUID | None = None,
) -> Payment:  # fmt: skip
    """Plan an instalment, paid already or not. Sent twice: one. Raises BadInput above what is left."""
    gate.check_records(actor, decision.request.partnership, "versement prévu")
    with transaction.atomic():
        decision = gate.hold_grant(decision)
        _check_day(decision, paid_on)
        if (row := gate.already(Payment, nonce)) is not None:
            return row
        grants.check_payment(decision.amount, _standing(decision), amount)
        row = Payment.objects.create(
            decision=decision, amount=amount, due_on=due_on, paid_on=paid_on,
            **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _log(actor, row, "versement prévu")
    return row


def pay(*, actor: Actor, payment: Payment, on: date | None) -> Payment:
    """Say when an instalment was paid, or that it was not after all. Raises BadInput before the decision."""
    decision = payment.decision
    gate.check_records(actor, decision.request.partnership, "versement fait")
    with transaction.atomic():
        decision = gate.hold_grant(decision)
        _check_day(decision, on)
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if row.withdrawn_on:
            raise BadInput("Ce versement est retiré : remettez-le d'abord.")
        if row.paid_on != on:
            if on is None:
                _check_not_ordered(decision, row)
            row.paid_on = on
            row.save(update_fields=["paid_on"])
            _log(actor, row, "versement fait" if on else "versement non fait")
    return row


def withdraw_payment(*, actor: Actor, payment: Payment, on: date, back: bool = False) -> Payment:
    """Withdraw an instalment, or put it back. Raises BadInput when it was paid, or would exceed the grant."""
    decision = payment.decision
    act = "versement remis" if back else "versement retiré"
    gate.check_records(actor, decision.request.partnership, act)
    with transaction.atomic():
        decision = gate.hold_grant(decision) if back else gate.hold_decision(decision)
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if (row.withdrawn_on is None) is not back:
            if back:
                grants.check_payment(decision.amount, _standing(decision), row.amount)
            elif row.paid_on:
                raise BadInput(f"{euros(row.amount)} ont été versés : dites d'abord qu'ils ne l'ont pas été.")
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            _log(actor, row, act)
    return row


def _check_day(decision: GrantDecision, paid_on: date | None) -> None:
    if paid_on is not None:
        gate.check_day(paid_on, after=decision.on, what="Le versement", than="la décision")


def _check_not_ordered(decision: GrantDecision, row: Payment) -> None:
    """What was asked back was paid: it cannot be said unpaid under it."""
    if selectors.paid(decision) - row.amount < follow_up.claimed(decision):
        raise BadInput(
            "Un reversement a été demandé sur cette somme : elle ne peut plus être dite non versée."
        )


def _standing(decision: GrantDecision) -> list[Decimal]:
    return list(decision.payments.filter(withdrawn_on__isnull=True).values_list("amount", flat=True))


def _log(actor: Actor, row: Payment, act: str) -> None:
    detail = {"versement": row.pk, "montant": str(row.amount), "versé le": str(row.paid_on or "")}
    gate.log(actor, row.decision.request, act, detail)
