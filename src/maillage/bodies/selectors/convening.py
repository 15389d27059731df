"""Convening a meeting: its notice, the seats to convene, who was convened, the answers by institution."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from maillage.bodies.models import Convocation, Meeting, Seat, SeatHolder
from maillage.bodies.rules import convening as rules
from maillage.bodies.rules import notice
from maillage.bodies.selectors.bodies import seats_on
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.vocabulary import Answer, SeatRole
from maillage.institutions.models import Institution, Partnership, Person
from maillage.territory import selectors as territory

BY_MAIL, BY_PAPER, VACANT = "mail", "paper", "vacant"


@dataclass(frozen=True)
class Called:
    """One seat of the meeting's day: who is convened for it, how, and what was already sent."""

    seat: Seat
    person: Person | None
    role: SeatRole
    convocation: Convocation | None

    @property
    def means(self) -> str:
        """By mail, on paper for want of an address, or nobody: the seat is vacant."""
        if self.person is None:
            return VACANT
        return BY_MAIL if self.person.email else BY_PAPER

    @property
    def waits(self) -> bool:
        """Nothing has left yet for the person who sits."""
        kept = self.convocation
        if self.person is None:
            return kept is None
        return kept is None or kept.sent_at is None or kept.person_id != self.person.pk

    @property
    def left(self) -> bool:
        """The person who was convened does not sit any more on the day of the meeting."""
        told = self.convocation.person_id if self.convocation else None
        return told is not None and (self.person is None or self.person.pk != told)

    @property
    def capacity(self) -> str:
        """In what capacity the person comes: the seat, its institution, deputy or not, its voice."""
        seat, institution = self.seat, self.seat.institution
        named = any(name and name in seat.label for name in (institution.name, institution.short_name))
        deputy = self.role.label if self.role is SeatRole.DEPUTY else ""
        parts = (seat.label, "" if named else institution.label, deputy, seat.voice_term.label)
        return ", ".join(part for part in parts if part)[:200]


def local(meeting: Meeting) -> datetime:
    """The beginning of a meeting by the clock of its partnership."""
    return meeting.starts_at.astimezone(zone_of(meeting.body.partnership))


def holidays_around(partnership: Partnership, day: date) -> frozenset[date]:
    """The public holidays of the partnership's territory, that year and the two beside. No query."""
    return territory.public_holidays(partnership.place, range(day.year - 1, day.year + 2))


def notice_of(meeting: Meeting, now: datetime, starts_at: datetime | None = None) -> notice.Notice:
    """Where the notice of a meeting stands at a moment, by its règlement and local calendar. No query."""
    partnership = meeting.body.partnership
    zone = zone_of(partnership)
    day = (starts_at or meeting.starts_at).astimezone(zone).date()
    return notice.verdict(
        day, now.astimezone(zone).date(), notice_days=meeting.body.notice_days,
        working=meeting.body.notice_working, holidays=holidays_around(partnership, day),
    )  # fmt: skip


def to_call(meeting: Meeting) -> list[Called]:
    """The seats to convene on the day of the meeting, in the order of the composition; three queries."""
    seated = seats_on(body=meeting.body, on=local(meeting).date())
    known = {row.seat_id: row for row in meeting.convocations.select_related("person")}
    has_core = any(seat.core for seat in seated)
    return [_called(seat, known.get(seat.pk)) for seat in seated if _is_convened(meeting, seat, has_core)]


def _is_convened(meeting: Meeting, seat: Seat, has_core: bool) -> bool:
    return rules.seat_is_convened(
        formation=meeting.formation, without_state=meeting.without_state, college=seat.institution.college,
        core=seat.core, body_has_core=has_core,
    )  # fmt: skip


def _called(seat: Seat, known: Convocation | None) -> Called:
    sitting: list[SeatHolder] = [row for row in vars(seat)["sitting"] if row.person.archived_on is None]
    first = min(sitting, key=lambda row: row.role != SeatRole.HOLDER, default=None)
    if first is None:
        return Called(seat, None, SeatRole.HOLDER, known)
    return Called(seat, first.person, first.role_term, known)


def convocations(*, partnership: Partnership) -> QuerySet[Convocation]:
    """The convocations of this partnership, with all that their pages and letters say."""
    rows = Convocation.objects.filter(meeting__body__partnership=partnership)
    return rows.select_related("meeting__body__partnership", "seat__institution", "person")


def convocation(*, partnership: Partnership, pk: int) -> Convocation | None:
    """One convocation of this partnership, or None."""
    return convocations(partnership=partnership).filter(pk=pk).first()


def of_meeting(meeting: Meeting) -> list[Convocation]:
    """The convocations of a meeting, by institution; one query."""
    rows = meeting.convocations.select_related("seat__institution", "person")
    found = list(rows.order_by("seat__institution__name", "seat_id"))
    for row in found:
        row.meeting = meeting
    return found


def linked(*, pk: int, person: int) -> Convocation | None:
    """The convocation that a signed link names, if it is still that person's; None otherwise."""
    rows = Convocation.objects.filter(pk=pk, person_id=person)
    return rows.select_related("meeting__body__partnership", "seat__institution", "person").first()


@dataclass(frozen=True)
class Counts:
    """How many seats are convened, and what was answered for them."""

    convened: int
    coming: int
    deputy: int
    excused: int
    awaited: int
    vacant: int


def counts(rows: Iterable[Convocation]) -> Counts:
    """The answers counted."""
    known = list(rows)
    said = [row.answer for row in known if row.person_id]
    n = {answer: said.count(answer.value) for answer in Answer}
    return Counts(
        len(said), n[Answer.COMING], n[Answer.DEPUTY], n[Answer.EXCUSED], n[Answer.AWAITED],
        len(known) - len(said),
    )  # fmt: skip


def silent(rows: Iterable[Convocation]) -> list[Convocation]:
    """Those convened by mail who have not answered."""
    return [
        row
        for row in rows
        if row.answer == Answer.AWAITED and row.sent_at and row.person and row.person.email
    ]


def answering_for(rows: Iterable[Convocation], institutions: frozenset[int]) -> list[Convocation]:
    """The convocations of the institutions that a person speaks for."""
    return [row for row in rows if row.person_id and row.seat.institution_id in institutions]


def institutions_in(meeting: Meeting) -> list[Institution]:
    """The institutions that sit on the day of the meeting, by name; two queries."""
    seated = seats_on(body=meeting.body, on=local(meeting).date())
    return sorted({seat.institution for seat in seated}, key=lambda row: row.name)
