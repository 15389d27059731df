"""Changes to presence: recorded by the secretary, declared after the meeting; a meeting said held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.bodies.models import Attendance, Meeting, Minutes
from maillage.bodies.rules import presence as rules
from maillage.bodies.rules import visibility
from maillage.bodies.rules.decisions import THERE
from maillage.bodies.rules.presence import Came
from maillage.bodies.selectors import presence as selectors
from maillage.bodies.selectors import zone
from maillage.bodies.selectors.presence import SeatLine
from maillage.bodies.services import gate, minutes
from maillage.bodies.vocabulary import AttendanceState, MeetingState, RecordedBy
from maillage.kernel import Actor, BadInput, Conflict

BY_HAND = (RecordedBy.SECRETARY, RecordedBy.SHEET)


@dataclass(frozen=True)
class Typed:
    """What a secretary wrote of one seat; `was` is the mark of the line as it was shown to them."""

    seat: int
    state: AttendanceState
    who: int | None = None
    other: bool = False
    level: str = ""
    was: str = f"{AttendanceState.UNKNOWN.value}/"

    @property
    def mark(self) -> str:
        """The line as typed, in one word; « ? » when it does not say who came."""
        if self.state.value in THERE and self.who is None and not self.other:
            return f"{self.state.value}/?"
        return rules.mark(self.state.value, self.who, "" if self.who else self.level)


def record_presence(
    *, actor: Actor, meeting: Meeting, typed: Sequence[Typed], by: RecordedBy, now: datetime
) -> int:
    """Write the lines that their author changed, all of them or none; returns how many were written.

    Raises Conflict when somebody else wrote another thing on one of these lines since it was shown;
    BadInput before the day of the meeting, once its minutes are approved, for a person of another seat.
    """
    partnership = meeting.body.partnership
    gate.check_runs(actor, partnership, "présences relevées")
    if by not in BY_HAND:
        raise BadInput("Une présence se relève en séance, ou d'après la feuille signée.")
    with transaction.atomic():
        current = _locked(meeting)
        _check_recording(current, now)
        known = {line.seat.pk: line for line in selectors.lines(meeting=current)}
        changed = list(_changed(known, typed))
        if changed:
            _refuse_clashes(changed)
            for line, _row, told in changed:
                _write(current, line, told, by, now)
            _bump(current)
            _log(actor, current, "présences relevées", {"sièges": len(changed), "par": by.value})
    return len(changed)


def _changed(
    known: Mapping[int, SeatLine], typed: Sequence[Typed]
) -> Iterator[tuple[SeatLine, Typed, Came]]:  # fmt: skip
    for row in typed:
        line = known.get(row.seat)
        if line is None:
            raise BadInput("Un siège de cette page n'est plus de cette réunion : rouvrez la page.")
        if row.mark == row.was:
            continue
        told = came(line, row)
        if rules.writes(row.was, line.mark, told.mark):
            yield line, row, told


def came(line: SeatLine, row: Typed) -> Came:
    """What a typed line says; a fault names the institution."""
    try:
        return rules.came(
            state=row.state, who=row.who, other=row.other, level=row.level, sitting=line.sitting
        )
    except BadInput as fault:
        raise BadInput(f"{line.seat.institution.label} : {fault}") from fault


def _refuse_clashes(changed: Sequence[tuple[SeatLine, Typed, Came]]) -> None:
    moved = [
        f"« {line.seat.institution.label} » est devenu « {line.state.label} » ({_author(line)})"
        for line, row, told in changed
        if rules.clashes(row.was, line.mark, told.mark)
    ]
    if moved:
        raise Conflict(moved)


def _author(line: SeatLine) -> str:
    """Who wrote the line as it stands."""
    if line.attendance is None or line.attendance.recorded_by == RecordedBy.SELF.value:
        return "par le code affiché"
    last = line.attendance.history.first()
    return str(last.history_user) if last and last.history_user else "une autre personne"


def _write(meeting: Meeting, line: SeatLine, told: Came, by: RecordedBy, now: datetime) -> Attendance:
    row = line.attendance or Attendance(meeting=meeting, seat=line.seat)
    row.state, row.person_id, row.level = told.state.value, told.person, told.level
    row.recorded_by, row.recorded_at = by.value, now
    row.save()
    return row


def hold_meeting(*, actor: Actor, meeting: Meeting, seen: int, ended_at: datetime, now: datetime) -> Meeting:
    """Say that the meeting took place, and when it ended; said twice, it corrects the hour.

    Raises Conflict when the meeting changed meanwhile, BadInput before it starts or for an impossible end.
    """
    gate.check_runs(actor, meeting.body.partnership, "réunion tenue")
    _check_recording(meeting, now)
    fault = rules.holding_fault(
        state=meeting.state, starts_at=meeting.starts_at, ended_at=ended_at, now=now
    )  # fmt: skip
    if fault:
        raise BadInput(fault)
    with transaction.atomic():
        row = history.lock(meeting, seen=seen)
        row.ended_at = ended_at
        if row.state in rules.NOT_HELD:
            row.state = MeetingState.HELD.value
        row.save(update_fields=["state", "ended_at", "revision"])
        _log(actor, row, "réunion tenue", {"fin": ended_at.isoformat()})
    return row


def undo_held(*, actor: Actor, meeting: Meeting, seen: int) -> Meeting:
    """The meeting was said held by mistake. Raises BadInput once minutes were submitted."""
    gate.check_runs(actor, meeting.body.partnership, "réunion rouverte")
    if meeting.state != MeetingState.HELD.value or meeting.minutes.exists():
        raise BadInput("Seule une réunion tenue dont le compte rendu n'est pas soumis peut être rouverte.")
    with transaction.atomic():
        row = history.lock(meeting, seen=seen)
        row.state = (MeetingState.CONVENED if row.convened_on else MeetingState.DRAFT).value
        row.ended_at = None
        row.save(update_fields=["state", "ended_at", "revision"])
        _log(actor, row, "réunion rouverte", {"état": row.state})
    return row


def declare_presence(
    *, actor: Actor, meeting: Meeting, typed: Typed, now: datetime, nonce: UUID | None = None
) -> bool:
    """Declare after the meeting that somebody came for a seat; True when it is noted just now.

    By the institution of the seat, or the coordinator. Once the minutes are approved, the declaration is
    a dated remark and the presence does not move. Raises BadInput before the end, for an absence, or when
    the secretary recorded another state and the institution is not the one to correct it.
    """
    fault = rules.late_fault(state=meeting.state, ends_at=_end(meeting), now=now)
    line = _line(meeting, typed.seat)
    partnership = meeting.body.partnership
    gate.check_answers_for(actor, partnership, line.seat.institution_id, "présence déclarée")
    if fault or typed.state.value not in THERE:
        raise BadInput(fault or "Après la réunion, seule une présence se déclare.")
    if line.there:
        return False
    told = came(line, typed)
    if meeting.state == rules.FROZEN:
        return _remark(actor, meeting, line, told, now, nonce)
    return _declare(actor, meeting, line, told, now)


def _line(meeting: Meeting, seat: int) -> SeatLine:
    found = next((one for one in selectors.lines(meeting=meeting) if one.seat.pk == seat), None)
    if found is None:
        raise BadInput("Ce siège n'est pas de cette réunion : choisissez-en un dans la liste.")
    return found


def _declare(actor: Actor, meeting: Meeting, line: SeatLine, told: Came, now: datetime) -> bool:
    with transaction.atomic():
        current = _locked(meeting)
        if current.state == rules.FROZEN:
            raise BadInput("Le compte rendu vient d'être approuvé : déclarez la présence de nouveau.")
        line = _line(current, line.seat.pk)
        if line.there:
            return False
        _check_open_to(actor, line)
        _write(current, line, told, RecordedBy.LATE, now)
        _bump(current)
        _log(actor, current, "présence déclarée", {"siège": line.seat.pk, "état": told.state.value})
    return True


def _check_open_to(actor: Actor, line: SeatLine) -> None:
    if line.state is AttendanceState.UNKNOWN or visibility.may_run(actor):
        return
    raise BadInput(
        f"Le secrétariat a noté « {line.state.label} » pour {line.seat.institution.label} : demandez-lui de"
        " corriger, il en gardera la trace."
    )


def _remark(
    actor: Actor, meeting: Meeting, line: SeatLine, told: Came, now: datetime, nonce: UUID | None
) -> bool:
    version = Minutes.objects.select_related("meeting__body__partnership").get(
        meeting=meeting, approved_on__isnull=False
    )
    day = zone.wall(partnership=meeting.body.partnership, moment=now).date()
    words = (
        f"Présence déclarée après l'approbation, pour le siège « {line.seat.label} » : {told.state.label}."
    )
    if version.remarks_made.filter(institution=line.seat.institution, words=words).exists():
        return False
    minutes.remark_minutes(
        actor=actor, minutes=version, institution=line.seat.institution, on=day, nonce=nonce,
        words=words,
    )  # fmt: skip
    return True


def _check_recording(meeting: Meeting, now: datetime) -> None:
    here = meeting.body.partnership
    fault = rules.recording_fault(
        state=meeting.state, day=zone.clock(meeting=meeting).day,
        today=zone.wall(partnership=here, moment=now).date(),
    )  # fmt: skip
    if fault:
        raise BadInput(fault)


def _end(meeting: Meeting) -> datetime:
    return meeting.ended_at or zone.planned_end(meeting)


def _locked(meeting: Meeting) -> Meeting:
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return Meeting.objects.select_related("body__partnership").get(pk=meeting.pk)


def _bump(meeting: Meeting) -> None:
    meeting.revision += 1
    meeting.save(update_fields=["revision"])


def _log(actor: Actor, meeting: Meeting, act: str, detail: dict[str, object]) -> None:
    journal.append(
        actor=actor, act=act, subject=f"réunion:{meeting.pk}", partnership=meeting.body.partnership.key,
        detail=detail,
    )  # fmt: skip
