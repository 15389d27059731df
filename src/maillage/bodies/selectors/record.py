"""What a meeting came to: its items, decisions and commitments, as one reader may see them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from maillage.bodies.models import (
    AgendaItem,
    Attendance,
    Commitment,
    Convocation,
    Decision,
    Dissent,
    Meeting,
    Minutes,
    StatePosition,
)
from maillage.bodies.rules import commitments as promises
from maillage.bodies.rules import decisions as rules
from maillage.bodies.rules import visibility, wording
from maillage.bodies.rules.decisions import Presence
from maillage.bodies.selectors.bodies import sitting_institutions
from maillage.bodies.vocabulary import MeetingState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor

CLOSED = (MeetingState.CANCELLED.value,)


@dataclass(frozen=True)
class DecisionLine:
    """One decision with what is computed of it: who was bound while absent, or never convened."""

    row: Decision
    presence: Presence
    absent: tuple[Institution, ...]
    not_convened: tuple[Institution, ...]
    restricted: bool


@dataclass(frozen=True)
class CommitmentLine:
    """One commitment with its shape, its lateness and what could be said more clearly."""

    row: Commitment
    mark: str
    late: int
    remarks: tuple[wording.Remark, ...]
    restricted: bool


@dataclass(frozen=True)
class ItemLine:
    """One item, and the decisions taken on it."""

    row: AgendaItem
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class Outcome:
    """All that was recorded of a meeting, for one reader."""

    meeting: Meeting
    items: tuple[ItemLine, ...]
    other_decisions: tuple[DecisionLine, ...]
    commitments: tuple[CommitmentLine, ...]
    versions: tuple[Minutes, ...]
    restricted: bool  # may the reader see what is restricted?
    hidden: int  # items left out for this reader
    may_run: bool
    approved: Minutes | None = None
    decisions: tuple[DecisionLine, ...] = field(default=())

    @property
    def latest(self) -> Minutes | None:
        """The last version submitted."""
        return self.versions[-1] if self.versions else None

    @property
    def imprecise(self) -> int:
        """How many commitments could be said more clearly."""
        return sum(bool(line.remarks) for line in self.commitments)


def meeting(*, partnership: Partnership, pk: int) -> Meeting | None:
    """One meeting of this partnership, or None."""
    rows = Meeting.objects.filter(body__partnership=partnership, pk=pk)
    return rows.select_related("body__partnership", "event").first()


def item(*, meeting: Meeting, pk: int) -> AgendaItem | None:
    """One item of this meeting, or None."""
    return meeting.items.select_related("proposer", "carried_from__meeting").filter(pk=pk).first()


def decisions(*, partnership: Partnership) -> QuerySet[Decision]:
    """The decisions of this partnership, the latest meeting first."""
    rows = Decision.objects.filter(meeting__body__partnership=partnership)
    said = Prefetch("dissents", Dissent.objects.select_related("institution"))
    rows = rows.select_related("meeting__body__partnership", "item").prefetch_related("bound", said)
    return rows.order_by("-meeting__starts_at", "-meeting_id", "number")


def decision(*, partnership: Partnership, pk: int) -> Decision | None:
    """One decision of this partnership, or None."""
    return decisions(partnership=partnership).filter(pk=pk).first()


def may_enter(*, actor: Actor, meeting: Meeting, restricted: bool) -> bool:
    """May the reader open the work of this meeting? All of it in a body open to the partnership."""
    return restricted or not meeting.body.restricted


def reads_restricted(*, actor: Actor, meeting: Meeting, on: date) -> bool:
    """May the reader see the restricted work of this meeting's body? One query."""
    return visibility.may_read_restricted(actor, sitting=sitting_institutions(body=meeting.body, on=on))


def is_restricted(row: Decision) -> bool:
    """A decision is restricted by itself, by its item or by its body."""
    own_item = row.item.restricted if row.item else False
    return rules.is_restricted(row.restricted, own_item, row.meeting.body.restricted)


