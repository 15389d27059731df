"""Who was awaited at a meeting and who came: one line per seat of its day, in seven queries at any length."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from maillage.bodies.models import Attendance, Convocation, Meeting, Seat, SeatHolder
from maillage.bodies.rules import presence as rules
from maillage.bodies.rules.decisions import THERE
from maillage.bodies.rules.presence import Sitting
from maillage.bodies.rules.quorum import Quorum, quorum
from maillage.bodies.selectors import zone
from maillage.bodies.selectors.bodies import running, seats_on
from maillage.bodies.vocabulary import AttendanceState, Formation, RecordedBy, SeatRole
from maillage.institutions.models import Position
from maillage.institutions.vocabulary import Level

Titles = dict[tuple[int, int], Position]  # (person, institution): the function of the day


@dataclass(frozen=True)
class SeatLine:
    """One seat at one meeting: who holds it, who was convened, who came."""

    seat: Seat
    holders: tuple[SeatHolder, ...]
    sitting: tuple[Sitting, ...]
    convocation: Convocation | None = None
    attendance: Attendance | None = None
    title: str = ""  # the function of the person awaited
    missed: int = 0  # meetings missed in a row, this one included
    declared_on: date | None = None  # for a presence declared after the meeting

    @property
    def state(self) -> AttendanceState:
        """What is recorded; « non relevé » when nothing is."""
        return AttendanceState(self.attendance.state) if self.attendance else AttendanceState.UNKNOWN

    @property
    def there(self) -> bool:
        """Is the seat represented?"""
        return self.state.value in THERE

    @property
    def level(self) -> Level | None:
        """The level of who came, on that day."""
        known = self.attendance.level if self.attendance and self.there else ""
        return Level(known) if known else None

    @property
    def mark(self) -> str:
        """The line in one word, by which two readings are compared."""
        row = self.attendance
        return rules.mark(row.state, row.person_id, row.level) if row else f"{self.state.value}/"

    @property
    def expected(self) -> str:
        """The person convened, else the holder of the day."""
        if self.convocation and self.convocation.person:
            return self.convocation.person.name
        return next((row.person.name for row in self.holders if row.role == SeatRole.HOLDER.value), "")

    @property
    def capacity(self) -> str:
        """In what capacity the person was convened, else their function, else the seat."""
        convened = self.convocation.capacity if self.convocation else ""
        return convened or self.title or self.seat.label

    @property
    def late(self) -> bool:
        """Was this presence declared after the meeting?"""
        return bool(self.attendance and self.attendance.recorded_by == RecordedBy.LATE.value)


@dataclass(frozen=True)
class Presence:
    """All the lines of a meeting; `shown` leaves out the seats that nobody awaited."""

    lines: tuple[SeatLine, ...]
    shown: tuple[SeatLine, ...]
    counts: rules.Counts
    quorum: Quorum
    convened: int  # institutions convened, or seated when nobody was convened
    there: int  # institutions represented
    level_known: int  # seats represented whose level is known

    @property
    def recorded(self) -> bool:
        """Is anything known of this meeting's presence?"""
        return self.counts.unknown < self.counts.total


def presence(*, meeting: Meeting) -> Presence:
    """The presence at one meeting."""
    found = lines(meeting=meeting)
    shown = _awaited(meeting, found)
    there = {line.seat.institution_id for line in shown if line.there}
    return Presence(
        lines=found, shown=shown, counts=rules.counts(line.state.value for line in shown),
        quorum=quorum(meeting.body.quorum, ((line.seat.voice, line.state.value) for line in shown)),
        convened=len({line.seat.institution_id for line in shown}), there=len(there),
        level_known=sum(line.level is not None for line in shown),
    )  # fmt: skip


def _awaited(meeting: Meeting, found: tuple[SeatLine, ...]) -> tuple[SeatLine, ...]:
    """Those convened or seen; all (or the restricted formation's) when nobody was convened."""
    if any(line.convocation for line in found):
        return tuple(line for line in found if line.convocation or line.state is not AttendanceState.UNKNOWN)
    core = [line for line in found if line.seat.core or line.attendance]
    return tuple(core) if meeting.formation == Formation.RESTRICTED.value and core else found


def lines(*, meeting: Meeting) -> tuple[SeatLine, ...]:
    """One line per seat of the meeting's day, and per seat convened or seen though it has ended since."""
    day = zone.clock(meeting=meeting).day
    called = {row.seat_id: row for row in meeting.convocations.select_related("person", "seat__institution")}
    seen = {row.seat_id: row for row in meeting.attendances.select_related("person", "seat__institution")}
    seats = {seat.pk: seat for seat in seats_on(body=meeting.body, on=day)}
    gone = {pk: row.seat for pk, row in called.items()} | {pk: row.seat for pk, row in seen.items()}
    seats = gone | seats
    titles = _titles(seats.values(), called.values(), day)
    missed = _missed(meeting, seen)
    found = (_line(meeting, seat, called.get(pk), seen.get(pk), titles, missed) for pk, seat in seats.items())
    return tuple(sorted(found, key=lambda line: (line.seat.institution.name, line.seat.pk)))


def _line(
    meeting: Meeting, seat: Seat, called: Convocation | None, seen: Attendance | None, titles: Titles,
    missed: dict[int, int],
) -> SeatLine:  # fmt: skip
    holders = tuple(vars(seat).get("sitting", ()))
    line = SeatLine(
        seat, holders, tuple(_sitting(row, seat, titles) for row in holders), called, seen,
        missed=missed.get(seat.pk, 0),
    )  # fmt: skip
    person = called.person_id if called and called.person_id else _holder(holders)
    position = titles.get((person, seat.institution_id)) if person else None
    declared = zone.wall(partnership=meeting.body.partnership, moment=seen.recorded_at) if seen else None
    return replace(
        line, title=position.title if position else "",
        declared_on=declared.date() if declared and line.late else None,
    )  # fmt: skip


def _holder(holders: Iterable[SeatHolder]) -> int | None:
    return next((row.person_id for row in holders if row.role == SeatRole.HOLDER.value), None)


def _sitting(row: SeatHolder, seat: Seat, titles: Titles) -> Sitting:
    position = titles.get((row.person_id, seat.institution_id))
    return Sitting(row.person_id, row.person.name, row.role, position.level if position else "")


def _titles(seats: Iterable[Seat], called: Iterable[Convocation], day: date) -> Titles:
    """The function of the day of each person who sits or was convened, in the institution of the seat."""
    people = {row.person_id for seat in seats for row in vars(seat).get("sitting", ())}
    people |= {row.person_id for row in called if row.person_id}
    rows = Position.objects.filter(running(day), person_id__in=people).order_by("start", "id")
    return {(row.person_id, row.institution_id): row for row in rows}


def _missed(meeting: Meeting, seen: dict[int, Attendance]) -> dict[int, int]:
    """By absent seat, how many meetings of the body were missed in a row up to this one."""
    absent = [pk for pk, row in seen.items() if row.state == AttendanceState.ABSENT.value]
    states: dict[int, list[str]] = defaultdict(list)
    rows = Attendance.objects.filter(seat_id__in=absent, meeting__starts_at__lte=meeting.starts_at)
    for pk, state in rows.order_by("-meeting__starts_at").values_list("seat_id", "state"):
        states[pk].append(state)
    return {pk: rules.absences(found) for pk, found in states.items()}
