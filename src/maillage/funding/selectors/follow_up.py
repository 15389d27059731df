"""What follows a decision: payments and what is left, conditions, dates, the report, sums to come back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from maillage.funding.models import (
    Condition,
    DateChange,
    GrantDecision,
    GrantRequest,
    Payment,
    Recovery,
    Repayment,
    Report,
)
from maillage.funding.rules import fund_law, grants, life
from maillage.funding.rules.amounts import ZERO, total
from maillage.funding.rules.plan import totals
from maillage.funding.selectors.grants import conditioned
from maillage.funding.selectors.requests import as_line, decision_of, paid, plan_lines, visible
from maillage.funding.vocabulary import DecisionKind, FundKind
from maillage.institutions.models import Partnership
from maillage.kernel import Actor


@dataclass(frozen=True)
class Order:
    """A sum to be paid back, what came, what is left."""

    row: Recovery
    repayments: list[Repayment]
    balance: grants.Balance
    late: int


def around(*, request: GrantRequest, on: date) -> dict[str, Any]:
    """All that the page of a request shows of its decision."""
    decision = decision_of(request)
    if decision is None:
        return {"decision": None}
    if decision.kind != DecisionKind.GRANTED.value:
        return {"decision": decision, "days": _days(request, decision)}
    report: Report | None = getattr(decision, "report", None)
    payments = list(decision.payments.all())
    orders_found = orders(decision, on)
    return {
        "decision": decision, "grant": True, "days": _days(request, decision), "payments": payments,
        "before_start": life.confirmed_before_start(start=request.start, notified_on=decision.notified_on),
        "paid": paid(decision), "room": grants.room(decision.amount, standing(payments)),
        "conditions": list(decision.conditions.all()), "conditioned": conditioned(decision),
        "date_changes": list(decision.date_changes.all()), "report": report,
        "report_late": report_late(report, on), "report_law": fund_law.report_rule(on),
        "orders": orders_found, "to_come": total(one.balance.left for one in orders_found),
        "suggested": suggested(decision), "convention_law": fund_law.convention_rule(decision.on),
        "convention_needed": fund_law.needs_convention(FundKind(request.fund.kind), decision.on),
    }  # fmt: skip


def standing(payments: list[Payment]) -> list[Decimal]:
    """The amounts of the payments that were not withdrawn."""
    return [row.amount for row in payments if row.withdrawn_on is None]


def _days(request: GrantRequest, decision: GrantDecision) -> int | None:
    return life.notice_days(filed_on=request.filed_on, notified_on=decision.notified_on)


def report_late(report: Report | None, on: date) -> int:
    """Days of delay of a report that is neither received nor without object."""
    if report is None or report.not_done_on:
        return 0
    return grants.late_days(report.due_on, report.received_on, on)


def orders(decision: GrantDecision, on: date) -> list[Order]:
    """The sums asked back of a grant, with their instalments."""
    return [
        order(row, on)
        for row in decision.recoveries.filter(withdrawn_on__isnull=True).prefetch_related("repayments")
    ]


def order(row: Recovery, on: date) -> Order:
    """One sum asked back. Its repayments must be loaded."""
    rows = list(row.repayments.all())
    came = total(one.amount for one in rows if one.withdrawn_on is None)
    balance = grants.Balance(row.amount, came, row.waived_on is not None)
    late = grants.late_days(row.due_on, None, on) if balance.left > ZERO else 0
    return Order(row, rows, balance, late)


def suggested(decision: GrantDecision) -> Decimal:
    """What should be asked back: all that was paid for an action not done, else what was not spent.

    What was already asked is taken off; nothing while the report does not say.
    """
    report: Report | None = getattr(decision, "report", None)
    if report is None:
        return ZERO
    had = paid(decision)
    due = had if report.not_done_on else _unspent(decision, report, had)
    return max(ZERO, due - claimed(decision))


def claimed(decision: GrantDecision) -> Decimal:
    """What is asked back and stands: of what was given up, only what had come back."""
    rows = decision.recoveries.filter(withdrawn_on__isnull=True).prefetch_related("repayments")
    return total(order(row, row.due_on).balance.repaid if row.waived_on else row.amount for row in rows)


def _unspent(decision: GrantDecision, report: Report, had: Decimal) -> Decimal:
    lines = [as_line(row) for row in plan_lines(decision.request)]
    if report.received_on is None or any(row.actual is None for row in lines):
        return ZERO
    found = grants.unspent(
        paid=had, granted=decision.amount, planned=totals(lines).expenses,
        actual=totals(lines, actual=True).expenses,
    )  # fmt: skip
    return found or ZERO


def payment(*, partnership: Partnership, actor: Actor, pk: int) -> Payment | None:
    """One payment of a request that the actor may read."""
    rows = Payment.objects.filter(decision__request__in=visible(partnership=partnership, actor=actor), pk=pk)
    return rows.select_related("decision__request__partnership").first()


def condition(*, partnership: Partnership, actor: Actor, pk: int) -> Condition | None:
    """One condition of a request that the actor may read."""
    rows = Condition.objects.filter(
        decision__request__in=visible(partnership=partnership, actor=actor), pk=pk
    )
    return rows.select_related("decision__request__partnership").first()


def date_change(*, partnership: Partnership, actor: Actor, pk: int) -> DateChange | None:
    """One request to move dates that the actor may read."""
    rows = DateChange.objects.filter(
        decision__request__in=visible(partnership=partnership, actor=actor), pk=pk
    )
    return rows.select_related("decision__request__partnership").first()


def recovery(*, partnership: Partnership, actor: Actor, pk: int) -> Recovery | None:
    """One sum asked back that the actor may read."""
    rows = Recovery.objects.filter(decision__request__in=visible(partnership=partnership, actor=actor), pk=pk)
    return rows.select_related("decision__request__partnership").first()


def repayment(*, partnership: Partnership, actor: Actor, pk: int) -> Repayment | None:
    """One sum that came back, that the actor may read."""
    known = visible(partnership=partnership, actor=actor)
    rows = Repayment.objects.filter(recovery__decision__request__in=known, pk=pk)
    return rows.select_related("recovery__decision__request__partnership").first()
