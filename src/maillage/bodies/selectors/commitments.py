"""Commitments: all of them for the coordinator, mine for a partner, those that a reader may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from maillage.bodies.models import Commitment, CommitmentChange, Seat
from maillage.bodies.rules import visibility
from maillage.bodies.rules.commitments import SOON
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.record import CommitmentLine, commitment_line
from maillage.bodies.vocabulary import CommitmentState
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor

RELATED = ("institution", "person", "towards", "meeting__body", "decision__item", "partnership")
RESTRICTED = (
    Q(restricted=True)
    | Q(decision__restricted=True)
    | Q(decision__item__restricted=True)
    | Q(meeting__body__restricted=True)
)
OPEN = CommitmentState.OPEN.value
CHOICES = ("retard", "attendus", "a-preciser", "clos", "tous")


@dataclass(frozen=True)
class Filters:
    """What the list of commitments shows."""

    which: str = "attendus"
    institution: int | None = None
    body: int | None = None


@dataclass(frozen=True)
class Summary:
    """How many commitments stand where, for the sentence that opens the list."""

    awaited: int
    late: int
    soon: int


def commitments(*, partnership: Partnership) -> QuerySet[Commitment]:
    """The commitments of this partnership, the nearest date first, those without a date last."""
    rows = Commitment.objects.filter(partnership=partnership).select_related(*RELATED)
    return rows.order_by("due_on", "id")


def visible(*, partnership: Partnership, actor: Actor, on: date) -> QuerySet[Commitment]:
    """Those that this reader may see: restricted ones where they sit, and always their own."""
    rows = commitments(partnership=partnership)
    if visibility.may_read_restricted(actor, sitting=frozenset()):
        return rows
    sits = Seat.objects.filter(
        running(on), institution_id__in=actor.institutions, body__partnership=partnership
    )
    own = Q(institution_id__in=actor.institutions) | Q(meeting__body_id__in=sits.values("body_id"))
    hidden = Commitment.objects.filter(RESTRICTED, partnership=partnership).values("pk")
    return rows.filter(own | ~Q(pk__in=hidden))


def commitment(*, partnership: Partnership, actor: Actor, pk: int, on: date) -> Commitment | None:
    """One commitment that this reader may see, or None."""
    return visible(partnership=partnership, actor=actor, on=on).filter(pk=pk).first()


def changes(*, commitment: Commitment) -> list[CommitmentChange]:
    """What was renegotiated, the first change first."""
    return list(commitment.changes.order_by("on", "id"))


def listed(
    *, partnership: Partnership, actor: Actor, filters: Filters, on: date
) -> list[CommitmentLine]:  # fmt: skip
    """The commitments that the list shows; one query."""
    rows = visible(partnership=partnership, actor=actor, on=on)
    if filters.institution:
        rows = rows.filter(institution_id=filters.institution)
    if filters.body:
        rows = rows.filter(meeting__body_id=filters.body)
    lines = [commitment_line(row, on) for row in rows.filter(_which(filters.which, on))]
    return [line for line in lines if line.remarks] if filters.which == "a-preciser" else lines


def _which(which: str, on: date) -> Q:
    if which == "retard":
        return Q(state=OPEN, due_on__lt=on)
    if which == "clos":
        return ~Q(state=OPEN)
    return Q() if which == "tous" else Q(state=OPEN)


def summary(*, partnership: Partnership, on: date) -> Summary:
    """Awaited, late, and due within seven days; one query."""
    due = Commitment.objects.filter(partnership=partnership, state=OPEN).values_list("due_on", flat=True)
    days = list(due)
    late = sum(day is not None and day < on for day in days)
    soon = sum(day is not None and on <= day <= on + timedelta(days=SOON) for day in days)
    return Summary(len(days), late, soon)


def mine(*, partnership: Partnership, actor: Actor, on: date) -> list[CommitmentLine]:
    """What the reader's institutions have promised and still owe."""
    rows = commitments(partnership=partnership).filter(institution_id__in=actor.institutions, state=OPEN)
    return [commitment_line(row, on) for row in rows]


def kept(*, partnership: Partnership, actor: Actor, on: date, limit: int = 10) -> list[CommitmentLine]:
    """What became of the reader's last commitments."""
    rows = commitments(partnership=partnership).filter(institution_id__in=actor.institutions)
    return [
        commitment_line(row, on) for row in rows.exclude(state=OPEN).order_by("-closed_on", "-id")[:limit]
    ]


def promised_to(*, partnership: Partnership, actor: Actor, on: date) -> list[CommitmentLine]:
    """What others owe to the reader's institutions: named, or by a decision that binds them both."""
    towards = Q(towards_id__in=actor.institutions) | Q(decision__bound__in=actor.institutions)
    rows = visible(partnership=partnership, actor=actor, on=on).filter(towards, state=OPEN)
    rows = rows.exclude(institution_id__in=actor.institutions).distinct()
    return [commitment_line(row, on) for row in rows]


def holders(*, partnership: Partnership) -> list[Institution]:
    """The institutions that ever promised something, by name."""
    rows = Institution.objects.filter(partnership=partnership, commitments__isnull=False)
    return list(rows.distinct().order_by("name"))
