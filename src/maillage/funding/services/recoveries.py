"""Money of a grant to be paid back: ordered, repaid, waived with a reason."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.funding.models import GrantDecision, Recovery, Repayment
from maillage.funding.rules import grants
from maillage.funding.rules.amounts import total
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import gate
from maillage.kernel import Actor, BadInput


def order(
    *, actor: Actor, decision: GrantDecision, amount: Decimal, reason: str, on: date, due_on: date,
    origin: str = "", nonce: UUID | None = None,
) -> Recovery:  # fmt: skip
    """Ask money back. Sent twice: one. Raises BadInput: no reason, more than was paid, due before asked."""
    gate.check_records(actor, decision.request.partnership, "reversement demandé")
    gate.check_grant(decision)
    if not reason.strip():
        raise BadInput("Dites pourquoi cette somme est à rendre : l'organisme le lira.")
    gate.check_day(due_on, after=on, what="L'échéance", than="la demande de reversement")
    with transaction.atomic():
        gate.hold_decision(decision)
        if (row := gate.already(Recovery, nonce)) is not None:
            return row
        standing = decision.recoveries.filter(waived_on__isnull=True).values_list("amount", flat=True)
        grants.check_order(selectors.paid(decision), standing, amount)
        row = Recovery.objects.create(
            decision=decision, amount=amount, reason=reason.strip(), ordered_on=on, due_on=due_on,
            origin=origin, **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _log(actor, row, "reversement demandé", amount)
    return row


def repay(
    *, actor: Actor, recovery: Recovery, amount: Decimal, on: date, nonce: UUID | None = None
) -> Repayment:
    """A sum came back. Sent twice: one. Raises BadInput above what is left, or once waived."""
    gate.check_records(actor, recovery.decision.request.partnership, "somme rendue")
    gate.check_day(on, after=recovery.ordered_on, what="Le reversement", than="la demande")
    with transaction.atomic():
        row = Recovery.objects.select_for_update().get(pk=recovery.pk)
        if (made := gate.already(Repayment, nonce)) is not None:
            return made
        if row.waived_on:
            raise BadInput("Ce reversement est abandonné : rien n'est plus à rendre.")
        grants.check_repayment(balance(row), amount)
        made = Repayment.objects.create(
            recovery=row, amount=amount, on=on, **({"nonce": nonce} if nonce else {})
        )
        _log(actor, row, "somme rendue", amount)
    return made


def withdraw_repayment(*, actor: Actor, repayment: Repayment, on: date) -> Repayment:
    """A repayment written by mistake no longer counts."""
    recovery = repayment.recovery
    gate.check_records(actor, recovery.decision.request.partnership, "somme rendue retirée")
    with transaction.atomic():
        row = Repayment.objects.select_for_update().get(pk=repayment.pk)
        if row.withdrawn_on is None:
            row.withdrawn_on = on
            row.save(update_fields=["withdrawn_on"])
            _log(actor, recovery, "somme rendue retirée", row.amount)
    return row


def waive(*, actor: Actor, recovery: Recovery, reason: str, on: date) -> Recovery:
    """Give up what is left, with the reason. Raises BadInput without one."""
    gate.check_records(actor, recovery.decision.request.partnership, "reversement abandonné")
    if not reason.strip():
        raise BadInput("Dites pourquoi la somme n'est plus demandée : le motif reste inscrit.")
    with transaction.atomic():
        row = Recovery.objects.select_for_update().get(pk=recovery.pk)
        if row.waived_on is None:
            row.waived_on, row.waived_reason = on, reason.strip()
            row.save(update_fields=["waived_on", "waived_reason"])
            _log(actor, row, "reversement abandonné", balance(row).ordered)
    return row


def balance(row: Recovery) -> grants.Balance:
    """What was ordered and what came back."""
    came = row.repayments.filter(withdrawn_on__isnull=True).values_list("amount", flat=True)
    return grants.Balance(row.amount, total(came), row.waived_on is not None)


def _log(actor: Actor, row: Recovery, act: str, amount: Decimal) -> None:
    gate.log(actor, row.decision.request, act, {"reversement": row.pk, "montant": str(amount)})
