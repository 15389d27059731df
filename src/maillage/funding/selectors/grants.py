"""Grants decided, for the other storeys: one frozen row by grant, the same wherever it is shown or summed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from maillage.funding.models import Fund, GrantDecision, Recovery
from maillage.funding.rules import life
from maillage.funding.rules.amounts import ZERO
from maillage.funding.selectors.requests import paid, recovered
from maillage.funding.vocabulary import DecisionKind, FundKind, OpinionVerdict
from maillage.institutions.models import Partnership


@dataclass(frozen=True)
class Grant:
    """One grant as it stands: who for what, the sums, the dates, the report."""

    decision: GrantDecision
    applicant: str
    title: str
    fund: str
    year: int
    asked: Decimal
    granted: Decimal
    paid: Decimal
    recovered: Decimal
    days: int | None
    confirmed_before_start: bool | None
    against_opinion: bool
    conditioned: Decimal
    people: int | None
    results: str
    report_due_on: date | None
    report_received_on: date | None
    not_done_on: date | None


def grants(
    *, partnership: Partnership, year: int | None = None, fund: Fund | None = None,
    kind: FundKind | None = None, on: date,
) -> list[Grant]:  # fmt: skip
    """The grants decided at that day, by year, fund and applicant; the same number of queries for any
    number.
    """
    rows = GrantDecision.objects.filter(
        request__partnership=partnership,
        kind=DecisionKind.GRANTED.value,
        withdrawn_on__isnull=True,
        on__lte=on,
    )
    if year is not None:
        rows = rows.filter(request__year=year)
    if fund is not None:
        rows = rows.filter(request__fund=fund)
    if kind is not None:
        rows = rows.filter(request__fund__kind=kind.value)
    shown = rows.select_related("request__fund", "request__applicant", "report").prefetch_related(
        "payments", "conditions", "request__opinions",
        Prefetch("recoveries", Recovery.objects.prefetch_related("repayments")),
    )  # fmt: skip
    ordered = shown.order_by("-request__year", "request__fund__name", "request__applicant__name", "pk")
    return [_grant(row) for row in ordered]


def _grant(row: GrantDecision) -> Grant:
    request, report = row.request, getattr(row, "report", None)
    unfavourable = OpinionVerdict.UNFAVOURABLE.value
    return Grant(
        row, request.applicant.name, request.title, request.fund.name, request.year,
        request.asked or ZERO, row.amount, paid(row), recovered(row),
        life.notice_days(filed_on=request.filed_on, notified_on=row.notified_on),
        life.confirmed_before_start(start=request.start, notified_on=row.notified_on),
        any(one.verdict == unfavourable and not one.withdrawn_on for one in request.opinions.all()),
        conditioned(row), report.people if report else None, report.results if report else "",
        report.due_on if report else None, report.received_on if report else None,
        report.not_done_on if report else None,
    )  # fmt: skip


def conditioned(row: GrantDecision) -> Decimal:
    """The money under conditions set after the local validation (M11b): never above the grant."""
    sums = sum((one.amount for one in row.conditions.all() if one.withdrawn_on is None), ZERO)
    return sums if sums < row.amount else Decimal(row.amount)
