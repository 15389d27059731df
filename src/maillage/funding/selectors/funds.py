"""Questions on funds, their rules of a day, their calls and what the law says of them."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from maillage.contracts.models import Priority
from maillage.funding.models import Call, CallPriority, Fund, FundRule
from maillage.funding.rules import fund_law
from maillage.funding.rules.eligibility import FundFacts
from maillage.institutions.models import Partnership
from maillage.territory import selectors as territory


def funds(*, partnership: Partnership, archived: bool = False) -> QuerySet[Fund]:
    """The funds of this partnership, by name; those put away only when asked."""
    rows = Fund.objects.filter(partnership=partnership).select_related("institution", "partnership")
    return rows if archived else rows.filter(archived_on__isnull=True)


def pages(*, partnership: Partnership) -> list[Fund]:
    """The funds with their rules and calls, put away at the end; three queries."""
    rows = funds(partnership=partnership, archived=True).prefetch_related(
        Prefetch("rules", FundRule.objects.order_by("since")),
        Prefetch("calls", Call.objects.filter(withdrawn_on__isnull=True).order_by("-closes")),
    )
    return sorted(rows, key=lambda row: (row.archived_on is not None, row.name))


def fund(*, partnership: Partnership, pk: int) -> Fund | None:
    """One fund of this partnership."""
    return funds(partnership=partnership, archived=True).filter(pk=pk).first()


def rule(*, partnership: Partnership, pk: int) -> FundRule | None:
    """One rule of a fund of this partnership."""
    rows = FundRule.objects.filter(fund__partnership=partnership, pk=pk)
    return rows.select_related("fund__partnership").first()


def rules(*, fund: Fund) -> list[FundRule]:
    """Every rule of a fund, the last one first, withdrawn ones too."""
    return list(fund.rules.order_by("-since", "-pk"))


def rule_of(fund: Fund, day: date) -> FundRule | None:
    """The rule of a fund that day; None when nobody wrote one. Uses what was prefetched."""
    known = [
        row for row in fund.rules.all()
        if row.withdrawn_on is None and row.since <= day and (row.until is None or day <= row.until)
    ]  # fmt: skip
    return max(known, key=lambda row: row.since, default=None)


def facts_of(fund: Fund, day: date, department: str) -> FundFacts:
    """The fund as the checks see it that day: its own rule first, else the ceiling that the law gives."""
    kind, row = fund.kind_term, rule_of(fund, day)
    by_law = fund_law.ceiling(kind, day=day, department=department)
    own = row.ceiling if row is not None and row.ceiling is not None else None
    source = row.reference if row is not None else ""
    if own is None and by_law is not None:
        source = next(one.reference for one in law_lines(fund, day, department) if one.id == "FI-5")
    if row is None:
        return FundFacts(fund.pk, fund.name, kind, source, by_law)
    return FundFacts(
        fund.pk, fund.name, kind, source, own if own is not None else by_law, row.floor, row.most,
        row.running, row.equipment, row.staff,
    )  # fmt: skip


def law_lines(fund: Fund, day: date, department: str) -> list[fund_law.LawLine]:
    """What the law says of this fund that day."""
    return fund_law.lines(fund.kind_term, day=day, department=department)


def department_of(partnership: Partnership) -> str:
    """The code of the département where the partnership works; empty when it is not known."""
    if partnership.place.startswith("dep:"):
        return partnership.place.removeprefix("dep:")
    known = territory.place(partnership.place)
    return str(getattr(known, "department", "") or "") if known else ""


def calls(*, partnership: Partnership) -> QuerySet[Call]:
    """The calls of this partnership that were not withdrawn, the last to close first."""
    rows = Call.objects.filter(fund__partnership=partnership, withdrawn_on__isnull=True)
    return rows.select_related("fund")


def open_calls(*, partnership: Partnership, on: date) -> QuerySet[Call]:
    """The calls one may still answer that day."""
    return calls(partnership=partnership).filter(opens__lte=on, closes__gte=on)


def call(*, partnership: Partnership, pk: int) -> Call | None:
    """One call, withdrawn or not, with its priorities."""
    rows = Call.objects.filter(fund__partnership=partnership, pk=pk).select_related("fund__partnership")
    return rows.prefetch_related("priorities__answers").first()


def call_priority(*, partnership: Partnership, pk: int) -> CallPriority | None:
    """One priority of a call of this partnership."""
    rows = CallPriority.objects.filter(call__fund__partnership=partnership, pk=pk)
    return rows.select_related("call__fund__partnership").first()


def call_priorities(*, partnership: Partnership) -> QuerySet[CallPriority]:
    """The priorities of every call that stands."""
    return CallPriority.objects.filter(
        call__fund__partnership=partnership, withdrawn_on__isnull=True, call__withdrawn_on__isnull=True
    ).select_related("call")


def weights(call: Call) -> int:
    """What the weights of a call add up to: 100 when they are complete."""
    return sum(row.weight for row in call.priorities.all() if row.withdrawn_on is None)


def contract_priorities(*, partnership: Partnership) -> QuerySet[Priority]:
    """The priorities of the contracts, those that were not withdrawn."""
    return Priority.objects.filter(
        Q(withdrawn_on__isnull=True), axis__contract__partnership=partnership, axis__withdrawn_on__isnull=True
    ).select_related("axis__contract")
