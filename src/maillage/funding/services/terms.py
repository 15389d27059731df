"""What a grant is held to: its convention, the conditions set afterwards, the dates of the action."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.funding.models import Condition, DateChange, GrantDecision, Report
from maillage.funding.rules import fund_law
from maillage.funding.rules.amounts import ZERO
from maillage.funding.services import gate
from maillage.funding.services.decisions import report_day
from maillage.funding.vocabulary import FundKind
from maillage.kernel import Actor, BadInput
from maillage.ui.typography import euros

TERMS = (
    "convention_on",
    "convention_reference",
    "convention_objectives",
    "evaluation_terms",
    "repayment_terms",
)


def set_convention(
    *, actor: Actor, decision: GrantDecision, seen: int, terms: Mapping[str, object]
) -> GrantDecision:
    """Write the convention, signed or not yet. A signed one of the FIPD needs what the decree asked that day.

    Raises BadInput when a part that FI-2 asks is missing, or signed before the decision; Conflict.
    """
    gate.check_records(actor, decision.request.partnership, "convention écrite")
    gate.check_grant(decision)
    with transaction.atomic():
        row = history.lock(decision, seen=seen)
        for name in TERMS:
            setattr(row, name, terms[name])
        if row.convention_on is not None:
            gate.check_day(row.convention_on, after=row.on, what="La convention", than="la décision")
            _check_terms(row)
        row.save(update_fields=[*TERMS, "revision"])
        gate.log(actor, row.request, "convention écrite", {"signée le": str(row.convention_on or "")})
    return row


def _check_terms(row: GrantDecision) -> None:
    if not fund_law.needs_convention(FundKind(row.request.fund.kind), row.convention_on or row.on):
        return
    named = (
        ("les objectifs", row.convention_objectives), ("les conditions d'évaluation", row.evaluation_terms),
        ("les conditions de reversement", row.repayment_terms),
    )  # fmt: skip
    missing = [name for name, text in named if not text.strip()]
    if missing:
        raise BadInput(f"La convention du FIPD fixe aussi {' et '.join(missing)} (décret n° 2007-1048).")


def set_condition(
    *, actor: Actor, decision: GrantDecision, words: str, amount: Decimal, on: date, nonce: UUID | None = None
) -> Condition:
    """A condition set on a grant after the local validation (M11b). Raises BadInput: no words, too much."""
    gate.check_records(actor, decision.request.partnership, "condition posée")
    if not words.strip():
        raise BadInput("Écrivez la condition, dans les mots du financeur.")
    with transaction.atomic():
        decision = gate.hold_grant(decision)
        if (made := gate.already(Condition, nonce)) is not None:
            return made
        _check_condition(decision, amount, on)
        row = Condition.objects.create(
            decision=decision,
            words=words.strip(),
            amount=amount,
            set_on=on,
            **({"nonce": nonce} if nonce else {}),
        )
        gate.log(actor, decision.request, "condition posée", {"condition": row.pk, "montant": str(amount)})
    return row


def _check_condition(decision: GrantDecision, amount: Decimal, on: date) -> None:
    if not ZERO <= amount <= decision.amount:
        raise BadInput(f"{euros(amount)} : le montant qui en dépend va de 0 à {euros(decision.amount)}.")
    gate.check_day(on, after=decision.on, what="La condition", than="la décision")


def mark_condition(*, actor: Actor, condition: Condition, on: date, act: str) -> Condition:
    """A condition is met, or not yet; withdrawn, or put back. Raises BadInput on another act."""
    changes: dict[str, tuple[str, date | None]] = {
        "levee": ("met_on", on), "posee": ("met_on", None), "retirer": ("withdrawn_on", on),
        "remettre": ("withdrawn_on", None),
    }  # fmt: skip
    if act not in changes:
        raise BadInput(f"« {act} » n'est pas une suite possible d'une condition.")
    request = condition.decision.request
    gate.check_records(actor, request.partnership, "suite d'une condition")
    name, value = changes[act]
    with transaction.atomic():
        if value is None or name == "met_on":
            gate.hold_grant(condition.decision)
        row = Condition.objects.select_for_update().get(pk=condition.pk)
        if (getattr(row, name) is None) is not (value is None):
            setattr(row, name, value)
            row.save(update_fields=[name])
            gate.log(actor, request, "suite d'une condition", {"condition": row.pk, "suite": act})
    return row


def ask_dates(
    *, actor: Actor, decision: GrantDecision, start: date, end: date, reason: str, on: date,
    nonce: UUID | None = None,
) -> DateChange:  # fmt: skip
    """Ask the funder to move the dates of a funded action.

    Raises BadInput: reversed, no reason, one waiting.
    """
    request = decision.request
    gate.check_reports(actor, request, "report de dates demandé")
    if end < start:
        raise BadInput(f"L'action finirait le {end:%d/%m/%Y}, avant de commencer le {start:%d/%m/%Y}.")
    if not reason.strip():
        raise BadInput("Dites pourquoi les dates changent : le financeur en juge.")
    with transaction.atomic():
        decision = gate.hold_grant(decision)
        if (row := gate.already(DateChange, nonce)) is not None:
            return row
        if decision.date_changes.filter(answered_on__isnull=True, withdrawn_on__isnull=True).exists():
            raise BadInput("Un report de dates attend déjà sa réponse : répondez-y, ou retirez-le.")
        row = DateChange.objects.create(
            decision=decision, asked_on=on, start=start, end=end, reason=reason.strip(),
            **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        gate.log(actor, request, "report de dates demandé", {"du": str(start), "au": str(end)})
    return row


def answer_dates(*, actor: Actor, change: DateChange, accepted: bool, answer: str, on: date) -> DateChange:
    """Answer a request to move the dates; accepted, the action and its report move.

    Raises BadInput: answered.
    """
    request = change.decision.request
    gate.check_records(actor, request.partnership, "report de dates répondu")
    gate.check_day(on, after=change.asked_on, what="La réponse", than="la demande")
    with transaction.atomic():
        held = gate.hold(request)
        gate.hold_grant(change.decision)
        row = DateChange.objects.select_for_update().get(pk=change.pk)
        if row.answered_on or row.withdrawn_on:
            raise BadInput("Ce report a déjà sa réponse, ou il est retiré.")
        row.answered_on, row.accepted, row.answer = on, accepted, answer.strip()
        row.save(update_fields=["answered_on", "accepted", "answer"])
        if accepted:
            held.start, held.end, held.revision = row.start, row.end, held.revision + 1
            held.save(update_fields=["start", "end", "revision"])
            Report.objects.filter(decision=change.decision).update(due_on=report_day(held))
        gate.log(actor, held, "report de dates répondu", {"accepté": accepted})
    return row


def withdraw_dates(*, actor: Actor, change: DateChange, on: date, back: bool = False) -> DateChange:
    """Withdraw a request to move dates that waits, or put it back. Raises BadInput once it is answered."""
    act = "report de dates remis" if back else "report de dates retiré"
    gate.check_reports(actor, change.decision.request, act)
    with transaction.atomic():
        row = DateChange.objects.select_for_update().get(pk=change.pk)
        if row.answered_on:
            raise BadInput("Ce report a sa réponse : il reste inscrit.")
        if (row.withdrawn_on is None) is not back:
            row.withdrawn_on = None if back else on
            row.save(update_fields=["withdrawn_on"])
            gate.log(actor, change.decision.request, act, {"report": row.pk})
    return row
