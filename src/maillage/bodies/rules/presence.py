"""Presence at a meeting: when it may be told, who came for a seat at which level, what two hands wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maillage.bodies.rules.decisions import THERE
from maillage.bodies.vocabulary import AttendanceState, CheckIn, MeetingState, SeatRole
from maillage.kernel import BadInput

BEFORE = timedelta(minutes=30)  # the displayed code answers so long before the meeting
AFTER = timedelta(hours=3)  # and so long after its planned end
NOT_HELD = (MeetingState.DRAFT.value, MeetingState.CONVENED.value)
FROZEN = MeetingState.APPROVED.value
CANCELLED = MeetingState.CANCELLED.value


@dataclass(frozen=True)
class Sitting:
    """Somebody who holds the seat that day, as holder or deputy, and their level in the institution."""

    person: int
    name: str
    role: str
    level: str = ""


@dataclass(frozen=True)
class Came:
    """What is kept of a presence: `person` None and a level for somebody else, whose name is not kept."""

    state: AttendanceState
    person: int | None = None
    level: str = ""

    @property
    def mark(self) -> str:
        """The same in one word, by which two readings of a line are compared."""
        return mark(self.state.value, self.person, self.level)


@dataclass(frozen=True)
class Counts:
    """How many seats are in each state; `unknown` is an answer."""

    present: int
    deputy: int
    excused: int
    absent: int
    unknown: int

    @property
    def there(self) -> int:
        """Represented, by the holder or by somebody else."""
        return self.present + self.deputy

    @property
    def total(self) -> int:
        """All the seats counted."""
        return self.there + self.excused + self.absent + self.unknown


def counts(states: Iterable[str]) -> Counts:
    """Count the seats by state."""
    rows = list(states)
    return Counts(*(rows.count(state.value) for state in AttendanceState))


def mark(state: str, person: int | None, level: str) -> str:
    """« present/p12 », « deputy/omanager », « absent/ »: state, then who came."""
    if state not in THERE:
        return f"{state}/"
    return f"{state}/p{person}" if person is not None else f"{state}/o{level}"


def writes(was: str, now: str, typed: str) -> bool:
    """Is this line to be written? Not when its author left it alone, nor when it already says so."""
    return typed not in (was, now)


def clashes(was: str, now: str, typed: str) -> bool:
    """Did somebody else write another thing on a line that its author changes too?"""
    return writes(was, now, typed) and now != was


def came(
    *, state: AttendanceState, who: int | None, other: bool, level: str, sitting: Sequence[Sitting]
) -> Came:  # fmt: skip
    """What a line says. Without `who` nor `other`, the holder came, or the only deputy.

    Raises BadInput: a deputy said holder or the reverse, nobody who could be meant.
    """
    if state.value not in THERE:
        return Came(state)
    if other:
        return Came(state, None, level)
    found = _meant(state, who, sitting)
    if state is AttendanceState.PRESENT and found.role == SeatRole.DEPUTY.value:
        raise BadInput(f"{found.name} est suppléant de ce siège : choisissez « suppléant présent ».")
    if state is AttendanceState.DEPUTY and found.role == SeatRole.HOLDER.value:
        raise BadInput(f"{found.name} est titulaire de ce siège : choisissez « présent ».")
    return Came(state, found.person, found.level)


def _meant(state: AttendanceState, who: int | None, sitting: Sequence[Sitting]) -> Sitting:
    if who is not None:
        named = [row for row in sitting if row.person == who]
        if not named:
            raise BadInput(
                "Cette personne ne tenait pas ce siège ce jour-là : choisissez « une autre personne »."
            )
        return named[0]
    role = SeatRole.HOLDER if state is AttendanceState.PRESENT else SeatRole.DEPUTY
    meant = [row for row in sitting if row.role == role.value]
    if len(meant) != 1:
        raise BadInput("Dites qui est venu : une personne de la liste, ou « une autre personne ».")
    return meant[0]


def state_of(who: int | None, sitting: Sequence[Sitting]) -> AttendanceState:
    """Present for the holder; anybody else stands in for the holder."""
    held = any(row.person == who and row.role == SeatRole.HOLDER.value for row in sitting)
    return AttendanceState.PRESENT if held else AttendanceState.DEPUTY


def recording_fault(*, state: str, day: date, today: date) -> str:
    """Why the secretary may not record presence now; empty when nothing forbids it."""
    if state == CANCELLED:
        return "Cette réunion est annulée : il n'y a pas de présence à relever."
    if state == FROZEN:
        return (
            "Le compte rendu est approuvé : la présence ne se modifie plus. Une présence déclarée après coup"
            " y est jointe comme remarque datée."
        )
    if today < day:
        return f"La réunion est prévue le {day:%d/%m/%Y} : la présence se relève à partir de ce jour."
    return ""


def holding_fault(*, state: str, starts_at: datetime, ended_at: datetime, now: datetime) -> str:
    """Why the meeting cannot be said held, ended at that moment; empty when it can."""
    if state == CANCELLED:
        return "Cette réunion est annulée : elle n'a pas été tenue."
    if now < starts_at:
        return "La réunion n'a pas commencé : elle se note tenue à partir de son début."
    if ended_at <= starts_at:
        return "La fin précède le début : écrivez l'heure à laquelle la réunion s'est terminée."
    if ended_at > now:
        return "La fin est à venir : écrivez l'heure à laquelle la réunion s'est terminée."
    return ""


def late_fault(*, state: str, ends_at: datetime, now: datetime) -> str:
    """Why a presence cannot be declared after the meeting; empty when it can."""
    if state == CANCELLED:
        return "Cette réunion est annulée : il n'y a pas de présence à déclarer."
    if state == MeetingState.DRAFT.value:
        return "Cette réunion n'a été ni convoquée ni tenue : il n'y a pas de présence à déclarer."
    if now < ends_at:
        return "La réunion n'est pas finie : la présence se relève en séance, ou par le code affiché."
    return ""


def check_in(*, state: str, starts_at: datetime, minutes_planned: int, now: datetime) -> CheckIn:
    """May one check in with the displayed code at this moment?"""
    if state not in (*NOT_HELD, MeetingState.HELD.value):
        return CheckIn.CLOSED
    if now < starts_at - BEFORE:
        return CheckIn.EARLY
    return CheckIn.OPEN if now <= starts_at + timedelta(minutes=minutes_planned) + AFTER else CheckIn.OVER


def absences(states: Iterable[str]) -> int:
    """How many meetings in a row were missed, from the latest one back; what is not recorded is skipped."""
    missed = 0
    for state in states:
        if state == AttendanceState.ABSENT.value:
            missed += 1
        elif state != AttendanceState.UNKNOWN.value:
            break
    return missed
