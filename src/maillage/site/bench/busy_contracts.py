"""Five years of contracts and of requests for money of the busy partnership: what their pages must bear."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from maillage.contracts import models as contracts
from maillage.contracts.vocabulary import Nature, PreventionFamily, SheetState, Source, Theme
from maillage.funding import models as funding
from maillage.institutions.models import Institution, Partnership

YEARS, SHEETS, REQUESTS = 5, 60, 20  # a year
THEMES, FAMILIES = tuple(Theme), tuple(PreventionFamily)
STATES = (SheetState.RUNNING, SheetState.PLANNED, SheetState.BLOCKED, SheetState.DONE)


def fill(here: Partnership, year: int) -> None:
    """Five yearly contracts of 60 sheets, and 20 requests a year; the last contract is in force."""
    who = list(here.institutions.order_by("id"))
    for back in reversed(range(YEARS)):
        sheets = _sheets(_contract(here, year - back, last=back == 0), who)
        _requests(here, sheets, who, year - back)


def _contract(here: Partnership, year: int, *, last: bool) -> list[contracts.Objective]:
    row = contracts.Contract.objects.create(
        partnership=here, kind="stspd", title=f"Stratégie fictive {year}", territory="Essai",
        start=date(year, 1, 1), end=date(year + 2, 12, 31), opened_on=date(year, 1, 1),
        state="in_force" if last else "ended",
    )  # fmt: skip
    axes = contracts.Axis.objects.bulk_create(
        contracts.Axis(contract=row, number=n, title=f"Axe {n}") for n in range(1, 4)
    )
    priorities = contracts.Priority.objects.bulk_create(
        contracts.Priority(axis=axis, number=n, title=f"Priorité {n}", origin="local")
        for axis in axes
        for n in range(1, 3)
    )
    return contracts.Objective.objects.bulk_create(
        contracts.Objective(priority=priority, number=n, text=f"Objectif {n}", origin="local")
        for priority in priorities
        for n in range(1, 3)
    )


def _sheets(aims: list[contracts.Objective], who: list[Institution]) -> list[contracts.ActionSheet]:
    contract = aims[0].priority.axis.contract
    rows = contracts.ActionSheet.objects.bulk_create(
        contracts.ActionSheet(
            contract=contract, number=n, title=f"Action {n}", theme=THEMES[n % len(THEMES)].value,
            family=FAMILIES[n % len(FAMILIES)].value, state=STATES[n % len(STATES)].value,
            pilot=who[n % len(who)], public="Habitants", territory=f"Quartier {n % 7}",
            content="Contenu d'essai",
            start=contract.start + timedelta(days=n), end=contract.start + timedelta(days=300 + n),
        )
        for n in range(1, SHEETS + 1)
    )  # fmt: skip
    link: Any = contracts.ActionSheet.objectives.through
    link.objects.bulk_create(
        link(actionsheet_id=row.pk, objective_id=aims[n % len(aims)].pk) for n, row in enumerate(rows)
    )
    _partners(rows, who)
    _lines(rows)
    return rows


def _partners(rows: list[contracts.ActionSheet], who: list[Institution]) -> None:
    named = contracts.SheetPartner.objects.bulk_create(
        contracts.SheetPartner(sheet=row, institution=who[(n + k) % len(who)])
        for n, row in enumerate(rows)
        for k in range(3)
    )
    contracts.Pledge.objects.bulk_create(
        contracts.Pledge(
            partner=row, deliverable="tenir la permanence", quantity="deux par semaine",
            due_on=row.sheet.end, confirmed_on=row.sheet.start,
        )
        for n, row in enumerate(named)
        if n % 3
    )  # fmt: skip


def _lines(rows: list[contracts.ActionSheet]) -> None:
    contracts.Milestone.objects.bulk_create(
        contracts.Milestone(sheet=row, title=f"Étape {k}", start=row.start + timedelta(days=60 * k))
        for row in rows
        for k in range(2)
        if row.start
    )
    contracts.CostLine.objects.bulk_create(
        contracts.CostLine(
            sheet=row, year=row.contract.start.year, source=source.value, nature=Nature.RUNNING.value,
            amount=Decimal("4000.00"),
        )
        for row in rows
        for source in (Source.FIPD, Source.TOWN)
    )  # fmt: skip
    contracts.SheetIndicator.objects.bulk_create(
        contracts.SheetIndicator(sheet=row, kind=kind, name=f"Indicateur {kind}")
        for row in rows
        for kind in ("follow_up", "result")
    )


def _requests(
    here: Partnership, sheets: list[contracts.ActionSheet], who: list[Institution], year: int
) -> None:
    fund, _made = funding.Fund.objects.get_or_create(partnership=here, kind="fipd", name="FIPD")
    first = funding.GrantRequest.objects.filter(partnership=here).count()
    rows = funding.GrantRequest.objects.bulk_create(
        funding.GrantRequest(
            partnership=here, fund=fund, sheet=sheets[n], applicant=who[n % len(who)], number=first + n + 1,
            year=year, state="granted" if n % 4 else "filed", renewal="first", purpose="project",
            title=f"Action financée {n}", asked=Decimal("9000.00"), place=here.place,
            filed_on=date(year, 2, 1),
        )
        for n in range(REQUESTS)
    )  # fmt: skip
    funding.PlanLine.objects.bulk_create(
        funding.PlanLine(
            request=row, side=side, account=account, label="Ligne d'essai", planned=Decimal("18000.00")
        )
        for row in rows
        for side, account in (("expense", "64"), ("income", "74"))
    )
    decided = funding.GrantDecision.objects.bulk_create(
        funding.GrantDecision(
            request=row, kind="granted", reason="essai", on=date(year, 4, 1), amount=Decimal("8000.00")
        )
        for row in rows
        if row.state == "granted"
    )
    funding.Payment.objects.bulk_create(
        funding.Payment(
            decision=row, due_on=date(year, 5, 1), amount=Decimal("8000.00"), paid_on=date(year, 5, 2)
        )
        for row in decided
    )
