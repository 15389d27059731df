"""Meetings to come and past as one reader may see them, the calendar of a year, what is to be convened."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage import law
from maillage.bodies.models import AgendaItem, Body, Convocation, Meeting, Seat
from maillage.bodies.rules import convening as rules
from maillage.bodies.rules import visibility
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.convening import local, notice_of
from maillage.bodies.selectors.overview import HELD, PLANNED
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.vocabulary import Answer, BodyState, Formation, ItemOutcome, MeetingState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role

WAITING = Q(convocations__answer=Answer.AWAITED.value, convocations__person__isnull=False)


def readable(*, partnership: Partnership, actor: Actor, on: date) -> QuerySet[Meeting]:
    """The meetings that this reader may know of: all for who runs or presides, else where they sit.

    Who no longer sits keeps the meetings they were convened to, but those of a reserved body.
    """
    rows = Meeting.objects.filter(body__partnership=partnership).select_related("body__partnership")
    if actor.id is None or actor.holds(Role.COORDINATOR, Role.MAYOR):
        return rows
    if not actor.holds(*visibility.MEMBERS):
        return rows.none()
    seats = Seat.objects.filter(running(on), institution_id__in=actor.institutions)
    sits = Q(body__in=seats.values("body"))
    sits |= Q(body__restricted=False, convocations__seat__institution_id__in=actor.institutions)
    return rows.filter(pk__in=rows.filter(sits).values("pk"))


def meeting(*, partnership: Partnership, actor: Actor, pk: int, on: date) -> Meeting | None:
    """One meeting that this reader may know of, or None."""
    rows = readable(partnership=partnership, actor=actor, on=on)
    return rows.select_related("body__partnership", "event", "series").filter(pk=pk).first()


def bodies_of(rows: QuerySet[Meeting]) -> list[Body]:
    """The bodies of these meetings, by name: what a list can be narrowed to; one query."""
    return list(Body.objects.filter(pk__in=rows.order_by().values("body")).order_by("name", "id"))


def listed(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The same with `convened_count`, `awaited_count` and `items_count`."""
    called = Count("convocations", filter=Q(convocations__person__isnull=False), distinct=True)
    items = Count("items", filter=~Q(items__outcome=ItemOutcome.WITHDRAWN.value), distinct=True)
    return rows.annotate(
        convened_count=called, awaited_count=Count("convocations", filter=WAITING, distinct=True),
        items_count=items,
    )  # fmt: skip


