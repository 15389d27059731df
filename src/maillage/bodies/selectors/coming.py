"""Meetings on a calendar: those to come with their answers, those of a period, who has not answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage.bodies.models import Convocation, Meeting, Seat, TerritoryEvent
from maillage.bodies.rules import visibility
from maillage.bodies.selectors.bodies import running
from maillage.bodies.vocabulary import Answer, AttendanceState, MeetingState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor

THERE = (Answer.COMING.value, Answer.DEPUTY.value)
SEEN = (AttendanceState.PRESENT.value, AttendanceState.DEPUTY.value)
HELD = (MeetingState.HELD.value, MeetingState.SUBMITTED.value, MeetingState.APPROVED.value)


@dataclass(frozen=True)
class Coming:
    """One meeting to come: how many were convened, how many said that they, or a deputy, will be there."""

    meeting: Meeting
    convened: int
    expected: int


@dataclass(frozen=True)
class Silent:
    """One institution that has not answered a convocation, since how many days."""

    institution: Institution
    meeting: Meeting
    days: int


@dataclass(frozen=True)
class Presence:
    """One meeting held: seats present (or their deputies) among those whose presence was recorded."""

    meeting: Meeting
    present: int
    recorded: int


def meetings(*, partnership: Partnership, actor: Actor, first: date, last: date) -> QuerySet[Meeting]:
    """The meetings of a period that the reader may know of, without those cancelled.

    Those of a reserved body, where they sit when the period begins.
    """
    rows = Meeting.objects.filter(
        body__partnership=partnership, starts_at__date__range=(first, last)
    ).exclude(state=MeetingState.CANCELLED.value)  # fmt: skip
    if not visibility.may_read_restricted(actor, sitting=frozenset()):
        seats = Seat.objects.filter(running(first), institution_id__in=actor.institutions)
        rows = rows.filter(Q(body__restricted=False) | Q(body__in=seats.values("body")))
    return rows.select_related("body").order_by("starts_at", "id")


def coming(*, partnership: Partnership, actor: Actor, first: date, last: date) -> list[Coming]:
    """The meetings to come in that period, by date; one query."""
    rows = meetings(partnership=partnership, actor=actor, first=first, last=last)
    rows = rows.filter(state__in=(MeetingState.DRAFT.value, MeetingState.CONVENED.value)).annotate(
        convened=Count("convocations", distinct=True),
        expected=Count("convocations", filter=Q(convocations__answer__in=THERE), distinct=True),
    )  # fmt: skip
    return [Coming(row, vars(row)["convened"], vars(row)["expected"]) for row in rows]


def presence(*, partnership: Partnership, actor: Actor, first: date, last: date) -> list[Presence]:
    """The meetings held in that period with their presence, by date; one query."""
    rows = meetings(partnership=partnership, actor=actor, first=first, last=last).filter(state__in=HELD)
    known = ~Q(attendances__state=AttendanceState.UNKNOWN.value) & Q(attendances__isnull=False)
    rows = rows.annotate(
        present=Count("attendances", filter=Q(attendances__state__in=SEEN), distinct=True),
        recorded=Count("attendances", filter=known, distinct=True),
    )  # fmt: skip
    return [Presence(row, vars(row)["present"], vars(row)["recorded"]) for row in rows]


def silent(*, partnership: Partnership, on: date) -> list[Silent]:
    """Who has not answered a convocation sent for a meeting to come, the longest silence first; one query."""
    rows = Convocation.objects.filter(
        meeting__body__partnership=partnership, meeting__state=MeetingState.CONVENED.value,
        meeting__starts_at__date__gte=on, answer=Answer.AWAITED.value, sent_at__isnull=False,
    ).select_related("meeting__body", "seat__institution")  # fmt: skip
    return [_silence(row, on) for row in rows.order_by("sent_at", "id")]


def _silence(row: Convocation, on: date) -> Silent:
    sent = timezone.localdate(row.sent_at)
    return Silent(row.seat.institution, row.meeting, max(0, (on - sent).days))


def territory_events(*, partnership: Partnership, first: date, last: date) -> list[TerritoryEvent]:
    """Elections, laws, crises, changes of préfet in a period, by date: every history draws them."""
    rows = TerritoryEvent.objects.filter(partnership=partnership, on__range=(first, last))
    return list(rows.order_by("on", "id"))
