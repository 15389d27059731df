"""One sheet as its page shows it: partners and pledges, steps, cost, indicators, states it went through."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from maillage.bodies.rules import commitments as promises
from maillage.bodies.rules import wording
from maillage.contracts.models import ActionSheet, CostLine, Milestone, Pledge, SheetIndicator, SheetPartner
from maillage.contracts.rules import lateness, money
from maillage.contracts.rules.pledges import Promised, standing
from maillage.contracts.vocabulary import SheetState
from maillage.contracts.vocabulary.plan import FIELDS_WITHOUT, PledgeStanding
from maillage.institutions.models import Partnership
from maillage.institutions.vocabulary import Sector

MARKS = {
    PledgeStanding.TO_CONFIRM: "open", PledgeStanding.CONFIRMED: "", PledgeStanding.WITHDRAWN: "no",
    PledgeStanding.IN_FORCE: "open",
}  # fmt: skip


@dataclass(frozen=True)
class PledgeLine:
    """A pledge, where it stands, its shape, and how late its commitment is."""

    row: Pledge
    standing: PledgeStanding
    label: str
    mark: str
    late: int
    to_say: bool  # no quantity yet
    remarks: list[wording.Remark]


@dataclass(frozen=True)
class PartnerLine:
    """An institution of a sheet with its living pledges; none: a name on a list."""

    row: SheetPartner
    pledges: list[PledgeLine]


@dataclass(frozen=True)
class StepLine:
    """A step, and how late it is."""

    row: Milestone
    late: int
    near: bool


@dataclass(frozen=True)
class Change:
    """A state that a sheet entered."""

    at: datetime
    state: SheetState
    blocking: str


@dataclass(frozen=True)
class Cost:
    """The lines of cost and their sums."""

    rows: list[CostLine]
    total: money.Sum
    years: list[tuple[int, money.Sum]]
    sources: list[tuple[Any, money.Sum]]
    natures: list[tuple[Any, money.Sum]]


@dataclass(frozen=True)
class Card:
    """The whole page."""

    partners: list[PartnerLine]
    steps: list[StepLine]
    cost: Cost
    indicators: list[SheetIndicator]
    withdrawn: list[tuple[str, Any]]
    removed: list[SheetPartner]
    pledges_withdrawn: list[Pledge]
    without: list[tuple[str, str]]
    late: int
    institutions: int
    sectors: int
    named_only: int


def card(*, sheet: ActionSheet, on: date) -> Card:
    """The page of one sheet; the number of queries does not depend on how much is written."""
    named = list(_partners(sheet))
    partners = [_partner(row, on) for row in named if row.withdrawn_on is None]
    steps = list(sheet.milestones.all())
    costs = list(sheet.cost_lines.select_related("payer"))
    indicators = list(sheet.indicators.all())
    promised = {line.row.institution_id: line.row.institution.sector for line in partners if line.pledges}
    return Card(
        partners, [_step(row, on) for row in steps if row.withdrawn_on is None],
        cost([row for row in costs if row.withdrawn_on is None]),
        [row for row in indicators if row.withdrawn_on is None], _withdrawn(steps, costs, indicators),
        [row for row in named if row.withdrawn_on is not None],
        [one for row in named for one in row.pledges.all() if one.withdrawn_on is not None],
        [(label, sheet.without[name]) for name, label in FIELDS_WITHOUT.items() if name in sheet.without],
        lateness.end_late(end=sheet.end, state=sheet.state, on=on), len(promised),
        len({Sector(word) for word in promised.values()}),
        sum(1 for line in partners if not line.pledges),
    )  # fmt: skip


def _partners(sheet: ActionSheet) -> Any:
    pledges = Pledge.objects.select_related("commitment", "towards").order_by("id")
    rows = sheet.partners.select_related("institution").prefetch_related(Prefetch("pledges", pledges))
    return rows.order_by("institution__name", "id")


def _partner(row: SheetPartner, on: date) -> PartnerLine:
    return PartnerLine(row, [pledge_line(one, on) for one in row.pledges.all() if one.withdrawn_on is None])


def pledge_line(row: Pledge, on: date) -> PledgeLine:
    """A pledge and where it stands; in force, its commitment says it."""
    one = Promised(
        row.quantity, row.confirmed_on is not None, row.withdrawn_on is not None, row.commitment is not None
    )
    stands, late = standing(one), 0
    label, mark = stands.label, MARKS[stands]
    if row.commitment is not None and stands is PledgeStanding.IN_FORCE:
        known = row.commitment
        late = promises.days_late(due_on=known.due_on, state=known.state, on=on)
        label = known.state_term.label
        mark = promises.mark(due_on=known.due_on, state=known.state, on=on)
    remarks = wording.remarks(deliverable=row.deliverable, quantity=row.quantity, due_on=row.due_on)
    return PledgeLine(row, stands, label, mark, late, not row.quantity, remarks)


def _step(row: Milestone, on: date) -> StepLine:
    late = lateness.milestone_late(start=row.start, end=row.end, done_on=row.done_on, on=on)
    near = lateness.milestone_near(start=row.start, end=row.end, done_on=row.done_on, on=on)
    return StepLine(row, late, near)


def cost(rows: list[CostLine]) -> Cost:
    """Lines of cost with sums that foot."""
    lines = [money.Line(row.year, row.source_term, row.nature_term, row.amount, row.obtained) for row in rows]
    return Cost(
        rows, money.total(lines), money.by_year(lines), money.by_source(lines), money.by_nature(lines)
    )


def _withdrawn(*groups: list[Any]) -> list[tuple[str, Any]]:
    kinds = {Milestone: "etape", CostLine: "cout", SheetIndicator: "indicateur"}
    return [(kinds[type(row)], row) for rows in groups for row in rows if row.withdrawn_on is not None]


def states(*, sheet: ActionSheet) -> list[Change]:
    """The states it went through, the latest first."""
    rows = sheet.history.order_by("history_date", "history_id").values_list(
        "history_date", "state", "blocking"
    )
    found: list[Change] = []
    for at, state, blocking in rows:
        if not found or found[-1].state != state:
            found.append(Change(at, SheetState(state), blocking))
    return found[::-1]


def pledge(*, partnership: Partnership, pk: int) -> Pledge | None:
    """One pledge of this partnership, or None."""
    rows = Pledge.objects.filter(partner__sheet__contract__partnership=partnership, pk=pk)
    return rows.select_related(
        "partner__institution", "partner__sheet__contract__partnership", "commitment", "towards"
    ).first()


def partner(*, partnership: Partnership, pk: int) -> SheetPartner | None:
    """One institution named on a sheet of this partnership, or None."""
    rows = SheetPartner.objects.filter(sheet__contract__partnership=partnership, pk=pk)
    return rows.select_related("institution", "sheet__contract__partnership").first()