def coming(rows: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    """Those to come or not yet recorded, the nearest first."""
    return rows.filter(Q(state__in=PLANNED) | Q(starts_at__gte=now)).order_by("starts_at", "id")


def past(rows: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    """Those behind, the latest first."""
    return rows.filter(starts_at__lt=now).exclude(state__in=PLANNED).order_by("-starts_at", "-id")


@dataclass(frozen=True)
class BodyYear:
    """The year of one body: its meetings of that year, and what is promised or asked."""

    body: Body
    days: tuple[Meeting, ...]
    of: rules.YearOf
    reference: str


@dataclass(frozen=True)
class Month:
    """One month and its meetings."""

    first: date
    meetings: tuple[Meeting, ...]


def bounds(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first instant of a year to that of the next, by this clock."""
    return (
        datetime.combine(date(year, 1, 1), time(), zone),
        datetime.combine(date(year + 1, 1, 1), time(), zone),
    )


def of_year(rows: QuerySet[Meeting], partnership: Partnership, year: int) -> list[Meeting]:
    """The meetings of one civil year of the partnership, by date; one query."""
    start, end = bounds(year, zone_of(partnership))
    return list(rows.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "id"))


def months(meetings: list[Meeting], year: int) -> list[Month]:
    """The twelve months with their meetings."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    for row in meetings:
        found[local(row).month].append(row)
    return [Month(date(year, n, 1), tuple(found[n])) for n in range(1, 13)]


def body_years(partnership: Partnership, meetings: list[Meeting], year: int, on: date) -> list[BodyYear]:
    """Each open body of the partnership with its year against its règlement and the law; one query."""
    by_body: dict[int, list[Meeting]] = defaultdict(list)
    for row in meetings:
        by_body[row.body_id].append(row)
    open_ones = Body.objects.filter(partnership=partnership).exclude(state=BodyState.CLOSED.value)
    return [_body_year(body, by_body[body.pk], year, on) for body in open_ones.order_by("name", "id")]


def _body_year(body: Body, rows: list[Meeting], year: int, on: date) -> BodyYear:
    asked = law.meetings(body.kind, min(on, date(year, 12, 31)))
    counted = [row for row in rows if row.state in (*HELD, *PLANNED)]
    plenaries = sum(row.formation == Formation.PLENARY for row in counted)
    found = rules.YearOf(body.promised_per_year, asked.minimum, len(counted), plenaries)
    return BodyYear(body, tuple(counted), found, f"{asked.reference} ({asked.rule})" if asked.rule else "")


@dataclass(frozen=True)
class ToConvene:
    """A meeting whose convocations have not left: the last day of its notice, the days it is late."""

    meeting: int
    body: str
    starts_at: datetime
    last_day: date
    late: int


def to_convene(*, partnership: Partnership, now: datetime) -> list[ToConvene]:
    """The meetings in preparation, the most pressing first; one query."""
    rows = Meeting.objects.filter(
        body__partnership=partnership, state=MeetingState.DRAFT.value, starts_at__gt=now
    ).select_related("body__partnership")
    today, found = now.astimezone(zone_of(partnership)).date(), []
    for row in rows:
        last = notice_of(row, now).last_day
        found.append(
            ToConvene(row.pk, row.body.name, row.starts_at, last, max(0, (today - last).days))
        )  # fmt: skip
    return sorted(found, key=lambda one: one.last_day)


@dataclass(frozen=True)
class Unanswered:
    """A convened meeting for which answers are awaited."""

    meeting: int
    body: str
    starts_at: datetime
    awaited: int
    convened: int


def unanswered(*, partnership: Partnership, now: datetime) -> list[Unanswered]:
    """The convened meetings to come where somebody has not answered; one query."""
    rows = Meeting.objects.filter(
        body__partnership=partnership, state=MeetingState.CONVENED.value, starts_at__gt=now
    ).select_related("body")
    return [
        Unanswered(row.pk, row.body.name, row.starts_at, vars(row)["awaited_count"],
                   vars(row)["convened_count"])
        for row in listed(rows).order_by("starts_at") if vars(row)["awaited_count"]
    ]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A convocation that the reader's institutions have not answered."""

    convocation: int
    meeting: int
    body: str
    seat: str
    starts_at: datetime


def to_answer(*, partnership: Partnership, actor: Actor, now: datetime) -> list[Asked]:
    """The convocations that wait for the reader's own answer, by date; one query."""
    rows = Convocation.objects.filter(
        meeting__body__partnership=partnership, meeting__state=MeetingState.CONVENED.value,
        meeting__starts_at__gt=now, seat__institution_id__in=actor.institutions,
        answer=Answer.AWAITED.value, person__isnull=False,
    ).select_related("meeting__body", "seat")  # fmt: skip
    return [
        Asked(row.pk, row.meeting_id, row.meeting.body.name, row.seat.label, row.meeting.starts_at)
        for row in rows.order_by("meeting__starts_at", "id")
    ]


def to_carry(meeting: Meeting) -> list[AgendaItem]:
    """Items of earlier meetings of the body that nothing settled, and that no meeting took since."""
    rows = AgendaItem.objects.filter(
        meeting__body=meeting.body, meeting__starts_at__lt=meeting.starts_at, carried_to__isnull=True,
        outcome__in=(ItemOutcome.CARRIED.value, ItemOutcome.PENDING.value), meeting__state__in=HELD,
    ).select_related("meeting", "proposer")  # fmt: skip
    return list(rows.order_by("-meeting__starts_at", "number")[:20])


def agenda(meeting: Meeting, *, restricted: bool) -> list[AgendaItem]:
    """The items of a meeting, in order, those withdrawn last; what the reader may not see is left out."""
    rows = list(meeting.items.select_related("proposer", "carried_from__meeting"))
    shown = [row for row in rows if restricted or not row.restricted]
    return sorted(shown, key=lambda row: (row.outcome == ItemOutcome.WITHDRAWN, row.number, row.pk))


def today_there(partnership: Partnership) -> date:
    """Today by the clock of the partnership."""
    return timezone.localdate(timezone=zone_of(partnership))
