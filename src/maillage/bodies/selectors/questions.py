"""The five questions after a plenary: who may still answer, and counts that recognise nobody."""

from dataclasses import dataclass
from datetime import date

from maillage.bodies.models import Attendance, Meeting, Questionnaire
from maillage.bodies.rules import questions as rules
from maillage.bodies.rules.decisions import THERE
from maillage.bodies.vocabulary import Formation, MeetingState, Question
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor

AFTER = (MeetingState.HELD.value, MeetingState.SUBMITTED.value, MeetingState.APPROVED.value)


@dataclass(frozen=True)
class Results:
    """How many institutions were there, how many answered, and the counts when they may be shown."""

    there: int
    answered: int
    counts: list[rules.Counts] | None


def is_asked(meeting: Meeting) -> bool:
    """Only a plenary that was held is followed by the five questions."""
    return meeting.formation == Formation.PLENARY.value and meeting.state in AFTER


def attending(*, meeting: Meeting) -> list[Institution]:
    """The institutions that were there, by name."""
    rows = Institution.objects.filter(
        seats__attendances__meeting=meeting, seats__attendances__state__in=THERE
    )
    return list(rows.distinct().order_by("name"))


def answered(*, meeting: Meeting) -> set[int]:
    """The institutions that have answered."""
    return set(meeting.questionnaires.values_list("institution_id", flat=True))


def to_ask(*, meeting: Meeting) -> list[Attendance]:
    """The presences of institutions that have not answered, with their person; one query."""
    rows = meeting.attendances.filter(state__in=THERE, person__isnull=False)
    rows = rows.exclude(seat__institution__questionnaires__meeting=meeting)
    return list(rows.select_related("person", "seat__institution").order_by("seat_id"))


def results(*, meeting: Meeting) -> Results:
    """The counts of a plenary; None in `counts` while fewer than five institutions answered."""
    names = [question.value for question in Question]
    rows = list(Questionnaire.objects.filter(meeting=meeting).values(*names))
    return Results(len(attending(meeting=meeting)), len(rows), rules.counts(rows))


def mine(*, partnership: Partnership, actor: Actor, since: date) -> list[tuple[Meeting, Institution]]:
    """The plenaries where the reader's institutions were and that they have not answered, since a day."""
    rows = Attendance.objects.filter(
        meeting__body__partnership=partnership, meeting__formation=Formation.PLENARY.value,
        meeting__state__in=AFTER, meeting__starts_at__date__gte=since, state__in=THERE,
        seat__institution_id__in=actor.institutions,
    ).select_related("meeting__body", "seat__institution")  # fmt: skip
    done = set(
        Questionnaire.objects.filter(institution_id__in=actor.institutions).values_list(
            "meeting_id", "institution_id"
        )
    )
    found = {(row.meeting_id, row.seat.institution_id): row for row in rows}
    return [(row.meeting, row.seat.institution) for key, row in found.items() if key not in done]
