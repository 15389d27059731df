"""Changes to commitments: made, reworded while still a draft, renegotiated with a reason, reported."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.audit import history, journal
from maillage.bodies.models import Commitment, CommitmentChange, Decision, Meeting
from maillage.bodies.rules import commitments as rules
from maillage.bodies.services import gate
from maillage.bodies.services.record import check_open, hold_open
from maillage.bodies.vocabulary import CommitmentState, MeetingState
from maillage.institutions.models import Institution, Letter, Partnership, Person
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor, BadInput

WORDS = ("deliverable", "quantity", "due_on", "towards", "person", "restricted", "revision")


@dataclass(frozen=True)
class Promise:
    """What is promised: by whom, what, how much, before when, and to whom where it is said."""

    institution: Institution
    deliverable: str
    quantity: str = ""
    due_on: date | None = None
    person: Person | None = None
    towards: Institution | None = None
    restricted: bool = False


def make_commitment(
    *, actor: Actor, partnership: Partnership, draft: Promise, on: date, meeting: Meeting | None = None,
    decision: Decision | None = None, origin: str = "", nonce: UUID | None = None,
) -> Commitment:  # fmt: skip
    """Write a commitment, of a meeting or by itself; an institution may make its own. Sent twice: one.

    Raises BadInput: no words, due before it is made, something of another partnership, approved minutes.
    """
    _check_maker(actor, partnership, draft, meeting)
    meeting = decision.meeting if decision is not None else meeting
    made_on = timezone.localdate(meeting.starts_at) if meeting is not None else on
    _check(partnership, draft, made_on, meeting)
    with transaction.atomic():
        if meeting is not None:
            hold_open(meeting)
        if (row := gate.already(Commitment, nonce)) is not None:
            return row
        row = Commitment(
            partnership=partnership, institution=draft.institution, meeting=meeting, decision=decision,
            origin=origin, made_on=made_on,
        )  # fmt: skip
        if nonce is not None:
            row.nonce = nonce
        _fill(row, draft)
        row.restricted = draft.restricted or _is_restricted(meeting, decision)
        row.save(force_insert=True)
        _log(actor, row, "engagement pris", {"avant le": str(row.due_on or "")})
    return row


def _check_maker(actor: Actor, partnership: Partnership, draft: Promise, meeting: Meeting | None) -> None:
    if meeting is not None:
        gate.check_runs(actor, partnership, "engagement pris")
    else:
        gate.check_answers_for(actor, partnership, draft.institution.pk, "engagement pris")


def _check(partnership: Partnership, draft: Promise, made_on: date, meeting: Meeting | None) -> None:
    if meeting is not None:
        if meeting.body.partnership_id != partnership.pk:
            raise BadInput("Cette réunion n'est pas de ce partenariat.")
        check_open(meeting)
    _check_words(partnership, draft, made_on)


def _check_words(partnership: Partnership, draft: Promise, made_on: date) -> None:
    for row in (draft.institution, draft.towards, draft.person):
        if row is not None and row.partnership_id != partnership.pk:
            raise BadInput(f"{row} n'est pas dans l'annuaire de ce partenariat.")
    if draft.towards is not None and draft.towards.pk == draft.institution.pk:
        raise BadInput(
            "Une institution ne s'engage pas envers elle-même : choisissez-en une autre, ou aucune."
        )
    if not draft.deliverable.strip():
        raise BadInput("Écrivez à quoi l'institution s'engage : un acte et ce qui sera remis.")
    if draft.due_on is not None and draft.due_on < made_on:
        raise BadInput(
            f"L'échéance, {draft.due_on:%d/%m/%Y}, précède l'engagement, pris le {made_on:%d/%m/%Y}."
        )


def _fill(row: Commitment, draft: Promise) -> None:
    row.deliverable, row.quantity = draft.deliverable.strip()[:300], draft.quantity.strip()[:120]
    row.due_on, row.towards, row.person, row.restricted = (
        draft.due_on,
        draft.towards,
        draft.person,
        draft.restricted,
    )


def _is_restricted(meeting: Meeting | None, decision: Decision | None) -> bool:
    by_item = bool(decision and decision.item and decision.item.restricted)
    return by_item or bool(decision and decision.restricted) or bool(meeting and meeting.body.restricted)


def reword(*, actor: Actor, commitment: Commitment, seen: int, draft: Promise, on: date) -> Commitment:
    """Say a draft more clearly. Raises BadInput once it must be renegotiated, Conflict when it changed."""
    gate.check_runs(actor, commitment.partnership, "engagement précisé")
    if not may_reword(commitment, on):
        raise BadInput("Cet engagement ne se corrige plus : renégociez-le, avec le motif.")
    _check_words(commitment.partnership, draft, commitment.made_on)
    with transaction.atomic():
        row = history.lock(commitment, seen=seen)
        _fill(row, draft)
        row.restricted = draft.restricted or _is_restricted(row.meeting, row.decision)
        row.save(update_fields=WORDS)
        _log(actor, row, "engagement précisé", {"avant le": str(row.due_on or "")})
    return row


def may_reword(commitment: Commitment, on: date) -> bool:
    """Are the words still a draft?"""
    meeting = commitment.meeting
    approved = meeting.state == MeetingState.APPROVED.value if meeting is not None else None
    return rules.may_be_reworded(
        state=commitment.state, meeting_approved=approved, made_on=commitment.made_on, on=on
    )


def renegotiate(
    *, actor: Actor, commitment: Commitment, seen: int, on: date, reason: str, deliverable: str,
    quantity: str, due_on: date | None,
) -> Commitment:  # fmt: skip
    """Change what was promised, keeping what it was and why. Raises BadInput without reason or change."""
    gate.check_runs(actor, commitment.partnership, "engagement renégocié")
    _check_open(commitment)
    if not reason.strip():
        raise BadInput("Dites pourquoi l'engagement change : le motif reste inscrit avec ce qu'il était.")
    if due_on is not None and due_on < commitment.made_on:
        raise BadInput(
            f"L'échéance, {due_on:%d/%m/%Y}, précède l'engagement, pris le {commitment.made_on:%d/%m/%Y}."
        )
    new = {"deliverable": deliverable.strip()[:300], "quantity": quantity.strip()[:120], "due_on": due_on}
    if not new["deliverable"]:
        raise BadInput("Écrivez à quoi l'institution s'engage.")
    with transaction.atomic():
        row = history.lock(commitment, seen=seen)
        changed = [name for name, value in new.items() if getattr(row, name) != value]
        if not changed:
            raise BadInput("Rien n'a changé : modifiez ce qui est promis, la quantité ou la date.")
        for name in changed:
            _keep_change(row, on, name, new[name], reason.strip())
            setattr(row, name, new[name])
        row.save(update_fields=[*changed, "revision"])
        drop_reminders(row)
        _log(actor, row, "engagement renégocié", {"quoi": changed, "le": str(on)})
    return row


def _keep_change(row: Commitment, on: date, name: str, value: object, reason: str) -> None:
    before = getattr(row, name)
    CommitmentChange.objects.create(
        commitment=row, on=on, field=name, before=_shown(before), after=_shown(value), reason=reason
    )


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")[:300]


def report(
    *, actor: Actor, commitment: Commitment, seen: int, state: CommitmentState, on: date, evidence: str = ""
) -> Commitment:
    """Say what became of a commitment: its institution of its own, the coordinator of all.

    Raises BadInput when the state needs evidence, Conflict when somebody reported meanwhile.
    """
    partnership = commitment.partnership
    gate.check_answers_for(actor, partnership, commitment.institution_id, "suite donnée à un engagement")
    if state not in (*rules.REPORTED, CommitmentState.OPEN) or not rules.may_be_reported(commitment.state):
        raise BadInput("Cet engagement est retiré : il n'attend plus de suite.")
    if state in rules.NEEDS_EVIDENCE and not evidence.strip():
        raise BadInput("Dites en une phrase à quoi on le voit : un envoi, une date, un nombre, une pièce.")
    if on < commitment.made_on:
        raise BadInput(f"Le {on:%d/%m/%Y} précède l'engagement, pris le {commitment.made_on:%d/%m/%Y}.")
    with transaction.atomic():
        row = history.lock(commitment, seen=seen)
        row.state, row.evidence = state.value, evidence.strip()
        row.closed_on = None if state is CommitmentState.OPEN else on
        row.save(update_fields=["state", "evidence", "closed_on", "revision"])
        drop_reminders(row)
        _log(actor, row, "suite donnée à un engagement", {"état": state.value, "le": str(on)})
    return row


def withdraw(*, actor: Actor, commitment: Commitment, seen: int, on: date, reason: str) -> Commitment:
    """Withdraw a commitment with its reason: it stays, nobody is reminded. Raises BadInput without one."""
    gate.check_runs(actor, commitment.partnership, "engagement retiré")
    _check_open(commitment)
    if not reason.strip():
        raise BadInput("Dites pourquoi l'engagement est retiré : le motif reste inscrit avec lui.")
    with transaction.atomic():
        row = history.lock(commitment, seen=seen)
        _keep_change(row, on, "state", CommitmentState.WITHDRAWN.label, reason.strip())
        row.state, row.closed_on = CommitmentState.WITHDRAWN.value, on
        row.save(update_fields=["state", "closed_on", "revision"])
        drop_reminders(row)
        _log(actor, row, "engagement retiré", {"le": str(on)})
    return row


def _check_open(commitment: Commitment) -> None:
    if commitment.state != CommitmentState.OPEN.value:
        raise BadInput(f"Cet engagement est déjà « {commitment.state_term.label} » : il ne se change plus.")


def reassign(
    *, actor: Actor, commitment: Commitment, seen: int, person: Person | None, on: date
) -> Commitment:
    """Give a commitment another carrier in its institution, or none: the seat's holder then answers."""
    gate.check_runs(actor, commitment.partnership, "porteur changé")
    if person is not None and person.partnership_id != commitment.partnership_id:
        raise BadInput("Cette personne n'est pas dans l'annuaire de ce partenariat.")
    with transaction.atomic():
        row = history.lock(commitment, seen=seen)
        row.person = person
        row.save(update_fields=["person", "revision"])
        drop_reminders(row)
        _log(actor, row, "porteur changé", {"le": str(on)})
    return row


def drop_reminders(commitment: Commitment) -> None:
    """The reminders that had not left yet no longer have an object."""
    prefix = f"commitment:{commitment.pk}:"
    for letter in Letter.objects.filter(key__startswith=prefix, state=LetterState.DUE.value):
        letter.state, letter.key = LetterState.DROPPED.value, f"{letter.key}:{commitment.revision}"
        letter.save(update_fields=["state", "key"])  # the key is free again: the next carrier can be told


def _log(actor: Actor, row: Commitment, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"engagement:{row.pk}", partnership=row.partnership.key,
        detail={"institution": row.institution_id} | detail,
    )  # fmt: skip
