"""Convening: who sits that day is called, by letter or on paper; those who stay silent are asked again."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from maillage.audit import history, journal
from maillage.bodies.models import Convocation, Meeting
from maillage.bodies.rules import convening as rules
from maillage.bodies.selectors.convening import (
    BY_MAIL,
    BY_PAPER,
    Called,
    notice_of,
    of_meeting,
    silent,
    to_call,
)
from maillage.bodies.selectors.zone import runs, zone_of
from maillage.bodies.services import gate, letters
from maillage.bodies.services.meetings import check_notice, check_prepared, log
from maillage.bodies.vocabulary import Answer, MeetingState, Motive
from maillage.institutions.models import Letter, Partnership
from maillage.kernel import Actor, BadInput

HOUR = 8  # o'clock by the partnership's clock: when a reminder leaves


@dataclass(frozen=True)
class Convened:
    """What a convening did: letters written, people to be written to on paper, seats with nobody."""

    sent: int = 0
    paper: int = 0
    vacant: int = 0

    @property
    def nothing(self) -> bool:
        """Everybody was already convened."""
        return not (self.sent or self.paper or self.vacant)


def convene(
    *, actor: Actor, meeting: Meeting, seen: int, now: datetime, late_accepted: bool = False
) -> Convened:
    """Convene who sits on the day of the meeting and was not convened yet; nobody is convened twice.

    Raises Conflict when the meeting changed meanwhile, BadInput for a body without seats, a meeting already
    begun, or a notice shorter than the règlement's that is not accepted (`late_accepted`, journalled).
    """
    partnership = meeting.body.partnership
    gate.check_runs(actor, partnership, "convocations envoyées")
    check_prepared(meeting)
    with transaction.atomic():
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body__partnership")
        current = rows.get(pk=meeting.pk)
        called = to_call(current)
        waiting = [row for row in called if row.waits]
        if current.state == MeetingState.CONVENED and not waiting:
            return Convened()
        if not any(row.person for row in called):
            raise BadInput("Personne ne siège ce jour-là : pourvoyez les sièges avant de convoquer.")
        check_notice(current, current.starts_at, now, late_accepted)
        row = history.lock(current, seen=seen)
        _tell_replaced(row, called, now)
        done = _call(row, waiting, now)
        _mark(row, now)
        found = notice_of(row, now)
        detail = {"messages": done.sent, "papier": done.paper, "vacants": done.vacant}
        log(actor, row, "convocations envoyées", detail | {"jours manquants au délai": found.lacking})
    return done


def _tell_replaced(row: Meeting, called: list[Called], now: datetime) -> None:
    """Those convened for a seat that another holds now; the entry then takes a new number for everybody."""
    kept = [(one.convocation, one.person) for one in called if one.convocation and one.person]
    left = [old for old, new in kept if old.sent_at and old.person_id not in (None, new.pk)]
    if not left:
        return
    row.sequence += 1
    for old in left:
        old.meeting = row
    letters.tell_replaced(left, {one.person.pk for one in called if one.person}, now)


def _mark(row: Meeting, now: datetime) -> None:
    row.state = MeetingState.CONVENED.value
    row.convened_on = row.convened_on or now.astimezone(zone_of(row.body.partnership)).date()
    row.save(update_fields=["state", "convened_on", "sequence", "revision"])


def _call(meeting: Meeting, waiting: list[Called], now: datetime) -> Convened:
    items = list(meeting.items.select_related("proposer").order_by("number", "id"))
    means = []
    for one in waiting:
        row = _convocation(meeting, one, now)
        letters.convoke(row, items, now)
        means.append(one.means)
    mailed, paper = means.count(BY_MAIL), means.count(BY_PAPER)
    return Convened(mailed, paper, len(means) - mailed - paper)


def _convocation(meeting: Meeting, one: Called, now: datetime) -> Convocation:
    """The row of a seat; another person on the same seat answers for themselves."""
    kept = one.convocation
    values = {"person": one.person, "capacity": one.capacity, "sent_at": now if one.person else None}
    if kept is not None and one.person is not None and kept.person_id != one.person.pk:
        values |= {"answer": Answer.AWAITED.value, "motive": Motive.NONE.value, "represented_by": "",
                   "answered_at": None}  # fmt: skip
    row, _new = Convocation.objects.update_or_create(meeting=meeting, seat=one.seat, defaults=values)
    row.meeting, row.seat = meeting, one.seat
    return row


def send_agenda(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Send the agenda as it stands to all those convened by mail; the same agenda is never sent twice.

    Returns the letters written. Raises BadInput when nobody is convened yet, or once the meeting began.
    """
    gate.check_runs(actor, meeting.body.partnership, "ordre du jour envoyé")
    if not rules.may_answer(state=meeting.state, starts_at=meeting.starts_at, now=now):
        raise BadInput("L'ordre du jour s'envoie entre la convocation et le début de la réunion.")
    with transaction.atomic():
        items = list(meeting.items.select_related("proposer").order_by("number", "id"))
        rows = [(row, letters.agenda_key(row, items)) for row in of_meeting(meeting) if row.sent_at]
        fresh = [(row, key) for row, key in _new(rows) if row.person and row.person.email]
        for row, key in fresh:
            letters.send_agenda(row, items, now, key=key)
        if fresh:
            log(actor, meeting, "ordre du jour envoyé", {"messages": len(fresh), "points": len(items)})
    return len(fresh)


