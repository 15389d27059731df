"""What an action sheet already says: its words and its costs as those of a request."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from maillage.contracts.models import ActionSheet, CostLine
from maillage.contracts.vocabulary import Nature, Source
from maillage.funding.models import Fund
from maillage.funding.rules.amounts import total
from maillage.funding.vocabulary import Account, Side

EXPENSES = {Nature.RUNNING: Account.A62, Nature.EQUIPMENT: Account.A21, Nature.STAFF: Account.A64}
EXPENSE_WORDS = {
    Nature.RUNNING: "Fonctionnement de l'action", Nature.EQUIPMENT: "Équipement de l'action",
    Nature.STAFF: "Personnel de l'action",
}  # fmt: skip


@dataclass(frozen=True)
class PlanDraft:
    """A line of the plan drawn from the costs of a sheet."""

    side: Side
    account: Account
    label: str
    planned: Decimal
    nature: str = ""
    fund: Fund | None = None
    paid_before: bool | None = None


@dataclass(frozen=True)
class Prefilled:
    """What a sheet gives to a request: fields, lines, the sum asked, how many costs have no price yet."""

    fields: dict[str, Any]
    lines: tuple[PlanDraft, ...]
    asked: Decimal | None
    unpriced: int


def from_sheet(*, sheet: ActionSheet, fund: Fund, year: int) -> Prefilled:
    """The words and the costs of a sheet for one year, as those of a request to this fund."""
    costs = list(sheet.cost_lines.filter(withdrawn_on__isnull=True, year=year))
    priced = [row for row in costs if row.amount]
    asked = total(row.amount for row in priced if row.source == fund.kind)
    lines = (*_expenses(sheet, priced), *_incomes(priced, fund))
    return Prefilled(_fields(sheet), lines, asked or None, len(costs) - len(priced))


def _fields(sheet: ActionSheet) -> dict[str, Any]:
    return {
        "title": sheet.title, "object": sheet.content, "objectives": _objectives(sheet),
        "public": sheet.public, "territory": sheet.territory, "in_priority_area": sheet.in_priority_area,
        "start": sheet.start, "end": sheet.end, "means": sheet.human_means,
        "indicators": _indicators(sheet), "evaluation": _evaluation(sheet), "plan_link": _plan_link(sheet),
    }  # fmt: skip


def _objectives(sheet: ActionSheet) -> str:
    rows = sheet.objectives.filter(withdrawn_on__isnull=True)
    return "\n".join(
        " ".join(part for part in (row.text.rstrip("."), _target(row.baseline, row.target, row.unit)) if part)
        + "."
        for row in rows
    )


def _target(baseline: str, target: str, unit: str) -> str:
    goal = " ".join(part for part in (target, unit) if part)
    start = f"de {baseline} " if baseline else ""
    return f"({start}à {goal})" if target else ""


def _indicators(sheet: ActionSheet) -> str:
    rows = sheet.indicators.filter(withdrawn_on__isnull=True)
    return "\n".join(
        f"{row.name} ({row.kind_term.label}) {_target(row.baseline, row.target, row.unit)}".rstrip()
        for row in rows
    )


def _evaluation(sheet: ActionSheet) -> str:
    reviews = sheet.reviews.filter(dropped_on__isnull=True).order_by("planned_on")
    days = [f"{row.planned_on:%d/%m/%Y}" for row in reviews]
    parts = [f"Revues prévues : {', '.join(days)}." if days else ""]
    parts.append(f"À surveiller : {sheet.risks}" if sheet.risks else "")
    return "\n".join(part for part in parts if part)


def _plan_link(sheet: ActionSheet) -> str:
    rows = sheet.objectives.filter(withdrawn_on__isnull=True).select_related("priority")
    titles = list(dict.fromkeys(row.priority.title for row in rows))
    answers = f" ; répond à : {' ; '.join(titles)}" if titles else ""
    return f"{sheet.contract.title}, fiche {sheet.number}{answers}."


def _expenses(sheet: ActionSheet, costs: list[CostLine]) -> list[PlanDraft]:
    before = False if sheet.existed_before is False else None
    return [
        PlanDraft(
            Side.EXPENSE, EXPENSES[nature], EXPENSE_WORDS[nature], amount, nature.value, paid_before=before
        )
        for nature in Nature
        if (amount := total(row.amount for row in costs if row.nature == nature.value))
    ]


def _incomes(costs: list[CostLine], fund: Fund) -> list[PlanDraft]:
    known = {
        row.kind: row for row in Fund.objects.filter(partnership_id=fund.partnership_id, archived_on=None)
    }
    known[fund.kind] = fund
    return [
        PlanDraft(
            Side.INCOME, Account.A75 if source is Source.OWN else Account.A74,
            source.label[0].upper() + source.label[1:], amount, fund=known.get(source.value),
        )
        for source in Source
        if (amount := total(row.amount for row in costs if row.source == source.value))
    ]  # fmt: skip
