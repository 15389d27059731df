"""Questions on the yearly report of the FIPD: its dates, the grants of its year, what it cannot say."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from maillage.bodies.models import Meeting
from maillage.funding.models import YearlyReport
from maillage.funding.rules import fund_law
from maillage.funding.rules.amounts import total
from maillage.funding.selectors.grants import Grant, grants
from maillage.funding.vocabulary import FundKind
from maillage.institutions.models import Partnership


@dataclass(frozen=True)
class Yearly:
    """The grants of the FIPD in one year, their sums, and the report kept on them."""

    partnership: Partnership
    year: int
    kept: YearlyReport | None
    grants: tuple[Grant, ...]
    rule: fund_law.LawLine | None
    on: date

    @property
    def sums(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Asked, granted, paid, come back."""
        return (
            total(row.asked for row in self.grants), total(row.granted for row in self.grants),
            total(row.paid for row in self.grants), total(row.recovered for row in self.grants),
        )  # fmt: skip

    @property
    def without_report(self) -> list[Grant]:
        """The grants whose results nobody knows yet."""
        return [row for row in self.grants if row.report_received_on is None and row.not_done_on is None]


def yearly(*, partnership: Partnership, year: int, on: date) -> Yearly:
    """What the report of a year says, on a day; its rule is that of the end of the year, or of the day."""
    rows = grants(partnership=partnership, year=year, kind=FundKind.FIPD, on=on)
    kept = (
        YearlyReport.objects.filter(partnership=partnership, year=year)
        .select_related("meeting__body")
        .first()
    )
    day = min(on, date(year, 12, 31))
    return Yearly(partnership, year, kept, tuple(rows), fund_law.yearly_rule(day), on)


def meetings(*, partnership: Partnership) -> QuerySet[Meeting]:
    """The meetings where a report may have been shown, the last one first."""
    rows = Meeting.objects.filter(body__partnership=partnership).select_related("body")
    return rows.order_by("-starts_at")
