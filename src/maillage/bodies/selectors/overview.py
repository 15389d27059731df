"""The bodies of a partnership at a glance: rhythm, next and last meeting, vacancy, term. One query."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from maillage.bodies.models import Body, Meeting, Seat, SeatHolder
from maillage.bodies.rules import eras
from maillage.bodies.selectors.bodies import running
from maillage.bodies.vocabulary import BodyState, MeetingState, SeatRole
from maillage.institutions.models import Partnership
from maillage.kernel import folded

HELD = (MeetingState.HELD.value, MeetingState.SUBMITTED.value, MeetingState.APPROVED.value)
PLANNED = (MeetingState.DRAFT.value, MeetingState.CONVENED.value)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class BodyLine:
    """One body as the list shows it on a day. `held` counts the meetings of the last twelve months."""

    body: Body
    last: datetime | None
    next: datetime | None
    held: int
    seats: int
    vacant: int
    overdue: int

    @property
    def closed(self) -> bool:
        """The body no longer exists."""
        return self.body.state == BodyState.CLOSED


def overview(*, partnership: Partnership, on: date) -> list[BodyLine]:
    """Every body of the partnership, by name, those closed last; one query whatever their number."""
    rows = _annotated(Body.objects.filter(partnership=partnership), on)
    lines = [_line(row, on) for row in rows.select_related("parent", "chair", "co_chair")]
    return sorted(lines, key=lambda line: (line.closed, folded(line.body.name)))


def line(*, body: Body, on: date) -> BodyLine:
    """The same for one body."""
    rows = _annotated(Body.objects.filter(pk=body.pk), on)
    return _line(rows.select_related("parent", "chair", "co_chair").get(), on)


def _line(row: Body, on: date) -> BodyLine:
    closed = row.state == BodyState.CLOSED
    found = vars(row)
    return BodyLine(
        row, found["last_at"], found["next_at"], found["held_count"], found["seat_count"],
        0 if closed else found["vacant_count"], eras.overdue_days(term=row.term_on, closed=closed, on=on),
    )  # fmt: skip


def _annotated(rows: QuerySet[Body], on: date) -> QuerySet[Body]:
    meetings = Meeting.objects.filter(body=OuterRef("pk"))
    held = meetings.filter(state__in=HELD, starts_at__date__lte=on)
    planned = meetings.filter(state__in=PLANNED, starts_at__date__gte=on)
    seats = Seat.objects.filter(running(on), body=OuterRef("pk"))
    return rows.annotate(
        last_at=Subquery(held.order_by("-starts_at").values("starts_at")[:1]),
        next_at=Subquery(planned.order_by("starts_at").values("starts_at")[:1]),
        held_count=_count(held.filter(starts_at__date__gt=on - YEAR)),
        seat_count=_count(seats),
        vacant_count=_count(seats.filter(~_held_seat(on))),
    )


def _held_seat(on: date) -> Exists:
    holders = SeatHolder.objects.filter(running(on), seat=OuterRef("pk"), role=SeatRole.HOLDER.value)
    return Exists(holders)


def _count(rows: QuerySet[Meeting] | QuerySet[Seat]) -> Coalesce:
    counted = rows.order_by().values("body").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def vacant_seats(*, partnership: Partnership, on: date) -> list[Seat]:
    """The seats without holder that day, in bodies that are not closed; one query."""
    rows = Seat.objects.filter(running(on), ~_held_seat(on), body__partnership=partnership)
    return list(rows.exclude(body__state=BodyState.CLOSED.value).select_related("body", "institution"))
