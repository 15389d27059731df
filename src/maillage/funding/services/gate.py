"""What every change of this package checks first: who may, and whether the request still takes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maillage.audit import journal
from maillage.bodies.services.gate import already, check_answers_for, check_runs
from maillage.contracts.services.gate import check_here, check_roles
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.rules import life, visibility
from maillage.funding.vocabulary import DecisionKind, RequestState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput, Refused, Role

CONTROLLERS = (Role.COORDINATOR, Role.PREFECTURE)


def refuse(actor: Actor, partnership: Partnership, act: str, reason: str) -> Refused:
    """The refusal to raise, its journal line already written."""
    journal.refusal(
        actor=actor, act=f"{act} : refusé", subject=partnership.key, reasons=(reason,),
        partnership=partnership.key,
    )  # fmt: skip
    return Refused([reason])


def check_writes(actor: Actor, row: GrantRequest, act: str) -> None:
    """Raises Refused unless the actor may write this request as it stands."""
    own = row.state_term in life.OWN
    if not visibility.writes(actor, row.applicant_id, own=own):
        reason = (
            "Cette demande se modifie par l'organisme tant qu'elle est en préparation,"
            " ou par le coordonnateur."
        )
        raise refuse(actor, row.partnership, act, reason)


def check_edited(row: GrantRequest) -> None:
    """Raises BadInput when the text of the request may not change any more."""
    if row.state_term not in life.EDITED:
        raise BadInput(
            f"Cette demande est « {row.state_term.label} » : son texte ne change plus. Reprenez-la d'abord."
        )


def check_records(actor: Actor, partnership: Partnership, act: str) -> None:
    """Raises Refused unless the actor records what the funder does: coordinator or préfecture."""
    if not visibility.records(actor):
        raise refuse(actor, partnership, act, "Seuls le coordonnateur et la préfecture peuvent le faire.")


def check_reports(actor: Actor, row: GrantRequest, act: str) -> None:
    """Raises Refused unless the actor accounts for the money: the applicant, or the coordinator."""
    check_answers_for(actor, row.partnership, row.applicant_id, act)


def check_controls(actor: Actor, partnership: Partnership, act: str) -> None:
    """Raises Refused, with a journal line, unless the actor keeps the controls: coordinator, préfecture."""
    check_roles(actor, partnership, CONTROLLERS, act)


def check_grant(decision: GrantDecision) -> None:
    """Raises BadInput when the decision grants nothing, or was undone."""
    if decision.withdrawn_on or decision.kind != DecisionKind.GRANTED.value:
        raise BadInput("Aucune subvention n'est accordée sur cette demande.")


def hold_grant(row: GrantDecision) -> GrantDecision:
    """The decision locked for this transaction. Raises BadInput when it grants nothing, or was undone."""
    held = hold_decision(row)
    check_grant(held)
    return held


def hold(row: GrantRequest) -> GrantRequest:
    """The request as it stands, locked for this transaction."""
    return GrantRequest.objects.select_for_update().get(pk=row.pk)


def hold_decision(row: GrantDecision) -> GrantDecision:
    """The decision as it stands, locked for this transaction."""
    return GrantDecision.objects.select_for_update().get(pk=row.pk)


def check_day(day: date, *, after: date | None, what: str, than: str) -> None:
    """Raises BadInput when a day comes before the one it must follow."""
    if after is not None and day < after:
        raise BadInput(f"{what}, {day:%d/%m/%Y}, précède {than}, le {after:%d/%m/%Y}.")


def log(actor: Actor, row: GrantRequest, act: str, detail: Mapping[str, Any] | None = None) -> None:
    """The journal line of an act on a request."""
    journal.append(
        actor=actor, act=act, subject=f"demande:{row.pk}", partnership=row.partnership.key,
        detail={"organisme": row.applicant_id} | dict(detail or {}),
    )  # fmt: skip


def set_state(row: GrantRequest, state: RequestState) -> None:
    """The state, as it is stored."""
    row.state = state.value


__all__ = [
    "CONTROLLERS", "already", "check_answers_for", "check_controls", "check_day", "check_edited",
    "check_grant", "check_here", "check_records", "check_reports", "check_roles", "check_runs",
    "check_writes", "hold", "hold_decision", "hold_grant", "log", "refuse", "set_state",
]  # fmt: skip
