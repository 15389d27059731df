"""What institutions say of a figure: the comments, each with its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.institutions.models import Partnership
from maillage.observatory.models import Remark


@dataclass(frozen=True)
class Thread:
    """One comment and the answers to it, oldest first."""

    remark: Remark
    answers: Sequence[Remark]


def threads(*, partnership: Partnership, indicator: str = "", on: date | None = None) -> list[Thread]:
    """The comments that stand on one figure, or on all; an answer goes with its comment. One query.

    `on`: the day read; what was said after it is left out.
    """
    rows = Remark.objects.filter(partnership=partnership).select_related("institution").order_by("on", "id")
    rows = rows if on is None else rows.filter(on__lte=on)
    kept = list(rows.filter(indicator=indicator) if indicator else rows)
    heads = [row for row in kept if row.answers_id is None and row.withdrawn_on is None]
    return [
        Thread(head, [row for row in kept if row.answers_id == head.pk and row.withdrawn_on is None])
        for head in heads
    ]


def withdrawn(
    *, partnership: Partnership, indicator: str, institutions: frozenset[int] | None
) -> list[Remark]:
    """The comments taken back that these institutions may put back; None: all of them."""
    rows = Remark.objects.filter(partnership=partnership, indicator=indicator, withdrawn_on__isnull=False)
    own = rows if institutions is None else rows.filter(institution__in=institutions)
    return list(own.select_related("institution"))


def remark(*, partnership: Partnership, pk: int) -> Remark | None:
    """One comment of this partnership, taken back or not."""
    rows = Remark.objects.filter(partnership=partnership, pk=pk)
    return rows.select_related("institution", "partnership").first()
