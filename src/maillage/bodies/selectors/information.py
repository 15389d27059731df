"""Information owed to the mayor: the duties of a day, what is awaited, received, late; answers and delays."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage import law
from maillage.bodies.models import InformationItem, Report, YearlyCount
from maillage.bodies.rules import information as rules
from maillage.bodies.vocabulary import Duty, DutyState, ReportOutcome, YearlyCountKind
from maillage.institutions.models import Institution, Partnership
from maillage.kernel import Actor, Role
from maillage.law import Answer
from maillage.territory import selectors as territory

SHOWN = ("MI-1", "MI-2", "MI-3", "MI-4", "MI-5", "MI-6", "MI-7", "CL-15")


@dataclass(frozen=True)
class ItemLine:
    """One awaited information with its delay in days: at its reception, or today."""

    item: InformationItem
    late: int


@dataclass(frozen=True)
class ReportFigures:
    """How many were sent, how many answered, how many within a month, and the median delay in days."""

    kind: YearlyCountKind
    sent: int
    answered: int
    within_month: int
    median_days: float | None
    outcomes: tuple[tuple[ReportOutcome, int], ...]


def duties_of(*, partnership: Partnership, on: date) -> list[Answer]:
    """What the law of that day says of each duty; none for a place the shipped tables do not know."""
    facts = territory.facts(partnership.place)
    found = {row.id: row for row in law.answers(facts, on)} if facts else {}
    return [found[key] for key in SHOWN if key in found]


def reads_all(actor: Actor) -> bool:
    """Does the actor read all that is owed to the mayor?"""
    return actor.id is None or actor.holds(Role.COORDINATOR, Role.MAYOR, Role.DPO)


def items(*, partnership: Partnership, actor: Actor, year: int) -> QuerySet[InformationItem]:
    """What is awaited, and what came or not in that year; for others, what their own institution owes."""
    rows = InformationItem.objects.filter(partnership=partnership).select_related("holder")
    shown = rows.filter(Q(state=DutyState.EXPECTED.value) | Q(expected_on__year=year))
    return shown if reads_all(actor) else shown.filter(holder__in=actor.institutions)


def lines(*, rows: QuerySet[InformationItem], on: date) -> list[ItemLine]:
    """The items with their delay, those still awaited first."""
    found = [
        ItemLine(row, rules.late_days(expected_on=row.expected_on, received_on=row.received_on, on=on))
        for row in rows
    ]
    return sorted(found, key=lambda line: (line.item.state != DutyState.EXPECTED, line.item.expected_on))


def item(*, partnership: Partnership, pk: int) -> InformationItem | None:
    """One item of this partnership, or None."""
    rows = InformationItem.objects.filter(partnership=partnership, pk=pk)
    return rows.select_related("holder", "partnership").first()


def holders(*, partnership: Partnership) -> list[Institution]:
    """The institutions here that owe some information by the text."""
    kinds = {kind.value for kinds in rules.HOLDERS.values() for kind in kinds}
    return list(Institution.objects.filter(partnership=partnership, kind__in=kinds, archived_on__isnull=True))


def duties_awaitable(on: date) -> list[Duty]:
    """The duties surely in force on that day, for which information can be awaited."""
    return [duty for duty in Duty if rules.duty_in_force(duty, on)]


def reports(*, partnership: Partnership) -> QuerySet[Report]:
    """The counted reports and requests, newest first."""
    return Report.objects.filter(partnership=partnership)


def report(*, partnership: Partnership, pk: int) -> Report | None:
    """One counted report of this partnership, or None."""
    return Report.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()


def report_figures(rows: list[Report], kind: YearlyCountKind) -> ReportFigures:
    """Counts and the median delay of one kind; nothing on anybody."""
    of_kind = [row for row in rows if row.kind == kind]
    pairs = [(row.sent_on, row.answered_on) for row in of_kind if row.answered_on]
    outcomes = tuple(
        (outcome, sum(row.outcome == outcome for row in of_kind)) for outcome in ReportOutcome
    )  # fmt: skip
    return ReportFigures(
        kind, len(of_kind), len(pairs), sum(back <= rules.month_after(sent) for sent, back in pairs),
        rules.answer_days(pairs), tuple(row for row in outcomes if row[1]),
    )  # fmt: skip


def yearly_counts(*, partnership: Partnership) -> list[YearlyCount]:
    """The counts of each year, latest first."""
    return list(YearlyCount.objects.filter(partnership=partnership))
