"""Departures: their list, the dossier that passes to the successor, and the successor's first week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.bodies.models import (
    AgendaItem,
    Attendance,
    Commitment,
    Convocation,
    Decision,
    Handover,
    HandoverLine,
    InformationItem,
    Meeting,
    Seat,
    SeatHolder,
)
from maillage.bodies.rules import handover as rules
from maillage.bodies.rules.decisions import THERE
from maillage.bodies.rules.visibility import may_run
from maillage.bodies.selectors import commitments as promises
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.record import CommitmentLine, commitment_line
from maillage.bodies.vocabulary import Answer, CommitmentState, DutyState, MeetingState, SeatRole
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.kernel import Actor

FIRST_WEEK, HISTORY, PAPERS = 30, 12, 10  # days ahead; lines of history and of papers


@dataclass(frozen=True)
class SeatPassed:
    """One seat that the person held: until when, who follows and when, days without anybody."""

    seat: Seat
    role: SeatRole
    until: date
    successor_on: date | None
    vacant: int


@dataclass(frozen=True)
class Contact:
    """Whom to call, by function: an institution met in the same bodies."""

    institution: Institution
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """One line of the history in one page."""

    on: date
    words: str


@dataclass(frozen=True)
class Figures:
    """What the institution did here, counted."""

    convened: int
    attended: int
    kept: int
    closed: int


@dataclass(frozen=True)
class Dossier:
    """Everything that passes on, gathered in a constant number of queries."""

    handover: Handover
    seats: tuple[SeatPassed, ...]
    commitments: tuple[CommitmentLine, ...]
    without_carrier: tuple[CommitmentLine, ...]
    reviews: tuple[Decision, ...]
    unanswered: tuple[Convocation, ...]
    owed: tuple[InformationItem, ...]
    promised: tuple[CommitmentLine, ...]
    contacts: tuple[Contact, ...]
    papers: tuple[AgendaItem, ...]
    history: tuple[Moment, ...]
    figures: Figures
    lines: tuple[HandoverLine, ...]
    meetings: tuple[Meeting, ...]


def handovers(*, partnership: Partnership, actor: Actor) -> QuerySet[Handover]:
    """The departures of this partnership; for a partner, those of their institutions or their own arrival."""
    rows = Handover.objects.filter(partnership=partnership)
    if not may_run(actor):
        rows = rows.filter(Q(institution_id__in=actor.institutions) | Q(successor_id=actor.person or 0))
    return rows.select_related("institution", "leaving", "successor", "partnership")


def handover(*, partnership: Partnership, actor: Actor, pk: int) -> Handover | None:
    """One departure that this reader may see, or None."""
    return handovers(partnership=partnership, actor=actor).filter(pk=pk).first()


def arrival_of(*, partnership: Partnership, actor: Actor) -> Handover | None:
    """The last departure that the reader follows, or None."""
    if actor.person is None:
        return None
    return handovers(partnership=partnership, actor=actor).filter(successor_id=actor.person).first()


def people(*, partnership: Partnership) -> QuerySet[Person]:
    """The people of the directory who are not put away, by name."""
    return Person.objects.filter(partnership=partnership, archived_on__isnull=True).order_by("name")


def dossier(*, handover: Handover, on: date) -> Dossier:
    """What the departure leaves, as it stands that day."""
    open_rows = [commitment_line(row, on) for row in _open(handover)]
    mine = {handover.leaving_id, handover.successor_id} - {None}
    bodies = _bodies(handover)
    return Dossier(
        handover=handover, seats=tuple(seats_passed(handover=handover, on=on)),
        commitments=tuple(line for line in open_rows if line.row.person_id in mine),
        without_carrier=tuple(line for line in open_rows if line.row.person_id is None),
        reviews=tuple(_reviews(handover)), unanswered=tuple(_unanswered(handover, on)),
        owed=tuple(_owed(handover)), promised=tuple(_promised(handover, on)),
        contacts=tuple(_contacts(handover, bodies, on)), papers=tuple(_papers(bodies, on)),
        history=tuple(_history(handover, on)), figures=_figures(handover, on),
        lines=tuple(handover.lines.order_by("id")),
        meetings=tuple(_meetings(bodies, max(on, handover.arrives_on or on))),
    )  # fmt: skip


def _open(row: Handover) -> QuerySet[Commitment]:
    rows = promises.commitments(partnership=row.partnership)
    return rows.filter(institution=row.institution, state=CommitmentState.OPEN.value)


def _bodies(row: Handover) -> list[int]:
    """The bodies where the person sat on their last day."""
    held = SeatHolder.objects.filter(running(row.leaves_on), person=row.leaving)
    held = held.filter(seat__institution=row.institution, seat__body__partnership=row.partnership)
    return list(held.values_list("seat__body_id", flat=True).distinct())


def seats_passed(*, handover: Handover, on: date) -> list[SeatPassed]:
    """The seats held on the last day, with who follows and how long nobody did; two queries."""
    held = SeatHolder.objects.filter(running(handover.leaves_on), person=handover.leaving)
    held = held.filter(seat__institution=handover.institution, seat__body__partnership=handover.partnership)
    rows = list(
        held.select_related("seat__body", "seat__institution").order_by("seat__body__name", "seat_id")
    )
    after = SeatHolder.objects.filter(seat__in=[row.seat_id for row in rows], start__gt=handover.leaves_on)
    starts: dict[tuple[int, str], date] = {}
    for seat, role, start in after.order_by("-start").values_list("seat_id", "role", "start"):
        starts[seat, role] = start
    return [_passed(row, starts.get((row.seat_id, row.role)), handover, on) for row in rows]


def _passed(row: SeatHolder, starts: date | None, handover: Handover, on: date) -> SeatPassed:
    vacant = rules.vacant_days(last_day=handover.leaves_on, arrives_on=starts, on=on)
    role = SeatRole(row.role)
    return SeatPassed(row.seat, role, handover.leaves_on, starts, vacant if role is SeatRole.HOLDER else 0)


def _reviews(row: Handover) -> QuerySet[Decision]:
    rows = Decision.objects.filter(bound=row.institution, meeting__body__partnership=row.partnership)
    rows = rows.filter(review_on__isnull=False, reviewed_on__isnull=True, withdrawn_on__isnull=True)
    return rows.select_related("meeting__body").order_by("review_on", "id")


def _unanswered(row: Handover, on: date) -> QuerySet[Convocation]:
    rows = Convocation.objects.filter(seat__institution=row.institution, answer=Answer.AWAITED.value)
    rows = rows.filter(meeting__state=MeetingState.CONVENED.value, meeting__starts_at__date__gte=on)
    return rows.select_related("meeting__body", "seat").order_by("meeting__starts_at")


def _owed(row: Handover) -> QuerySet[InformationItem]:
    rows = InformationItem.objects.filter(partnership=row.partnership, holder=row.institution)
    return rows.filter(state=DutyState.EXPECTED.value).order_by("expected_on")


def _promised(row: Handover, on: date) -> list[CommitmentLine]:
    towards = Q(towards=row.institution) | Q(decision__bound=row.institution)
    rows = promises.commitments(partnership=row.partnership).filter(towards)
    rows = rows.filter(state=CommitmentState.OPEN.value).exclude(institution=row.institution).distinct()
    return [commitment_line(one, on) for one in rows]


def _contacts(row: Handover, bodies: list[int], on: date) -> list[Contact]:
    """The other institutions of the same bodies, with the functions of those who sit there."""
    held = SeatHolder.objects.filter(running(on), seat__body_id__in=bodies)
    pairs = held.exclude(seat__institution=row.institution).values_list("person_id", "seat__institution_id")
    wanted = set(pairs)
    rows = Position.objects.filter(running(on), person_id__in={one for one, _ in wanted})
    titles: dict[int, set[str]] = {institution: set() for _, institution in wanted}
    for person, institution, title in rows.values_list("person_id", "institution_id", "title"):
        if (person, institution) in wanted:
            titles[institution].add(title)
    known = Institution.objects.filter(pk__in=titles).order_by("name")
    return [Contact(one, tuple(sorted(titles[one.pk]))) for one in known]


def _papers(bodies: list[int], on: date) -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting__body_id__in=bodies, meeting__starts_at__date__lte=on)
    rows = rows.exclude(papers="").select_related("meeting__body")
    return rows.order_by("-meeting__starts_at", "number")[:PAPERS]


def _meetings(bodies: list[int], on: date) -> QuerySet[Meeting]:
    until = on + timedelta(days=FIRST_WEEK)
    rows = Meeting.objects.filter(body_id__in=bodies, starts_at__date__range=(on, until))
    return rows.exclude(state=MeetingState.CANCELLED.value).select_related("body").order_by("starts_at")


def _history(row: Handover, on: date) -> list[Moment]:
    """The last meetings attended, decisions that bind, commitments closed: the latest first."""
    there = Attendance.objects.filter(seat__institution=row.institution, state__in=THERE)
    there = there.filter(meeting__starts_at__date__lte=on).select_related("meeting__body")
    moments = {
        (one.meeting_id, "m"): Moment(
            timezone.localdate(one.meeting.starts_at), f"Présence : {one.meeting.body.name}"
        )
        for one in there.order_by("-meeting__starts_at")[:HISTORY]
    }
    bound = Decision.objects.filter(bound=row.institution, withdrawn_on__isnull=True)
    for one in bound.select_related("meeting__body").order_by("-meeting__starts_at")[:HISTORY]:
        day = timezone.localdate(one.meeting.starts_at)
        moments[one.pk, "d"] = Moment(day, f"Décision {one.number}, {one.meeting.body.name} : {one.text}")
    closed = Commitment.objects.filter(institution=row.institution, closed_on__isnull=False)
    for done in closed.order_by("-closed_on")[:HISTORY]:
        if done.closed_on is not None:
            words = f"Engagement {done.state_term.label} : {done.deliverable}"
            moments[done.pk, "c"] = Moment(done.closed_on, words)
    return sorted(moments.values(), key=lambda one: one.on, reverse=True)[:HISTORY]


def _figures(row: Handover, on: date) -> Figures:
    since = on - timedelta(days=365)
    called = Convocation.objects.filter(
        seat__institution=row.institution, meeting__starts_at__date__range=(since, on)
    ).exclude(meeting__state=MeetingState.CANCELLED.value)
    seen = Attendance.objects.filter(
        seat__institution=row.institution, meeting__starts_at__date__range=(since, on), state__in=THERE
    )
    states = list(
        Commitment.objects.filter(institution=row.institution, closed_on__range=(since, on)).values_list(
            "state", flat=True
        )
    )
    return Figures(called.count(), seen.count(), states.count(CommitmentState.DELIVERED.value), len(states))
