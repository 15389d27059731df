"""The life of a request before its decision: validated, filed, returned, withdrawn; each step can be
undone.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from maillage.audit import history
from maillage.funding.models import GrantRequest
from maillage.funding.rules import life, plan
from maillage.funding.rules.life import Step
from maillage.funding.selectors import requests as selectors
from maillage.funding.services import gate
from maillage.funding.vocabulary import RequestState
from maillage.kernel import Actor, BadInput

FIELDS = (
    "state", "validated_on", "validated_text", "filed_on", "returned_on", "returned_reason", "withdrawn_on",
    "withdrawn_reason", "revision",
)  # fmt: skip


def take_step(
    *, actor: Actor, request: GrantRequest, step: Step, seen: int, on: date, reason: str = ""
) -> GrantRequest:
    """Take one step of the life of a request.

    Raises Refused: not one's own to take; BadInput: not from that state, no reason where one is asked, a plan
    that does not balance; Conflict when it changed.
    """
    _check_may(actor, request, step)
    with transaction.atomic():
        row = history.lock(request, seen=seen)
        if not life.may(step, row.state_term):
            raise BadInput(
                f"Cette demande est « {row.state_term.label} » : on ne peut pas la {life.NAMES[step]}."
            )
        _ACTS[step](row, on, reason.strip())
        row.save(update_fields=FIELDS)
        gate.log(actor, row, f"demande : {life.NAMES[step]}", {"le": str(on)})
    return row


def _check_may(actor: Actor, row: GrantRequest, step: Step) -> None:
    if step in (life.WITHDRAW, life.PUT_BACK):
        gate.check_answers_for(actor, row.partnership, row.applicant_id, f"demande : {life.NAMES[step]}")
    elif step == life.RETURN:
        gate.check_records(actor, row.partnership, "demande renvoyée")
    else:
        gate.check_runs(actor, row.partnership, f"demande : {life.NAMES[step]}")


def _validate(row: GrantRequest, on: date, reason: str) -> None:
    missing = [
        name for name, there in (
            ("l'objet", row.object.strip()), ("les objectifs", row.objectives.strip()),
            ("le début et la fin", row.start and row.end), ("le montant demandé", row.asked),
            ("la déclaration sur l'honneur", row.declared),
        ) if not there
    ]  # fmt: skip
    faults = plan.faults([selectors.as_line(line) for line in selectors.plan_lines(row)])
    if missing:
        faults.insert(0, f"Il manque : {', '.join(missing)}.")
    if faults:
        raise BadInput(" ".join(["La demande ne peut pas être validée.", *faults]))
    row.validated_text, row.validated_on = selectors.text_of(row), on
    gate.set_state(row, RequestState.VALIDATED)


def _unvalidate(row: GrantRequest, on: date, reason: str) -> None:
    row.validated_on = None
    gate.set_state(row, RequestState.RETURNED if row.returned_on else RequestState.DRAFT)


def _file(row: GrantRequest, on: date, reason: str) -> None:
    gate.check_day(on, after=row.validated_on, what="Le dépôt", than="la validation")
    faults = plan.faults([selectors.as_line(line) for line in selectors.plan_lines(row)])
    if faults:
        raise BadInput(" ".join(["La demande ne peut pas être déposée.", *faults]))
    row.filed_on = on
    gate.set_state(row, RequestState.FILED)


def _unfile(row: GrantRequest, on: date, reason: str) -> None:
    row.filed_on = None
    gate.set_state(row, RequestState.VALIDATED)


def _return(row: GrantRequest, on: date, reason: str) -> None:
    if not reason:
        raise BadInput("Dites ce qui doit être précisé : l'organisme le lit et le reprend.")
    gate.check_day(on, after=row.filed_on, what="Le renvoi", than="le dépôt")
    row.returned_on, row.returned_reason, row.filed_on, row.validated_on = on, reason, None, None
    gate.set_state(row, RequestState.RETURNED)


def _withdraw(row: GrantRequest, on: date, reason: str) -> None:
    if not reason:
        raise BadInput("Dites pourquoi la demande est retirée : le motif reste inscrit avec elle.")
    row.withdrawn_on, row.withdrawn_reason = on, reason[:300]
    gate.set_state(row, RequestState.WITHDRAWN)


def _put_back(row: GrantRequest, on: date, reason: str) -> None:
    before = life.before_withdrawal(
        validated_on=row.validated_on, filed_on=row.filed_on, returned_on=row.returned_on
    )
    row.withdrawn_on, row.withdrawn_reason = None, ""
    gate.set_state(row, before)


_ACTS: dict[Step, Callable[[GrantRequest, date, str], None]] = {
    life.VALIDATE: _validate, life.UNVALIDATE: _unvalidate, life.FILE: _file, life.UNFILE: _unfile,
    life.RETURN: _return, life.WITHDRAW: _withdraw, life.PUT_BACK: _put_back,
}  # fmt: skip
