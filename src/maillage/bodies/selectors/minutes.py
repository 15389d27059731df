"""The record of one meeting as plain data, from which minutes are drawn; their versions and their state."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage import law
from maillage.bodies.models import Attendance, Commitment, Convocation, Meeting, Minutes, MinutesRemark
from maillage.bodies.rules.decisions import THERE
from maillage.bodies.selectors import record as records
from maillage.bodies.selectors.record import DecisionLine, Outcome
from maillage.bodies.vocabulary import (
    AttendanceState,
    CommitmentState,
    Formation,
    ItemKind,
    ItemOutcome,
    MeetingState,
    RecordedBy,
    StrategyUse,
    Voice,
)
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import Level
from maillage.kernel import Actor
from maillage.territory import selectors as territory

MACHINE = Actor.machine("compte rendu")
Record = dict[str, Any]


def record(*, meeting: Meeting, on: date, secretary: str = "") -> Record:
    """Everything the minutes may say, restricted or not; days in ISO, words in French."""
    found = records.outcome(meeting=meeting, actor=MACHINE, on=on)
    presence = list(_presence(meeting))
    return {
        **_frame(meeting),
        "presence": presence,
        "quorum": {"asked": meeting.body.quorum, "present": sum(row.pop("counts") for row in presence)},
        "items": [_item(line.row) for line in found.items],
        "decisions": [_decision(line) for line in found.decisions if line.row.withdrawn_on is None],
        "due": [_promise(row) for row in _due(meeting)],
        "new": list(_new(found)),
        "next": _upcoming(records.next_meeting(meeting=meeting)),
        "secretary": secretary,
    }


def _frame(meeting: Meeting) -> Record:
    body, start = meeting.body, timezone.localtime(meeting.starts_at)
    ended = timezone.localtime(meeting.ended_at) if meeting.ended_at else None
    facts = territory.facts(body.partnership.place)
    return {
        "body": body.name, "kind": body.kind_term.label, "partnership": body.partnership.name,
        "place": facts.name if facts else "", "fictitious": body.partnership.fictitious,
        "formation": Formation(meeting.formation).label, "subject": meeting.subject,
        "day": start.date().isoformat(), "hour": hour(start), "ended": hour(ended) if ended else "",
        "location": meeting.location, "legal": _legal(meeting, start.date()),
        "convened_on": meeting.convened_on.isoformat() if meeting.convened_on else None,
        "notice": {"asked": body.notice_days, "working": body.notice_working},
        "event": meeting.event.title if meeting.event else "", "without_state": meeting.without_state,
        "asked_by_right": meeting.asked_by_right, "restricted_body": body.restricted,
    }  # fmt: skip


def hour(moment: Any) -> str:
    """« 10 h », « 9 h 30 »."""
    return f"{moment.hour} h" + (f" {moment.minute:02d}" if moment.minute else "")


def _legal(meeting: Meeting, day: date) -> list[str]:
    """The texts of that day for this kind of body; what is not sure says so."""
    kind = meeting.body.kind
    seats, rhythm = law.council(kind, day), law.meetings(kind, day)
    texts = [text for text in (meeting.body.legal_basis, rhythm.reference) if text]
    if seats.reference:
        doubt = "" if seats.sure or "à confirmer" in seats.reference else " (liste à confirmer)"
        texts.append(seats.reference + doubt)
    return list(dict.fromkeys(texts))


def _presence(meeting: Meeting) -> Iterator[Record]:
    """One line per seat convened or seen; what was not recorded is « non relevé »."""
    seen = {row.seat_id: row for row in _attendances(meeting)}
    seats = {row.seat_id: row.seat for row in _convocations(meeting)}
    seats |= {key: row.seat for key, row in seen.items()}
    for key, seat in sorted(seats.items(), key=lambda pair: (pair[1].institution.name, pair[0])):
        row = seen.get(key)
        state = AttendanceState(row.state) if row else AttendanceState.UNKNOWN
        person_there = state.value in THERE
        person = row.person if row and person_there else None
        yield {
            "seat": seat.label, "institution": seat.institution.name, "state": state.label,
            "state_key": state.value,
            "level": Level(row.level).label if person_there and row and row.level else "",
            "person": person.name if person else "",
            "counts": person_there and seat.voice == Voice.DELIBERATIVE.value,
        } | _declared(row)  # fmt: skip


def _declared(row: Attendance | None) -> Record:
    """The day on which a presence was declared, when that was after the meeting."""
    if row is None or row.recorded_by != RecordedBy.LATE.value:
        return {}
    return {"declared_on": timezone.localdate(row.recorded_at).isoformat()}


def _attendances(meeting: Meeting) -> QuerySet[Attendance]:
    return meeting.attendances.select_related("seat__institution", "person")


def _convocations(meeting: Meeting) -> QuerySet[Convocation]:
    return meeting.convocations.select_related("seat__institution")


def _item(row: Any) -> Record:
    return {
        "number": row.number, "title": row.title, "kind": ItemKind(row.kind).label,
        "proposer": row.proposer.name if row.proposer else "", "papers": row.papers,
        "outcome": ItemOutcome(row.outcome).label, "outcome_key": row.outcome,
        "restricted": row.restricted, "notes": row.notes,
        "strategy": StrategyUse(row.strategy).label, "strategy_key": row.strategy,
        "questions": row.questions, "amendments": row.amendments,
        "spoke": [one.name for one in row.spoke.all()],
        "positions": [
            {"institution": one.institution.name, "words": one.position} for one in row.positions.all()
        ],
    }  # fmt: skip


def _decision(line: DecisionLine) -> Record:
    row = line.row
    votes = [row.votes_for, row.votes_against, row.abstentions]
    return {
        "number": row.number, "item": row.item.number if row.item else None, "text": row.text,
        "mode": row.mode_term.label, "votes": votes if row.votes_for is not None else None,
        "bound": [one.name for one in row.bound.all()], "absent": [one.name for one in line.absent],
        "restricted": line.restricted, "review_on": row.review_on.isoformat() if row.review_on else None,
        "dissents": [
            {"institution": one.institution.name, "words": one.words} for one in row.dissents.all()
        ],
    }  # fmt: skip


def _due(meeting: Meeting) -> QuerySet[Commitment]:
    """The body's commitments due up to this day: since the meeting before, or still awaited."""
    day = timezone.localdate(meeting.starts_at)
    before = records.previous_meeting(meeting=meeting)
    rows = Commitment.objects.filter(meeting__body=meeting.body, due_on__lte=day, made_on__lt=day)
    rows = rows.exclude(meeting=meeting).exclude(state=CommitmentState.WITHDRAWN.value)
    if before is not None:
        since = Q(due_on__gt=timezone.localdate(before.starts_at))
        rows = rows.filter(since | Q(state=CommitmentState.OPEN.value))
    return rows.select_related("institution", "meeting__body", "decision__item").order_by("due_on", "id")


