"""Questions on requests: who may read which, the list with its sums, one of them with all that hangs on
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from maillage.contracts.models import ActionSheet
from maillage.funding.models import (
    GrantDecision,
    GrantRequest,
    PlanLine,
    Recovery,
    RequestOpinion,
)
from maillage.funding.rules import fund_law, life, visibility
from maillage.funding.rules.amounts import ZERO, total
from maillage.funding.rules.plan import Line, totals
from maillage.funding.vocabulary import Account, DecisionKind, FundKind, OpinionVerdict, RequestState, Side
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role


@dataclass(frozen=True)
class Filters:
    """What the list is asked to show; None is everything."""

    year: int | None = None
    fund: int | None = None
    state: str = ""
    call: int | None = None


@dataclass(frozen=True)
class Row:
    """One request in the list: what was asked, granted, paid, asked back and came back."""

    request: GrantRequest
    asked: Decimal
    granted: Decimal
    paid: Decimal
    recovered: Decimal

    @property
    def mark(self) -> str:
        """The shape of its state on the page."""
        return MARKS.get(self.request.state_term, "open")


@dataclass(frozen=True)
class Sums:
    """The foot of the list."""

    asked: Decimal
    granted: Decimal
    paid: Decimal
    recovered: Decimal


MARKS = {
    RequestState.GRANTED: "", RequestState.REFUSED: "no", RequestState.WITHDRAWN: "no",
    RequestState.RETURNED: "wait",
}  # fmt: skip


def visible(*, partnership: Partnership, actor: Actor) -> QuerySet[GrantRequest]:
    """The requests that the actor may read: all, a partner's own, or none."""
    rows = GrantRequest.objects.filter(partnership=partnership)
    if visibility.reads_all(actor):
        return rows
    if actor.holds(Role.PARTNER):
        return rows.filter(applicant_id__in=actor.institutions)
    return rows.none()


def request(*, partnership: Partnership, actor: Actor, pk: int) -> GrantRequest | None:
    """One request that the actor may read, with what its page shows."""
    rows = visible(partnership=partnership, actor=actor).filter(pk=pk)
    return rows.select_related(
        "partnership", "fund__institution", "call", "call_priority", "applicant", "sheet__contract"
    ).first()


def listed(*, partnership: Partnership, actor: Actor, filters: Filters) -> list[Row]:
    """The requests asked for, by year and number; the same number of queries whatever their number."""
    rows = visible(partnership=partnership, actor=actor)
    if filters.year:
        rows = rows.filter(year=filters.year)
    if filters.fund:
        rows = rows.filter(fund_id=filters.fund)
    if filters.call:
        rows = rows.filter(call_id=filters.call)
    if filters.state:
        rows = rows.filter(state=filters.state)
    shown = rows.select_related("fund", "call", "applicant", "decision").prefetch_related(
        "decision__payments",
        Prefetch("decision__recoveries", Recovery.objects.prefetch_related("repayments")),
    )
    return [row_of(one) for one in shown]


def row_of(one: GrantRequest) -> Row:
    """A request with its sums. Its decision, payments and recoveries must be loaded."""
    decision = decision_of(one)
    return Row(
        one, one.asked or ZERO, decision.amount if decision else ZERO,
        paid(decision) if decision else ZERO, recovered(decision) if decision else ZERO,
    )  # fmt: skip


def sums(rows: Iterable[Row]) -> Sums:
    """The foot: a request that was withdrawn still shows what it asked, and counts for nothing."""
    known = [row for row in rows if row.request.state != RequestState.WITHDRAWN.value]
    return Sums(
        total(row.asked for row in known), total(row.granted for row in known),
        total(row.paid for row in known), total(row.recovered for row in known),
    )  # fmt: skip


def years(*, partnership: Partnership, actor: Actor) -> list[int]:
    """The years of the requests that the actor may read, the last one first."""
    rows = visible(partnership=partnership, actor=actor).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def decision_of(one: GrantRequest) -> GrantDecision | None:
    """The decision that stands; None before it, and once it was undone."""
    found: GrantDecision | None = getattr(one, "decision", None)
    return found if found is not None and found.withdrawn_on is None else None


def grant_of(one: GrantRequest) -> GrantDecision | None:
    """The decision when it grants money."""
    found = decision_of(one)
    return found if found is not None and found.kind == DecisionKind.GRANTED.value else None


def paid(decision: GrantDecision) -> Decimal:
    """What was paid of a grant."""
    return total(row.amount for row in decision.payments.all() if row.paid_on and not row.withdrawn_on)


def recovered(decision: GrantDecision) -> Decimal:
    """What came back of a grant."""
    return total(
        row.amount for order in decision.recoveries.all() for row in order.repayments.all()
        if row.withdrawn_on is None
    )  # fmt: skip


def plan_lines(one: GrantRequest, *, withdrawn: bool = False) -> list[PlanLine]:
    """The lines of the plan, by side and account."""
    rows = one.lines.select_related("fund").order_by("side", "account", "pk")
    return [row for row in rows if withdrawn or row.withdrawn_on is None]


def as_line(row: PlanLine) -> Line:
    """A line of the plan as the rules see it."""
    state = row.fund is not None and FundKind(row.fund.kind) in fund_law.STATE_FUNDS
    return Line(
        Side(row.side), Account(row.account), row.planned, row.nature, row.fund_id, state, row.actual,
        row.paid_before, row.for_state, row.label,
    )  # fmt: skip


def text_of(one: GrantRequest) -> dict[str, str]:
    """The text that a validation freezes, as words: what M11 compares."""
    found = {name: _worded(getattr(one, name)) for name in life.COMPARED if name != "cost"}
    return found | {"cost": str(totals(map(as_line, plan_lines(one))).expenses)}


def _worded(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def changes(one: GrantRequest) -> list[life.Changed]:
    """What is no longer what was validated locally (M11)."""
    return life.changes(one.validated_text, text_of(one)) if one.validated_on else []


def opinions(one: GrantRequest) -> list[RequestOpinion]:
    """The opinions on a request, withdrawn ones at the end."""
    rows = one.opinions.select_related("institution")
    return sorted(rows, key=lambda row: (row.withdrawn_on is not None, row.on, row.pk))


def against_opinion(one: GrantRequest) -> bool:
    """Was it granted against an unfavourable opinion? (domain, M17)"""
    known = one.opinions.filter(withdrawn_on__isnull=True, verdict=OpinionVerdict.UNFAVOURABLE.value)
    return grant_of(one) is not None and known.exists()


def line(*, partnership: Partnership, actor: Actor, pk: int) -> PlanLine | None:
    """One line of a plan that the actor may read."""
    rows = PlanLine.objects.filter(request__in=visible(partnership=partnership, actor=actor), pk=pk)
    return rows.select_related("request__partnership", "request__applicant", "request__fund").first()


def opinion(*, partnership: Partnership, actor: Actor, pk: int) -> RequestOpinion | None:
    """One opinion on a request that the actor may read."""
    rows = RequestOpinion.objects.filter(request__in=visible(partnership=partnership, actor=actor), pk=pk)
    return rows.select_related("request__partnership", "institution").first()


def sheets(*, partnership: Partnership) -> QuerySet[ActionSheet]:
    """The action sheets that a request may come from."""
    rows = ActionSheet.objects.filter(contract__partnership=partnership, withdrawn_on__isnull=True)
    return rows.select_related("contract").order_by("contract__title", "number")
