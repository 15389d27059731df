"""Changes to agreements outside the contract: written, changed, ended early, taken up again, withdrawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import history
from maillage.contracts.models import Agreement
from maillage.contracts.rules import around as rules
from maillage.contracts.services import gate
from maillage.contracts.services.around import rows
from maillage.contracts.vocabulary.around import AgreementKind
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class AgreementDraft:
    """An agreement as it is typed."""

    kind: AgreementKind
    title: str
    parties: tuple[Institution, ...]
    object: str
    start: date
    end: date | None = None
    required: bool = False
    reference: str = ""


def add_agreement(
    *, actor: Actor, partnership: Partnership, draft: AgreementDraft, nonce: UUID | None = None
) -> Agreement:
    """Write an agreement outside the contract (domain, D3). Raises Refused, or BadInput with each fault."""
    act = "convention notée"
    gate.check_runs(actor, partnership, act)
    _check(partnership, draft)
    row = Agreement(partnership=partnership, **_values(draft))
    return rows.add(
        row, actor=actor, partnership=partnership, act=act, nonce=nonce, several={"parties": draft.parties}
    )


def edit_agreement(*, actor: Actor, agreement: Agreement, seen: int, draft: AgreementDraft) -> Agreement:
    """Change an agreement. Raises Refused, BadInput with each fault, Conflict when it moved since `seen`."""
    act = "convention modifiée"
    gate.check_runs(actor, agreement.partnership, act)
    _check(agreement.partnership, draft)
    return rows.edit(
        agreement, actor=actor, partnership=agreement.partnership, act=act, seen=seen,
        values=_values(draft), several={"parties": draft.parties},
    )  # fmt: skip


def _check(partnership: Partnership, draft: AgreementDraft) -> None:
    gate.check_here(partnership, *draft.parties)
    names = list(dict.fromkeys(str(row) for row in draft.parties))
    rows.check(
        rules.agreement_faults(
            kind=draft.kind, title=draft.title, object=draft.object, parties=names, start=draft.start,
            end=draft.end,
        )
    )  # fmt: skip


def _values(draft: AgreementDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value, "title": draft.title.strip()[:200], "object": draft.object.strip(),
        "start": draft.start, "end": draft.end, "required": draft.required,
        "reference": draft.reference.strip()[:200],
    }  # fmt: skip


def end_agreement(*, actor: Actor, agreement: Agreement, seen: int, on: date, reason: str) -> Agreement:
    """End an agreement on a day, with the reason; what its end was is kept, to be taken up again.

    Raises BadInput without a reason, before its start, or after the end that it has already.
    """
    act = "convention terminée"
    gate.check_runs(actor, agreement.partnership, act)
    if not reason.strip():
        raise BadInput("Dites pourquoi la convention prend fin : le motif reste inscrit avec elle.")
    rows.check(rules.span_faults(agreement.start, on))
    if agreement.ended_reason:
        raise BadInput("Cette convention a déjà pris fin : reprenez-la d'abord si c'était une erreur.")
    if agreement.end is not None and on > agreement.end:
        raise BadInput(
            f"Cette convention s'arrête déjà le {agreement.end:%d/%m/%Y} : pour la prolonger, modifiez-la."
        )
    return _end(actor, agreement, seen, act, (on, reason.strip()[:300], agreement.end))


def resume_agreement(*, actor: Actor, agreement: Agreement, seen: int) -> Agreement:
    """Undo an early end: the agreement runs to the end it had before. Raises BadInput when there was none."""
    act = "convention reprise"
    gate.check_runs(actor, agreement.partnership, act)
    if not agreement.ended_reason:
        raise BadInput("Cette convention n'a pas été terminée avant son terme : rien n'est à reprendre.")
    return _end(actor, agreement, seen, act, (agreement.end_before, "", None))


def _end(
    actor: Actor, agreement: Agreement, seen: int, act: str, end: tuple[date | None, str, date | None]
) -> Agreement:
    with transaction.atomic():
        held = history.lock(agreement, seen=seen)
        held.end, held.ended_reason, held.end_before = end
        held.save(update_fields=["end", "ended_reason", "end_before", "revision"])
        rows.log(actor, agreement.partnership, act, held)
    return held


def withdraw_agreement(*, actor: Actor, agreement: Agreement, seen: int, on: date) -> Agreement:
    """Withdraw an agreement noted by mistake; it stays, and counts no more. Raises Conflict when it moved."""
    act = "convention retirée"
    gate.check_runs(actor, agreement.partnership, act)
    return rows.mark(agreement, actor=actor, partnership=agreement.partnership, act=act, seen=seen, on=on)


def put_back_agreement(*, actor: Actor, agreement: Agreement, seen: int) -> Agreement:
    """Put a withdrawn agreement back. Raises Conflict when it moved."""
    act = "convention remise"
    gate.check_runs(actor, agreement.partnership, act)
    return rows.mark(agreement, actor=actor, partnership=agreement.partnership, act=act, seen=seen, on=None)
