"""Two invented years of meetings: convened, answered, held, recorded, approved; the promises made there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maillage.bodies.models import AgendaItem, Attendance, Convocation, Meeting, TerritoryEvent
from maillage.bodies.selectors.zone import zone_of
from maillage.bodies.services import (
    agenda,
    answers,
    commitments,
    convocations,
    decisions,
    meetings,
    minutes,
    presence,
    record,
    traces,
)
from maillage.bodies.services.agenda import ItemDraft
from maillage.bodies.services.commitments import Promise
from maillage.bodies.services.decisions import DecisionDraft
from maillage.bodies.services.meetings import MeetingDraft, Slot
from maillage.bodies.services.presence import Typed
from maillage.bodies.services.record import ItemRecord
from maillage.bodies.vocabulary import (
    Answer,
    AttendanceState,
    CommitmentState,
    EventKind,
    Formation,
    ItemOutcome,
    Motive,
    RecordedBy,
)
from maillage.institutions.models import Letter
from maillage.institutions.vocabulary import LetterState
from maillage.kernel import Actor
from maillage.site.demo.first_year_words import FIRST_YEAR
from maillage.site.demo.meeting_words import MEETINGS, Held, Item, Promised
from maillage.site.demo.partners import Cast
from maillage.territory import selectors as places

NOTICE = timedelta(days=21)
LENGTH = timedelta(hours=2)
FORMATIONS = {"council": Formation.PLENARY, "group": Formation.GROUP, "watch": Formation.GROUP}


@dataclass(frozen=True)
class Story:
    """Who writes, for whom, and the moment that the story leads to."""

    actor: Actor
    cast: Cast
    now: datetime


def write(*, actor: Actor, cast: Cast, now: datetime) -> None:
    """Plan every meeting, then live through those that are past, in order."""
    story = Story(actor, cast, now)
    told_in_order = sorted((*FIRST_YEAR, *MEETINGS), key=lambda told: told.days)
    planned = [(told, _plan(story, told)) for told in told_in_order]
    for number, (told, row) in enumerate(planned):
        follower = next((later for one, later in planned[number + 1 :] if one.body == told.body), None)
        _live(story, told, row, follower)
    # what an invented past would have sent has left long ago
    Letter.objects.filter(partnership=cast.here, due_at__lt=now - NOTICE).update(
        state=LetterState.SENT.value, sent_at=now - NOTICE
    )


def _plan(story: Story, told: Held) -> Meeting:
    day = _working_day(story, story.now.date() + timedelta(days=told.days))
    starts = datetime(day.year, day.month, day.day, told.hour, tzinfo=zone_of(story.cast.here))
    row = meetings.plan_meeting(
        actor=story.actor, body=story.cast.bodies[told.body],
        draft=MeetingDraft(
            told.formation or FORMATIONS[told.body], told.subject, _crisis(story, told, day)
        ), slot=Slot(starts, 120, told.place),
    )  # fmt: skip
    for item in told.items:
        agenda.add_item(
            actor=story.actor, meeting=row, draft=ItemDraft(
                item.title, item.kind, story.cast.institutions[item.proposer], item.minutes,
                family=item.family, strategy=item.strategy,
            ),
        )  # fmt: skip
    return row


def _crisis(story: Story, told: Held, day: date) -> TerritoryEvent | None:
    """What provoked a meeting, where something did."""
    if not told.crisis:
        return None
    return traces.record_event(
        actor=story.actor, partnership=story.cast.here, kind=EventKind.CRISIS, on=day - timedelta(days=4),
        title=told.crisis, today=story.now.date(),
    )  # fmt: skip


def _working_day(story: Story, day: date) -> date:
    """Nobody meets on a Saturday, a Sunday or a public holiday: the working day before."""
    off = places.public_holidays(story.cast.here.place, (day.year - 1, day.year))
    while day.weekday() > 4 or day in off:
        day -= timedelta(days=1)
    return day


def _live(story: Story, told: Held, row: Meeting, follower: Meeting | None) -> None:
    if not told.items:
        return  # its agenda is not ready: it waits to be convened
    convened_at = min(row.starts_at - NOTICE, story.now - timedelta(days=3))
    convocations.convene(
        actor=story.actor, meeting=row, seen=row.revision, now=convened_at, late_accepted=True
    )
    _answer(story, told, row, convened_at + timedelta(days=2))
    if row.starts_at < story.now:
        _hold(story, told, row)
        _record(story, told, row, follower)
        _minute(story, row, follower)


def _answer(story: Story, told: Held, row: Meeting, at: datetime) -> None:
    for one in Convocation.objects.filter(meeting=row).select_related("seat", "meeting"):
        key = _key(story, told, one.seat_id)
        if key in (*told.silent, *told.absent):
            continue
        given = Answer.EXCUSED if key in told.excused else Answer.COMING
        motive = Motive.AGENDA if given is Answer.EXCUSED else Motive.NONE
        answers.answer(actor=story.actor, convocation=one, given=given, motive=motive, now=at)


def _key(story: Story, told: Held, seat: int) -> str:
    return next(key for (body, key), row in story.cast.seats.items() if body == told.body and row.pk == seat)


def _hold(story: Story, told: Held, row: Meeting) -> None:
    ended = row.starts_at + LENGTH
    row.refresh_from_db()
    presence.hold_meeting(
        actor=story.actor, meeting=row, seen=row.revision, ended_at=ended, now=ended
    )  # fmt: skip
    row.refresh_from_db()
    lines = [
        _came(story, told, key, seat.pk, row.starts_at.date())
        for (body, key), seat in story.cast.seats.items()
        if body == told.body
    ]
    presence.record_presence(
        actor=story.actor, meeting=row, typed=lines, by=RecordedBy.SECRETARY, now=ended
    )  # fmt: skip


def _came(story: Story, told: Held, key: str, seat: int, day: date) -> Typed:
    if key in told.absent:
        return Typed(seat, AttendanceState.ABSENT)
    if key in told.excused:
        return Typed(seat, AttendanceState.EXCUSED)
    return Typed(seat, AttendanceState.PRESENT, who=story.cast.person(key, day).pk)


def _record(story: Story, told: Held, row: Meeting, follower: Meeting | None) -> None:
    rows = list(AgendaItem.objects.filter(meeting=row).select_related("meeting__body__partnership"))
    words = {item.title: item for item in told.items}
    for line in rows:
        item = words.get(line.title)
        if item is None or (item.carried and follower is not None):
            if follower is not None:
                record.carry(actor=story.actor, item=line, to=follower)
            continue
        _treat(story, row, line, item)


def _treat(story: Story, row: Meeting, line: AgendaItem, item: Item) -> None:
    institutions = story.cast.institutions
    record.record_item(
        actor=story.actor, item=line, seen=line.revision, draft=ItemRecord(
            ItemOutcome.HANDLED, item.notes, item.family, item.strategy,
            spoke=[institutions[key] for key in item.spoke],
        ),
    )  # fmt: skip
    if not item.decision:
        return
    taken = decisions.take_decision(
        actor=story.actor, meeting=row, nonce=None, draft=DecisionDraft(
            item.decision, item.mode, line, item.votes, [institutions[key] for key in item.bound],
        ),
    )  # fmt: skip
    who, words = item.dissent
    if who:
        decisions.keep_dissent(
            actor=story.actor, decision=taken, seen=taken.revision, institution=institutions[who], words=words
        )
    for one in item.promised:
        _promise(story, row, one, taken)


def _promise(story: Story, row: Meeting, one: Promised, taken: object) -> None:
    day, today = row.starts_at.date(), story.now.date()
    made = commitments.make_commitment(
        actor=story.actor, partnership=story.cast.here, on=day, meeting=row, decision=taken,  # type: ignore[arg-type]
        draft=Promise(
            story.cast.institutions[one.who], one.words, one.quantity, day + timedelta(days=one.days),
            story.cast.person(one.who, day), story.cast.institutions.get(one.towards),
        ),
    )  # fmt: skip
    if one.state is not CommitmentState.OPEN:
        commitments.report(
            actor=story.actor, commitment=made, seen=made.revision, state=one.state,
            on=min(day + timedelta(days=one.days), today), evidence=one.evidence,
        )  # fmt: skip


def _minute(story: Story, row: Meeting, follower: Meeting | None) -> None:
    """Minutes are submitted ten days later, approved at the next meeting of the body once it is past."""
    at = row.starts_at + timedelta(days=10)
    row.refresh_from_db()
    if at > story.now or not Attendance.objects.filter(meeting=row).exists():
        return
    version = minutes.submit_minutes(actor=story.actor, meeting=row, now=at)
    if follower is not None and follower.starts_at < story.now:
        minutes.approve_minutes(
            actor=story.actor, minutes=version, on=follower.starts_at.date(), at=follower
        )  # fmt: skip
