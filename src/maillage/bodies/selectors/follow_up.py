"""What waits, for « Ma semaine », the mayor's page and « Mes engagements »: small facts, ready to be shown.

Nothing here is computed twice: lateness, precision and restriction come from the rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from maillage.bodies.models import Convocation, Decision, InformationItem, Meeting, Minutes
from maillage.bodies.selectors import commitments as promises
from maillage.bodies.selectors import minutes as papers
from maillage.bodies.selectors import orphans as abandoned
from maillage.bodies.selectors import questions
from maillage.bodies.selectors import record as records
from maillage.bodies.vocabulary import Answer, DutyState, MeetingState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor

LATE, THIS_WEEK, NEXT_WEEK = "late", "week", "next"
AHEAD = 14  # days that « Ma semaine » looks ahead for reviews
RECENT = 30  # days during which the five questions are still asked


@dataclass(frozen=True)
class Matter:
    """One thing to do: what, why, when, how late, and the route that does it (`name`, `args`)."""

    group: str
    what: str
    why: str
    due_on: date | None
    late: int
    name: str
    args: tuple[int, ...]


def week_of(on: date) -> tuple[date, date, date]:
    """Monday of this week, its Sunday, and the Sunday after."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6), monday + timedelta(days=13)


def group_of(due_on: date, on: date) -> str:
    """late, week, next, or nothing when it is further away."""
    _, sunday, following = week_of(on)
    if due_on < on:
        return LATE
    return THIS_WEEK if due_on <= sunday else NEXT_WEEK if due_on <= following else ""


def commitments_due(*, partnership: Partnership, on: date) -> list[Matter]:
    """Commitments late, due this week or the next; one query. A restricted one is not quoted."""
    rows = promises.commitments(partnership=partnership).filter(state=promises.OPEN, due_on__isnull=False)
    found = []
    for row in rows.filter(due_on__lte=week_of(on)[2]):
        line = records.commitment_line(row, on)
        if row.due_on is not None:
            what = "Engagement pris en séance restreinte" if line.restricted else row.deliverable
            found.append(
                Matter(group_of(row.due_on, on), what, row.institution.name, row.due_on, line.late,
                       "bodies:commitment", (row.pk,))
            )  # fmt: skip
    return found


def minutes_waiting(*, partnership: Partnership, on: date) -> list[Matter]:
    """Minutes to write or to have approved, with the days since the meeting or the submission."""
    return [
        Matter(
            LATE if row.days > RECENT else THIS_WEEK,
            "Faire approuver le compte rendu" if row.submitted_on else "Rédiger le compte rendu",
            f"{row.meeting.body.name}, {timezone.localdate(row.meeting.starts_at):%d/%m/%Y}",
            row.submitted_on or timezone.localdate(row.meeting.starts_at), row.days,
            "bodies:record", (row.meeting.pk,),
        )
        for row in papers.waiting(partnership=partnership, on=on)
    ]  # fmt: skip


def decisions_to_review(*, partnership: Partnership, on: date) -> list[Decision]:
    """Decisions whose review is due within fourteen days or past, the oldest first."""
    rows = records.decisions(partnership=partnership)
    rows = rows.filter(review_on__lte=on + timedelta(days=AHEAD), reviewed_on__isnull=True)
    return list(rows.filter(withdrawn_on__isnull=True).order_by("review_on", "id"))


def reviews_due(*, partnership: Partnership, on: date) -> list[Matter]:
    """The same, as things to do; a restricted decision is not quoted."""
    found = []
    for row in decisions_to_review(partnership=partnership, on=on):
        if row.review_on is not None:
            hidden = records.is_restricted(row)
            what = "Décision réservée à revoir" if hidden else f"Revoir la décision : {row.text}"
            late = max(0, (on - row.review_on).days)
            found.append(
                Matter(group_of(row.review_on, on) or NEXT_WEEK, what, row.meeting.body.name,
                       row.review_on, late, "bodies:decision", (row.pk,))
            )  # fmt: skip
    return found


def orphans(*, partnership: Partnership, on: date) -> list[abandoned.Orphan]:
    """Seats and commitments that nobody carries."""
    return abandoned.orphans(partnership=partnership, on=on)


@dataclass(frozen=True)
class Asked:
    """What the partnership asks of the reader's institutions."""

    convocations: list[Convocation]
    information: list[InformationItem]
    questions: list[tuple[Meeting, Institution]]
    minutes: list[Minutes]

    @property
    def count(self) -> int:
        """How many answers are awaited."""
        return len(self.convocations) + len(self.information) + len(self.questions) + len(self.minutes)


def asked_of(*, partnership: Partnership, actor: Actor, on: date) -> Asked:
    """Convocations without answer, information owed, five questions, minutes to read; five queries."""
    called = _convocations(partnership, actor, on).filter(answer=Answer.AWAITED.value)
    owed = InformationItem.objects.filter(partnership=partnership, holder_id__in=actor.institutions)
    since = on - timedelta(days=RECENT)
    return Asked(
        list(called.filter(meeting__state=MeetingState.CONVENED.value)),
        list(owed.filter(state=DutyState.EXPECTED.value).order_by("expected_on")),
        questions.mine(partnership=partnership, actor=actor, since=since),
        _to_read(partnership, actor),
    )


def next_meetings(*, partnership: Partnership, actor: Actor, on: date) -> list[Convocation]:
    """The meetings to come where the reader's institutions are convened, by date."""
    rows = _convocations(partnership, actor, on).exclude(meeting__state=MeetingState.CANCELLED.value)
    return list(rows)


def _convocations(partnership: Partnership, actor: Actor, on: date) -> QuerySet[Convocation]:
    rows = Convocation.objects.filter(
        meeting__body__partnership=partnership, seat__institution_id__in=actor.institutions,
        meeting__starts_at__date__gte=on,
    )  # fmt: skip
    return rows.select_related("meeting__body", "seat__institution").order_by("meeting__starts_at", "id")


def _to_read(partnership: Partnership, actor: Actor) -> list[Minutes]:
    """The last version of minutes submitted by bodies where the reader sits."""
    rows = Minutes.objects.filter(
        meeting__body__partnership=partnership, meeting__state=MeetingState.SUBMITTED.value,
        meeting__convocations__seat__institution_id__in=actor.institutions,
    ).select_related("meeting__body")  # fmt: skip
    last = {row.meeting_id: row for row in rows.order_by("number")}
    return list(last.values())
