"""The register of decisions, as one reader may see it."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.bodies.models import Decision, Seat
from maillage.bodies.rules import visibility
from maillage.bodies.selectors import commitments as promises
from maillage.bodies.selectors import record as records
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.record import CommitmentLine, commitment_line
from maillage.institutions.models import Partnership
from maillage.kernel import Actor

OPEN_TO_ALL = Q(restricted=False, meeting__body__restricted=False) & (
    Q(item__isnull=True) | Q(item__restricted=False)
)


def decisions(*, partnership: Partnership, actor: Actor, on: date) -> QuerySet[Decision]:
    """The decisions that this reader may see, the latest meeting first."""
    rows = records.decisions(partnership=partnership)
    if visibility.may_read_restricted(actor, sitting=frozenset()):
        return rows
    sits = Seat.objects.filter(
        running(on), institution_id__in=actor.institutions, body__partnership=partnership
    )
    return rows.filter(OPEN_TO_ALL | Q(meeting__body_id__in=sits.values("body_id")))


def to_review(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those whose review was planned and not made, the nearest first."""
    rows = rows.filter(review_on__isnull=False, reviewed_on__isnull=True, withdrawn_on__isnull=True)
    return rows.order_by("review_on", "id")


def commitments_of(*, decision: Decision, actor: Actor, on: date) -> list[CommitmentLine]:
    """What was promised to carry a decision out, as this reader may see it."""
    rows = promises.visible(partnership=decision.meeting.body.partnership, actor=actor, on=on)
    return [commitment_line(row, on) for row in rows.filter(decision=decision)]