def outcome(*, meeting: Meeting, actor: Actor, on: date) -> Outcome:
    """What was recorded, in twelve queries whatever its length."""
    restricted = reads_restricted(actor=actor, meeting=meeting, on=on)
    items = [row for row in _items(meeting) if restricted or not row.restricted]
    lines = [line for line in decision_lines(_decisions(meeting)) if restricted or not line.restricted]
    by_item: dict[int | None, list[DecisionLine]] = defaultdict(list)
    for line in lines:
        by_item[line.row.item_id].append(line)
    promised = [line for line in _commitments(meeting, on) if restricted or not line.restricted]
    versions = tuple(meeting.minutes.order_by("number"))
    return Outcome(
        meeting=meeting, restricted=restricted, may_run=visibility.may_run(actor),
        items=tuple(ItemLine(row, tuple(by_item.pop(row.pk, []))) for row in items),
        other_decisions=tuple(line for rest in by_item.values() for line in rest),
        hidden=0 if restricted else meeting.items.filter(restricted=True).count(),
        commitments=tuple(promised), versions=versions, decisions=tuple(lines),
        approved=next((row for row in versions if row.approved_on), None),
    )  # fmt: skip


def _items(meeting: Meeting) -> QuerySet[AgendaItem]:
    taken = Prefetch("positions", StatePosition.objects.select_related("institution"))
    return meeting.items.select_related("proposer").prefetch_related("spoke", taken).order_by("number", "id")


def _decisions(meeting: Meeting) -> list[Decision]:
    said = Prefetch("dissents", Dissent.objects.select_related("institution"))
    rows = meeting.decisions.select_related("item").prefetch_related("bound", said).order_by("number")
    found = list(rows)
    for row in found:
        row.meeting = meeting
    return found


def decision_lines(rows: list[Decision]) -> list[DecisionLine]:
    """The same decisions with who was absent; two queries for all their meetings."""
    meetings = {row.meeting_id for row in rows}
    seen, called = states_of(meetings), convened_of(meetings)
    return [_decision_line(row, seen[row.meeting_id], called[row.meeting_id]) for row in rows]


def _decision_line(row: Decision, states: dict[int, set[str]], convened: set[int]) -> DecisionLine:
    bound = list(row.bound.all())
    found = rules.presence(bound=[one.pk for one in bound], attendances=states, convened=convened)
    return DecisionLine(
        row, found,
        tuple(one for one in bound if one.pk in found.absent),
        tuple(one for one in bound if one.pk in found.not_convened),
        is_restricted(row),
    )  # fmt: skip


def states_of(meetings: set[int]) -> dict[int, dict[int, set[str]]]:
    """By meeting then institution, the states of presence that were recorded."""
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Attendance.objects.filter(meeting_id__in=meetings)
    for key, institution, state in rows.values_list("meeting_id", "seat__institution_id", "state"):
        found[key][institution].add(state)
    return found


def convened_of(meetings: set[int]) -> dict[int, set[int]]:
    """By meeting, the institutions whose seats were convened."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Convocation.objects.filter(meeting_id__in=meetings)
    for key, institution in rows.values_list("meeting_id", "seat__institution_id"):
        found[key].add(institution)
    return found


def _commitments(meeting: Meeting, on: date) -> list[CommitmentLine]:
    rows = meeting.commitments.select_related("institution", "person", "towards", "decision__item")
    found = list(rows.order_by("decision__number", "due_on", "id"))
    for row in found:
        row.meeting = meeting
    return [commitment_line(row, on) for row in found]


def commitment_line(row: Commitment, on: date) -> CommitmentLine:
    """One commitment as pages show it; no query when its relations are loaded."""
    late = promises.days_late(due_on=row.due_on, state=row.state, on=on)
    mark = promises.mark(due_on=row.due_on, state=row.state, on=on)
    said = wording.remarks(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on)
    return CommitmentLine(row, mark, late, tuple(said), commitment_is_restricted(row))


def commitment_is_restricted(row: Commitment) -> bool:
    """By itself, by its decision, by the item of that decision, or by the body of its meeting."""
    decided = row.decision
    own_item = decided.item.restricted if decided and decided.item else False
    body = row.meeting.body.restricted if row.meeting else False
    return rules.is_restricted(row.restricted, bool(decided and decided.restricted), own_item, body)


def next_meeting(*, meeting: Meeting) -> Meeting | None:
    """The next meeting of the same body that is not cancelled, or None."""
    rows = Meeting.objects.filter(body=meeting.body, starts_at__gt=meeting.starts_at)
    return rows.exclude(state__in=CLOSED).order_by("starts_at", "id").first()


def previous_meeting(*, meeting: Meeting) -> Meeting | None:
    """The last meeting of the same body before this one that is not cancelled, or None."""
    rows = Meeting.objects.filter(body=meeting.body, starts_at__lt=meeting.starts_at)
    return rows.exclude(state__in=CLOSED).order_by("-starts_at", "-id").first()