def remind_silent(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Ask once more, today, those who have not answered; how many letters were written."""
    partnership = meeting.body.partnership
    gate.check_runs(actor, partnership, "relance des convocations")
    if not rules.may_answer(state=meeting.state, starts_at=meeting.starts_at, now=now):
        raise BadInput("Cette réunion n'attend plus de réponse.")
    today = now.astimezone(zone_of(partnership)).date()
    with transaction.atomic():
        rows = [(row, letters.reminder_key(row, today)) for row in silent(of_meeting(meeting))]
        fresh = _new(rows)
        for row, key in fresh:
            letters.remind(row, now, key=key)
        if fresh:
            log(actor, meeting, "relance des convocations", {"messages": len(fresh)})
    return len(fresh)


def _new(rows: list[tuple[Convocation, str]]) -> list[tuple[Convocation, str]]:
    keys = [key for _row, key in rows]
    written = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    return [(row, key) for row, key in rows if key not in written]


def remind_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> int:
    """Write the reminders whose day has come, one transaction and one line per partnership; how many.

    To the person convened only, once, never to one who answered. Called twice it writes nothing new.
    """
    by_partnership: dict[Partnership, list[tuple[Convocation, str]]] = {}
    for row in _awaited(now):
        partnership = row.meeting.body.partnership
        by_partnership.setdefault(partnership, []).append((row, letters.reminder_key(row)))
    return sum(_remind(actor, here, _new(rows), now, dry_run) for here, rows in by_partnership.items())


def _awaited(now: datetime) -> list[Convocation]:
    rows = Convocation.objects.filter(
        meeting__state=MeetingState.CONVENED.value, meeting__starts_at__gt=now, person__isnull=False,
        answer=Answer.AWAITED.value, sent_at__isnull=False,
    )  # fmt: skip
    rows = rows.exclude(person__email="").filter(person__archived_on__isnull=True)
    found = rows.select_related("meeting__body__partnership", "seat__institution", "person")
    return [row for row in found.order_by("meeting__body__partnership_id", "id") if _is_due(row, now)]


def _is_due(row: Convocation, now: datetime) -> bool:
    zone = zone_of(row.meeting.body.partnership)
    here = now.astimezone(zone)
    if here.time() < time(HOUR) or row.sent_at is None:
        return False
    sent_on, day = row.sent_at.astimezone(zone).date(), row.meeting.starts_at.astimezone(zone).date()
    due = rules.is_reminded(sent_on=sent_on, meeting_day=day, answer=row.answer, on=here.date())
    return due and runs(row.meeting.body.partnership, here.date())


def _remind(
    actor: Actor, partnership: Partnership, rows: list[tuple[Convocation, str]], now: datetime, dry_run: bool
) -> int:
    if dry_run or not rows:
        return len(rows)
    with transaction.atomic():
        for row, key in rows:
            letters.remind(row, now, key=key)
        journal.append(
            actor=actor, act="relances de convocations écrites", subject=partnership.key,
            partnership=partnership.key, detail={"convocations": [row.pk for row, _key in rows]},
        )  # fmt: skip
    return len(rows)
