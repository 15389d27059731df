"""Reminders of commitments: computed from their state, to the carrier only, once per step."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max, Q

from maillage.audit import journal
from maillage.bodies.models import Commitment, CommitmentChange, SeatHolder
from maillage.bodies.rules import reminders as rules
from maillage.bodies.selectors import zone
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.commitments import RELATED
from maillage.bodies.selectors.orphans import gone
from maillage.bodies.selectors.record import commitment_is_restricted
from maillage.bodies.services.links import address
from maillage.bodies.vocabulary import CommitmentState, SeatRole
from maillage.institutions.models import Letter, Partnership, Person
from maillage.institutions.services import sender_of, write_letter
from maillage.kernel import Actor
from maillage.ui import mail
from maillage.ui.typography import french_date, quoted

HOUR = 8  # o'clock, local time: when a reminder leaves
Seats = dict[tuple[int, int | None], Person]  # (institution, body): who holds the seat; body None: any seat


@dataclass
class Reminded:
    """What a round of reminders did, or would do: letters to write, and commitments with nobody to tell."""

    written: list[rules.Reminder] = field(default_factory=list)
    without_carrier: list[rules.Reminder] = field(default_factory=list)


def remind_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> Reminded:
    """Write the reminders whose day has come, one transaction and one journal line per partnership.

    The day is that of each partnership, by its own clock. Called twice the same day it writes nothing new.
    `dry_run` only says what would be written.
    """
    done = Reminded()
    for partnership, rows in _awaited().items():
        on = zone.today(partnership=partnership, now=now)
        if zone.runs(partnership, on):
            _remind(actor, partnership, rows, on, done, dry_run)
    return done


def _awaited() -> dict[Partnership, list[Commitment]]:
    """Open commitments with a date, by partnership."""
    rows = Commitment.objects.filter(state=CommitmentState.OPEN.value, due_on__isnull=False)
    found: dict[Partnership, list[Commitment]] = defaultdict(list)
    for row in rows.select_related(*RELATED).order_by("partnership_id", "due_on", "id"):
        found[row.partnership].append(row)
    return found


def _remind(
    actor: Actor, partnership: Partnership, rows: list[Commitment], on: date, done: Reminded, dry_run: bool
) -> None:
    due = _new(rules.due(_promises(rows), on))
    if not due:
        return
    carriers = _carriers(partnership, rows, on)
    known = {row.pk: row for row in rows}
    told = [row for row in due if carriers.get(row.id) is not None]
    done.without_carrier += [row for row in due if carriers.get(row.id) is None]
    done.written += told
    if dry_run or not told:
        return
    with transaction.atomic():
        for reminder in told:
            _write(known[reminder.id], reminder, carriers[reminder.id], on)
        journal.append(
            actor=actor, act="rappels écrits", subject=partnership.key, partnership=partnership.key,
            detail={"engagements": [row.id for row in told], "le": str(on)},
        )  # fmt: skip


def _promises(rows: list[Commitment]) -> list[rules.Promise]:
    moved = dict(
        CommitmentChange.objects.filter(commitment__in=[row.pk for row in rows], field="due_on")
        .values_list("commitment_id").annotate(last=Max("on")).order_by()
    )  # fmt: skip
    return [rules.Promise(row.pk, row.state, row.due_on, moved.get(row.pk) or row.made_on) for row in rows]


def _new(due: list[rules.Reminder]) -> list[rules.Reminder]:
    written = set(Letter.objects.filter(key__in=[row.key for row in due]).values_list("key", flat=True))
    return [row for row in due if row.key not in written]


def _carriers(partnership: Partnership, rows: list[Commitment], on: date) -> dict[int, Person]:
    """Who is told: the person of the commitment while they are there, else the seat's holder in the body."""
    left = gone(pairs={(row.person_id, row.institution_id) for row in rows if row.person_id}, on=on)
    seats = _seats(partnership, on)
    found: dict[int, Person] = {}
    for row in rows:
        own = row.person if row.person and (row.person_id, row.institution_id) not in left else None
        body = row.meeting.body_id if row.meeting else None
        person = own or seats.get((row.institution_id, body))
        if person is not None and person.email and not person.archived_on:
            found[row.pk] = person
    return found


def _seats(partnership: Partnership, on: date) -> Seats:
    """The holder of each institution's seat, by body and in any body; a deputy where there is no holder."""
    rows = SeatHolder.objects.filter(running(on), seat__body__partnership=partnership)
    rows = rows.filter(running_seat(on)).select_related("person", "seat")
    found: Seats = {}
    for row in sorted(rows, key=lambda one: (one.role != SeatRole.HOLDER.value, one.start, one.pk)):
        for body in (row.seat.body_id, None):
            found.setdefault((row.seat.institution_id, body), row.person)
    return found


def running_seat(on: date) -> Q:
    """Mandates whose seat itself runs that day."""
    return Q(seat__start__lte=on) & (Q(seat__end__isnull=True) | Q(seat__end__gte=on))


def _write(row: Commitment, reminder: rules.Reminder, person: Person, on: date) -> None:
    content = _content(row, reminder, commitment_is_restricted(row))
    page = mail.compose(content, sender_of(row.partnership))
    write_letter(
        partnership=row.partnership, key=reminder.key, person=person, subject=content.title,
        text=page.text, html=page.html,
        due_at=datetime.combine(on, time(HOUR), zone.zone_of(row.partnership)),
    )  # fmt: skip


def _content(row: Commitment, reminder: rules.Reminder, hidden: bool) -> mail.Content:
    """The words of a reminder. A restricted commitment is never quoted: a letter travels."""
    before, day = reminder.step < 0, french_date(reminder.due_on)
    what = "un engagement pris en séance restreinte" if hidden else quoted(row.deliverable)
    facts = [("Engagement", what)]
    if row.quantity and not hidden:
        facts.append(("Quantité ou rythme", row.quantity))
    facts.append(("À tenir avant le" if before else "Attendu depuis le", day))
    return mail.Content(
        title=f"Engagement attendu le {day}" if before else f"Engagement attendu depuis le {day}",
        paragraphs=["Votre institution s'est engagée à ceci :" if before else "Ceci était attendu :"],
        facts=facts, links=[("Dire où il en est", address(row.partnership, "commitment", row.pk))],
        after=[
            "Si c'est fait, dites-le en une phrase : les rappels s'arrêtent. Si ce n'est pas possible,"
            " dites-le aussi : l'engagement peut être renégocié, avec le motif."
        ],
        reason="Vous recevez ce rappel parce que vous portez cet engagement.",
    )  # fmt: skip
