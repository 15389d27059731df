"""What the funder decided: an amount or the motive of a refusal; notified, undone while nothing follows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.funding.models import GrantDecision, GrantRequest, Report
from maillage.funding.rules import fund_law
from maillage.funding.rules.amounts import ZERO
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import gate
from maillage.funding.vocabulary import (
    DecisionKind,
    RefusalReason,
    RequestState,
)
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros

DECIDED = (RequestState.GRANTED.value, RequestState.REFUSED.value)


@dataclass(frozen=True)
class Ruling:
    """What the funder decided."""

    kind: DecisionKind
    reason: str
    on: date
    amount: Decimal = ZERO
    refusal: RefusalReason | None = None
    notified_on: date | None = None


def decide(
    *, actor: Actor, request: GrantRequest, seen: int, ruling: Ruling, nonce: UUID | None = None
) -> GrantDecision:
    """Record the funder's decision: an amount, or the motive of a refusal. A grant owes its report.

    Raises BadInput: not filed, no reason, no amount or more than was asked, no motive; Conflict.
    """
    gate.check_records(actor, request.partnership, "décision de financement")
    with transaction.atomic():
        held = gate.hold(request)
        if (made := gate.already(GrantDecision, nonce)) is not None:
            return made
        row = history.lock(held, seen=seen)
        _check_ruling(row, ruling)
        decision = _write(row, ruling, nonce)
        state = RequestState.GRANTED if ruling.kind is DecisionKind.GRANTED else RequestState.REFUSED
        gate.set_state(row, state)
        row.save(update_fields=["state", "revision"])
        if ruling.kind is DecisionKind.GRANTED:
            _owe_report(decision, row)
        gate.log(actor, row, "décision de financement", {
            "décision": ruling.kind.value, "montant": str(decision.amount),
            "contre un avis défavorable": selectors.against_opinion(row),
        })  # fmt: skip
    return decision


def _check_ruling(row: GrantRequest, ruling: Ruling) -> None:
    if row.state != RequestState.FILED.value:
        raise BadInput(f"Cette demande est « {row.state_term.label} » : une décision suit un dépôt.")
    gate.check_day(ruling.on, after=row.filed_on, what="La décision", than="le dépôt")
    if ruling.notified_on is not None:
        gate.check_day(ruling.notified_on, after=ruling.on, what="La notification", than="la décision")
    if not ruling.reason.strip():
        raise BadInput("Dites le motif, dans les mots du financeur : il sera relu.")
    if ruling.kind is DecisionKind.REFUSED:
        if ruling.refusal is None:
            raise BadInput("Choisissez le motif du refus.")
        return
    if ruling.amount <= ZERO:
        raise BadInput("Donnez le montant accordé, ou choisissez « refusée ».")
    if row.asked is not None and ruling.amount > row.asked:
        raise BadInput(
            f"{euros(ruling.amount)} dépassent ce qui est demandé, {euros(row.asked)}. Corrigez le montant."
        )


def _write(row: GrantRequest, ruling: Ruling, nonce: UUID | None) -> GrantDecision:
    """The decision, on the row of the one that was undone if there is one."""
    found = GrantDecision.objects.select_for_update().filter(request=row).first() or GrantDecision(
        request=row
    )
    if nonce is not None:
        found.nonce = nonce
    granted = ruling.kind is DecisionKind.GRANTED
    found.kind, found.reason, found.on = ruling.kind.value, ruling.reason.strip(), ruling.on
    found.notified_on, found.amount = ruling.notified_on, ruling.amount if granted else ZERO
    found.refusal = "" if granted or ruling.refusal is None else ruling.refusal.value
    found.withdrawn_on = None
    found.revision += 1 if found.pk else 0
    found.save()
    return found


def _owe_report(decision: GrantDecision, row: GrantRequest) -> None:
    due = report_day(row)
    Report.objects.update_or_create(decision=decision, defaults={"due_on": due})


def report_day(row: GrantRequest) -> date:
    """When the financial report of a request is due: six months after the end of the year of the action."""
    return fund_law.report_due(row.end or date(row.year, 12, 31))


def undo_decision(*, actor: Actor, decision: GrantDecision, seen: int, on: date) -> GrantDecision:
    """Undo a decision from which nothing followed: the request is filed again; what was decided stays in its
    history. Raises BadInput when money, a condition, a convention or a report hangs on it; Conflict.
    """
    request = decision.request
    gate.check_records(actor, request.partnership, "décision annulée")
    with transaction.atomic():
        held = gate.hold(request)
        row = history.lock(decision, seen=seen)
        if row.withdrawn_on:
            return row
        _check_nothing_follows(row)
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on", "revision"])
        gate.set_state(held, RequestState.FILED)
        held.revision += 1
        held.save(update_fields=["state", "revision"])
        gate.log(actor, held, "décision annulée", {"le": str(on)})
    return row


def _check_nothing_follows(row: GrantDecision) -> None:
    report = Report.objects.filter(decision=row).first()
    follows = [
        ("un versement", row.payments.filter(withdrawn_on__isnull=True).exists()),
        ("une condition", row.conditions.filter(withdrawn_on__isnull=True).exists()),
        ("une convention signée", row.convention_on is not None),
        ("un reversement", row.recoveries.filter(withdrawn_on__isnull=True).exists()),
        (
            "un report de dates qui attend sa réponse",
            row.date_changes.filter(answered_on__isnull=True, withdrawn_on__isnull=True).exists(),
        ),
        ("un compte rendu", report is not None and bool(report.received_on or report.not_done_on)),
    ]
    found = [name for name, there in follows if there]
    if found:
        raise BadInput(f"La décision ne s'annule plus : {', '.join(found)} en dépend. Retirez-le d'abord.")


def notify(*, actor: Actor, decision: GrantDecision, seen: int, on: date | None) -> GrantDecision:
    """Say when the decision was notified, or that it was not.

    Raises BadInput before the decision, Conflict.
    """
    gate.check_records(actor, decision.request.partnership, "décision notifiée")
    if on is not None:
        gate.check_day(on, after=decision.on, what="La notification", than="la décision")
    with transaction.atomic():
        row = history.lock(decision, seen=seen)
        if row.withdrawn_on:
            raise BadInput("Cette décision est annulée : elle ne se notifie plus.")
        row.notified_on = on
        row.save(update_fields=["notified_on", "revision"])
        gate.log(actor, row.request, "décision notifiée", {"le": str(on or "")})
    return row
