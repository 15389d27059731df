"""Where granted money went, inside one partnership: grants as plain facts, communes, what is set beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import ContractState
from maillage.funding.models import (
    Effort,
    Fund,
    FundRule,
    GrantDecision,
    LinkedBody,
    NeedComponent,
    NeedValue,
    PlanLine,
)
from maillage.funding.vocabulary import DecisionKind, FundKind, RequestState, Side
from maillage.funding.vocabulary.spread import LOCAL_FUNDS, Perimeter
from maillage.institutions.models import Partnership
from maillage.territory import selectors as territory
from maillage.territory.models import Commune

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class GrantFact:
    """One grant: where, to whom, how much, and the sprinkling threshold of its fund on the day, if any."""

    pk: int
    place: str
    body: int
    body_name: str
    amount: Decimal
    fund: str
    kind: FundKind
    priority_area: bool | None
    video: bool
    on: date
    threshold: Decimal | None
    threshold_source: str
    linked: bool


@dataclass(frozen=True)
class Unit:
    """One commune of the perimeter."""

    code: str
    name: str
    population: int
    qpv: int


def funds(*, partnership: Partnership) -> QuerySet[Fund]:
    """The funds of this partnership, by name."""
    return Fund.objects.filter(partnership=partnership)


def years(*, partnership: Partnership) -> list[int]:
    """The years in which something was granted, the latest first."""
    rows = _granted(partnership).order_by("-request__year").values_list("request__year", flat=True)
    return list(rows.distinct())


def _granted(partnership: Partnership) -> Any:
    return GrantDecision.objects.filter(
        request__partnership=partnership, kind=DecisionKind.GRANTED.value, withdrawn_on__isnull=True,
        request__state=RequestState.GRANTED.value,
    )  # fmt: skip


def grants(*, partnership: Partnership, fund: int | None = None, year: int | None = None) -> list[GrantFact]:
    """The grants, of one fund or one year where asked; three queries whatever their number."""
    rows = _granted(partnership).select_related("request__fund", "request__applicant")
    rows = rows.filter(request__fund_id=fund) if fund else rows
    rows = rows.filter(request__year=year) if year else rows
    rules = list(
        FundRule.objects.filter(
            fund__partnership=partnership, threshold__isnull=False, withdrawn_on__isnull=True
        )
    )
    links = list(LinkedBody.objects.filter(partnership=partnership, withdrawn_on__isnull=True))
    return [_fact(row, rules, links) for row in rows.order_by("pk")]


def _fact(row: GrantDecision, rules: list[FundRule], links: list[LinkedBody]) -> GrantFact:
    ask = row.request
    day = ask.filed_on or row.on
    rule = next(
        (one for one in reversed(rules) if one.fund_id == ask.fund_id and _within(one.since, one.until, day)),
        None,
    )
    linked = any(
        one.institution_id == ask.applicant_id and _within(one.since, one.until, row.on) for one in links
    )
    return GrantFact(
        row.pk, ask.place.strip().upper(), ask.applicant_id, ask.applicant.name, row.amount, ask.fund.name,
        ask.fund.kind_term, ask.in_priority_area, ask.video, row.on, rule.threshold if rule else None,
        rule.reference if rule else "", linked,
    )  # fmt: skip


def _within(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day <= until)


def perimeters(*, partnership: Partnership) -> dict[Perimeter, str]:
    """The places between which the money of this partnership may be compared: code by perimeter."""
    facts = territory.place(partnership.place)
    if facts is None:
        return {}
    epci = partnership.place if partnership.place.startswith("epci:") else ""
    epci = epci or (f"epci:{facts.epci}" if facts.epci else "")
    found = {
        Perimeter.EPCI: epci,
        Perimeter.DEPARTMENT: f"dep:{facts.department}" if facts.department else "",
    }
    return {name: code for name, code in found.items() if code}


def units(*, place: str) -> list[Unit]:
    """The peopled communes of a place, by name; one query."""
    codes = territory.communes_of(place)
    rows = Commune.objects.filter(code__in=codes, kind="commune", population__gt=0)
    found = rows.values_list("code", "name", "population", "qpv_count")
    return [Unit(code, name, people or 0, qpv) for code, name, people, qpv in found]


def efforts(*, partnership: Partnership, withdrawn: bool = False) -> list[Effort]:
    """The communes' own effort, the latest year first in each; those withdrawn only when asked for."""
    rows = Effort.objects.filter(partnership=partnership).select_related("partnership")
    return list(rows if withdrawn else rows.filter(withdrawn_on__isnull=True))


def links(*, partnership: Partnership) -> list[LinkedBody]:
    """The declared links, withdrawn ones included."""
    rows = LinkedBody.objects.filter(partnership=partnership)
    return list(rows.select_related("institution", "partnership"))


def brought(*, partnership: Partnership, withdrawn: bool = False) -> list[NeedComponent]:
    """The components of need brought by hand."""
    rows = NeedComponent.objects.filter(partnership=partnership).select_related("partnership")
    return list(rows if withdrawn else rows.filter(withdrawn_on__isnull=True))


def brought_values(components: Iterable[NeedComponent]) -> dict[int, dict[str, float]]:
    """The values of these components, by component and commune; one query."""
    found: dict[int, dict[str, float]] = {}
    for row in NeedValue.objects.filter(component__in=list(components)):
        found.setdefault(row.component_id, {})[row.place] = row.value
    return found


@dataclass(frozen=True)
class LocalMoney:
    """M2b: local euros of the granted requests, and those on premises, vehicles or equipment of the State."""

    local: Decimal
    for_state: Decimal


def local_money(
    *, partnership: Partnership, fund: int | None = None, year: int | None = None
) -> LocalMoney:  # fmt: skip
    """Local euros of the plans of granted requests; what is done replaces what was planned.

    A request that marks both the income and the expense counts once, by its income.
    """
    held = Q(request__decision__in=_granted(partnership), withdrawn_on__isnull=True)
    held &= Q(request__fund_id=fund) if fund else Q()
    held &= Q(request__year=year) if year else Q()
    per: dict[int, list[Decimal]] = {}
    for row in PlanLine.objects.filter(held).select_related("fund"):
        amount = row.planned if row.actual is None else row.actual
        sums = per.setdefault(row.request_id, [ZERO, ZERO, ZERO])
        income = row.side == Side.INCOME.value
        local = income and row.fund is not None and row.fund.kind_term in LOCAL_FUNDS
        sums[0] += amount if local else ZERO
        sums[1] += amount if local and row.for_state else ZERO
        sums[2] += amount if not income and row.for_state else ZERO
    state = sum((min(one[0], one[1] or one[2]) for one in per.values()), ZERO)
    return LocalMoney(sum((one[0] for one in per.values()), ZERO), state)


def communication_only(*, partnership: Partnership) -> tuple[int, int]:
    """M14: actions whose only deliverable is communication, and actions, of contracts not dropped."""
    rows = ActionSheet.objects.filter(contract__partnership=partnership, withdrawn_on__isnull=True).exclude(
        contract__state=ContractState.DROPPED.value
    )
    return rows.filter(only_communication=True).count(), rows.count()


KINDS: dict[str, Any] = {"effort": Effort, "composante": NeedComponent, "lien": LinkedBody}


def beside(*, partnership: Partnership, kind: str, pk: int) -> Any | None:
    """One row set beside the grants, of this partnership, or None."""
    rows = KINDS[kind].objects.filter(partnership=partnership, pk=pk) if kind in KINDS else None
    return rows.select_related("partnership").first() if rows is not None else None