def _new(found: Outcome) -> Iterator[Record]:
    for line in found.commitments:
        if line.row.state != CommitmentState.WITHDRAWN.value:
            yield _promise(line.row)


def _promise(row: Commitment) -> Record:
    return {
        "institution": row.institution.name, "deliverable": row.deliverable, "quantity": row.quantity,
        "due_on": row.due_on.isoformat() if row.due_on else None, "state": row.state_term.label,
        "restricted": records.commitment_is_restricted(row),
    }  # fmt: skip


def _upcoming(row: Meeting | None) -> Record | None:
    if row is None:
        return None
    start = timezone.localtime(row.starts_at)
    return {"day": start.date().isoformat(), "hour": hour(start), "location": row.location}


def versions(*, meeting: Meeting) -> list[Minutes]:
    """The versions submitted, the first one first."""
    return list(meeting.minutes.select_related("approved_at").order_by("number"))


def version(*, meeting: Meeting, number: int) -> Minutes | None:
    """One version of this meeting's minutes, or None."""
    return (
        meeting.minutes.select_related("approved_at", "meeting__body__partnership")
        .filter(number=number)
        .first()
    )


def remarks(*, meeting: Meeting) -> list[MinutesRemark]:
    """What was said of every version, by day."""
    rows = MinutesRemark.objects.filter(minutes__meeting=meeting)
    return list(rows.select_related("minutes", "institution").order_by("on", "id"))


def later_meetings(*, meeting: Meeting) -> QuerySet[Meeting]:
    """Where these minutes can be approved: the body's later meetings that are not cancelled."""
    rows = Meeting.objects.filter(body=meeting.body, starts_at__gt=meeting.starts_at)
    return rows.exclude(state=MeetingState.CANCELLED.value).order_by("starts_at")


@dataclass(frozen=True)
class WaitingMinutes:
    """Minutes that wait: to be written (`submitted_on` None) or to be approved; since how many days."""

    meeting: Meeting
    submitted_on: date | None
    days: int


def waiting(*, partnership: Partnership, on: date) -> list[WaitingMinutes]:
    """The meetings held whose minutes are not approved, the longest wait first; two queries."""
    rows = Meeting.objects.filter(
        body__partnership=partnership, state__in=(MeetingState.HELD.value, MeetingState.SUBMITTED.value)
    ).select_related("body")
    return sorted((_wait(row, on) for row in rows.prefetch_related("minutes")), key=lambda row: -row.days)


def _wait(row: Meeting, on: date) -> WaitingMinutes:
    last = max(row.minutes.all(), key=lambda one: one.number, default=None)
    if last is None or row.state == MeetingState.HELD.value:
        return WaitingMinutes(row, None, max(0, (on - timezone.localdate(row.starts_at)).days))
    day = timezone.localdate(last.submitted_at)
    return WaitingMinutes(row, day, max(0, (on - day).days))


def content(row: Minutes) -> Record:
    """What a version says, as it was frozen."""
    found: Record = json.loads(row.body)
    return found
