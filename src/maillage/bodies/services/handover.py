"""Departures: declared, noted, passed on. Seats become vacant or pass; commitments never disappear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from maillage.accounts.models import Membership
from maillage.audit import history, journal
from maillage.bodies.models import Commitment, Handover, HandoverLine, SeatHolder
from maillage.bodies.rules import handover as rules
from maillage.bodies.services import gate
from maillage.bodies.services.commitments import drop_reminders
from maillage.bodies.vocabulary import CommitmentState, SeatRole
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.kernel import Actor, BadInput

OPEN = CommitmentState.OPEN.value


@dataclass(frozen=True)
class Departure:
    """Who leaves what, when; who follows, where it is known."""

    institution: Institution
    leaving: Person
    leaves_on: date
    successor: Person | None = None
    arrives_on: date | None = None
    note: str = ""


def declare_departure(
    *, actor: Actor, partnership: Partnership, departure: Departure, on: date, nonce: UUID | None = None
) -> Handover:
    """Declare a departure: functions, mandates and roles end on the last day; what must pass is listed.

    With a successor, seats and commitments pass too. Raises BadInput: declared twice, not of this directory,
    a successor without a day of arrival, the last coordinator of the partnership.
    """
    gate.check_runs(actor, partnership, "départ déclaré")
    if (row := gate.already(Handover, nonce)) is not None:
        return row
    _check(partnership, departure)
    with transaction.atomic():
        row = Handover(
            partnership=partnership, institution=departure.institution, leaving=departure.leaving,
            leaves_on=departure.leaves_on, note=departure.note.strip(),
            noted_on=on if departure.note.strip() else None,
        )  # fmt: skip
        if nonce is not None:
            row.nonce = nonce
        row.save(force_insert=True)
        _list_things(row)
        _end_terms(row)
        if departure.successor is not None and departure.arrives_on is not None:
            _pass_on(row, departure.successor, departure.arrives_on)
        _log(actor, row, "départ déclaré", {"le": str(departure.leaves_on)})
    return row


def _check(partnership: Partnership, departure: Departure) -> None:
    for row in (departure.institution, departure.leaving, departure.successor):
        if row is not None and row.partnership_id != partnership.pk:
            raise BadInput(f"{row} n'est pas dans l'annuaire de ce partenariat.")
    _check_successor(departure.institution, departure.leaving, departure.successor, departure.arrives_on)
    same = Handover.objects.filter(partnership=partnership, leaving=departure.leaving)
    known = same.filter(institution=departure.institution, leaves_on=departure.leaves_on).first()
    if known is not None:
        raise BadInput(f"Ce départ du {known.leaves_on:%d/%m/%Y} est déjà déclaré.")
    _keep_a_coordinator(partnership, departure)


def _check_successor(
    institution: Institution, leaving: Person, successor: Person | None, arrives_on: date | None
) -> None:
    if (successor is None) is not (arrives_on is None):
        raise BadInput(
            "Donnez ensemble la personne qui succède et le jour de son arrivée, ou ni l'un ni l'autre."
        )
    if successor is not None and successor.pk == leaving.pk:
        raise BadInput("La personne qui part ne peut pas se succéder.")
    if successor is not None and successor.archived_on is not None:
        raise BadInput(f"{successor} est rangée : remettez d'abord sa fiche dans l'annuaire.")
    if successor is not None and not _serves(successor, institution, arrives_on):
        raise BadInput(
            f"{successor} n'a pas de fonction dans « {institution} » : ajoutez-la d'abord à l'annuaire, sur"
            " la fiche de l'institution."
        )


def _serves(person: Person, institution: Institution, on: date | None) -> bool:
    running = Q(end__isnull=True) | Q(end__gte=on)
    return Position.objects.filter(running, person=person, institution=institution).exists()


def _keep_a_coordinator(partnership: Partnership, departure: Departure) -> None:
    """The partnership must keep somebody who can run it after the last day."""
    rows = Membership.objects.filter(partnership=partnership, role="coordinator")
    after = rows.filter(Q(end__isnull=True) | Q(end__gt=departure.leaves_on))
    mine = after.filter(person=departure.leaving)
    if mine.exists() and not after.exclude(person=departure.leaving).exists():
        raise BadInput(
            f"{departure.leaving} est seule à coordonner ce partenariat."
            " Donnez d'abord ce rôle à quelqu'un d'autre."
        )


def _list_things(row: Handover) -> None:
    """One line per thing to pass on, ticked one by one."""
    seats = _mandates(row).select_related("seat__body")
    lines = [(f"seat:{one.seat_id}", f"Siège : {one.seat.label}, {one.seat.body.name}") for one in seats]
    for one in _promised(row):
        lines.append((f"commitment:{one.pk}", f"Engagement : {one.deliverable}"))
    for subject, words in lines:
        HandoverLine.objects.create(handover=row, subject=subject, words=words[:300])


def _mandates(row: Handover) -> QuerySet[SeatHolder]:
    running = Q(end__isnull=True) | Q(end__gte=row.leaves_on)
    held = SeatHolder.objects.filter(running, person=row.leaving, start__lte=row.leaves_on)
    return held.filter(seat__institution=row.institution, seat__body__partnership=row.partnership)


def _promised(row: Handover) -> QuerySet[Commitment]:
    return Commitment.objects.filter(
        partnership=row.partnership, institution=row.institution, person=row.leaving, state=OPEN
    )


def _end_terms(row: Handover) -> None:
    """Functions, mandates and roles run to the last day, no further; one yet to begin is left alone."""
    over = {"end": row.leaves_on}
    later = Q(end__isnull=True) | Q(end__gt=row.leaves_on)
    begun = {"start__lte": row.leaves_on}
    _mandates(row).filter(later).update(**over)
    Position.objects.filter(later, person=row.leaving, institution=row.institution, **begun).update(**over)
    roles = Membership.objects.filter(later, partnership=row.partnership, person=row.leaving, **begun)
    roles.filter(Q(institution=row.institution) | Q(institution__isnull=True)).update(**over)


def name_successor(
    *, actor: Actor, handover: Handover, seen: int, successor: Person, arrives_on: date
) -> Handover:
    """Say who follows and when: the vacant seats and the commitments pass. Raises BadInput, Conflict."""
    gate.check_runs(actor, handover.partnership, "successeur désigné")
    if successor.partnership_id != handover.partnership_id:
        raise BadInput("Cette personne n'est pas dans l'annuaire de ce partenariat.")
    _check_successor(handover.institution, handover.leaving, successor, arrives_on)
    with transaction.atomic():
        row = history.lock(handover, seen=seen)
        if row.successor_id is not None:
            raise BadInput("Un successeur est déjà désigné : corrigez les sièges sur leurs pages.")
        row.save(update_fields=["revision"])
        _end_terms(row)  # a seat given since the departure was declared ends with the others
        _pass_on(row, successor, arrives_on)
        _log(actor, row, "successeur désigné", {"arrivée": str(arrives_on)})
    return row


def _pass_on(row: Handover, successor: Person, arrives_on: date) -> None:
    row.successor, row.arrives_on = successor, arrives_on
    row.save(update_fields=["successor", "arrives_on"])
    start = rules.takes_over_on(last_day=row.leaves_on, arrives_on=arrives_on)
    for mandate in _mandates(row).select_related("seat"):
        _take_seat(mandate, successor, start)
    for promise in _promised(row):
        promise.person, promise.revision = successor, promise.revision + 1
        promise.save(update_fields=["person", "revision"])
        drop_reminders(promise)
    row.lines.filter(subject__startswith="seat:", passed_on__isnull=True).update(passed_on=start)
    row.lines.filter(subject__startswith="commitment:", passed_on__isnull=True).update(passed_on=start)


def _take_seat(mandate: SeatHolder, successor: Person, start: date) -> None:
    """The successor takes a seat, unless it has ended, somebody else took it or they sit there already."""
    seat = mandate.seat
    if seat.end is not None and seat.end < start:
        return
    later = SeatHolder.objects.filter(Q(end__isnull=True) | Q(end__gte=start), seat=seat)
    taken = later.filter(Q(person=successor) | Q(role=SeatRole.HOLDER.value)).exclude(pk=mandate.pk)
    if mandate.role == SeatRole.HOLDER.value and taken.exists():
        return
    if later.filter(person=successor).exists():
        return
    SeatHolder.objects.create(seat=seat, person=successor, role=mandate.role, start=start, end=seat.end)


def write_note(*, actor: Actor, handover: Handover, seen: int, note: str, on: date) -> Handover:
    """Write the note of the person who leaves: their institution, or the coordinator. Raises Conflict."""
    gate.check_answers_for(actor, handover.partnership, handover.institution_id, "note de passation écrite")
    if not note.strip():
        raise BadInput("Écrivez la note : ce qui est en cours, ce qui est promis, qui appeler.")
    with transaction.atomic():
        row = history.lock(handover, seen=seen)
        row.note, row.noted_on = note.strip(), on
        row.save(update_fields=["note", "noted_on", "revision"])
        _log(actor, row, "note de passation écrite", {"le": str(on)})
    return row


def add_line(*, actor: Actor, handover: Handover, words: str, nonce: UUID | None) -> HandoverLine:
    """Add something to pass on: a file, a key, a promise made aloud. Sending twice adds one."""
    gate.check_answers_for(actor, handover.partnership, handover.institution_id, "chose à passer ajoutée")
    if (row := gate.already(HandoverLine, nonce)) is not None:
        return row
    if not words.strip():
        raise BadInput("Écrivez ce qui est à passer.")
    with transaction.atomic():
        row = HandoverLine.objects.create(
            handover=handover, subject="free", words=words.strip()[:300], nonce=nonce
        )  # fmt: skip
        _log(actor, handover, "chose à passer ajoutée", {})
    return row


def pass_lines(*, actor: Actor, handover: Handover, lines: Sequence[int], on: date) -> Handover:
    """Tick what was passed on that day; what was ticked keeps its day, what is unticked is due again."""
    gate.check_answers_for(actor, handover.partnership, handover.institution_id, "choses passées")
    with transaction.atomic():
        handover.lines.filter(pk__in=lines, passed_on__isnull=True).update(passed_on=on)
        handover.lines.exclude(pk__in=lines).update(passed_on=None)
        _log(actor, handover, "choses passées", {"nombre": len(lines), "le": str(on)})
    return handover


def _log(actor: Actor, row: Handover, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"passation:{row.pk}", partnership=row.partnership.key,
        detail={"institution": row.institution_id} | detail,
    )  # fmt: skip
