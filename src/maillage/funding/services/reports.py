"""The financial report of a grant: what was done, the actual sums, or that the action did not take place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from maillage.audit import history
from maillage.funding.models import GrantDecision, PlanLine, Report
from maillage.funding.services import gate
from maillage.funding.services.decisions import report_day
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros


@dataclass(frozen=True)
class Account:
    """What the body tells of a year: `actual` by line of the plan, None where it is not known."""

    done: str
    gaps: str
    results: str
    people: int | None
    actual: Mapping[int, Decimal | None]


def report_of(decision: GrantDecision) -> Report:
    """The report of a grant, made due when it has none yet. Runs inside the caller's transaction."""
    found = Report.objects.filter(decision=decision).first()
    return found or Report.objects.create(decision=decision, due_on=report_day(decision.request))


def fill_report(*, actor: Actor, decision: GrantDecision, seen: int, account: Account) -> Report:
    """Write the report; it is not yet received.

    Raises BadInput on a negative sum, Conflict when it changed.
    """
    request = decision.request
    gate.check_reports(actor, request, "compte rendu financier écrit")
    gate.check_grant(decision)
    with transaction.atomic():
        gate.hold_decision(decision)
        row = history.lock(report_of(decision), seen=seen)
        _check_open(row)
        row.done, row.gaps = account.done.strip(), account.gaps.strip()
        row.results, row.people = account.results.strip(), account.people
        row.save(update_fields=["done", "gaps", "results", "people", "revision"])
        _set_actual(decision, account.actual)
        gate.log(actor, request, "compte rendu financier écrit")
    return row


def _set_actual(decision: GrantDecision, actual: Mapping[int, Decimal | None]) -> None:
    lines = PlanLine.objects.select_for_update().filter(request=decision.request_id, pk__in=list(actual))
    for line in lines:
        amount = actual[line.pk]
        if amount is not None and amount < 0:
            raise BadInput(f"« {line.label} » : {euros(amount)} n'est pas un montant réalisé.")
        if line.actual != amount:
            line.actual = amount
            line.save(update_fields=["actual"])


def receive_report(*, actor: Actor, decision: GrantDecision, seen: int, on: date | None) -> Report:
    """Say when the report was received, or that it was not.

    Raises BadInput when it says nothing; Conflict.
    """
    request = decision.request
    gate.check_records(actor, request.partnership, "compte rendu financier reçu")
    gate.check_grant(decision)
    if on is not None:
        gate.check_day(on, after=decision.on, what="La réception", than="la décision")
    with transaction.atomic():
        gate.hold_decision(decision)
        row = history.lock(report_of(decision), seen=seen)
        if row.not_done_on:
            raise BadInput("L'action n'a pas eu lieu : son attestation tient lieu de compte rendu.")
        if on is not None:
            _check_filled(row, decision)
        row.received_on = on
        row.save(update_fields=["received_on", "revision"])
        gate.log(actor, request, "compte rendu financier reçu", {"le": str(on or "")})
    return row


def _check_filled(row: Report, decision: GrantDecision) -> None:
    lines = decision.request.lines.filter(withdrawn_on__isnull=True)
    missing = [line.label for line in lines if line.actual is None]
    if not row.done.strip():
        raise BadInput("Le compte rendu ne dit pas encore ce qui a été fait : écrivez-le d'abord.")
    if missing:
        raise BadInput(
            f"Le réalisé manque pour : {', '.join(missing[:3])}. Écrivez 0 si rien n'a été dépensé."
        )
    changed = any(line.actual != line.planned for line in lines)
    if changed and not row.gaps.strip():
        raise BadInput("Le réalisé diffère du prévu : expliquez les écarts.")


def certify_not_done(
    *, actor: Actor, decision: GrantDecision, seen: int, on: date | None, reason: str
) -> Report:
    """Certify that the action did not take place: what was paid is to come back; `on` None takes it back.

    Raises BadInput without reason, or when a report was received; Conflict.
    """
    request = decision.request
    gate.check_reports(actor, request, "attestation de non-réalisation")
    gate.check_grant(decision)
    if on is not None and not reason.strip():
        raise BadInput("Dites pourquoi l'action n'a pas eu lieu : l'attestation le porte.")
    with transaction.atomic():
        gate.hold_decision(decision)
        row = history.lock(report_of(decision), seen=seen)
        _check_open(row, undo=on is None)
        row.not_done_on, row.not_done_reason = on, reason.strip() if on else ""
        row.save(update_fields=["not_done_on", "not_done_reason", "revision"])
        gate.log(actor, request, "attestation de non-réalisation", {"le": str(on or "")})
    return row


def _check_open(row: Report, *, undo: bool = False) -> None:
    if row.received_on:
        raise BadInput("Le compte rendu est reçu : il ne se modifie plus. Annulez d'abord sa réception.")
    if row.not_done_on and not undo:
        raise BadInput("L'action est dite non réalisée : retirez d'abord l'attestation.")
