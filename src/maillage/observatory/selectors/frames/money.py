"""Frames of money: grants, requests, controls, financial reports, costs of sheets, efforts of communes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import Min, Prefetch, Q

from maillage.contracts.models import ActionSheet, CostLine
from maillage.contracts.vocabulary import STATE_SOURCES, Source
from maillage.funding.models import (
    Condition,
    Control,
    ControlStep,
    Effort,
    Fault,
    FundRule,
    GrantDecision,
    GrantRequest,
    LinkedBody,
    PlanLine,
    Repayment,
    Report,
)
from maillage.funding.rules import eligibility
from maillage.funding.rules.control_path import CONCLUDED
from maillage.funding.rules.eligibility.action import precise
from maillage.funding.selectors import requests as requested
from maillage.funding.vocabulary import (
    Account,
    DecisionKind,
    FundKind,
    RefusalReason,
    RequestState,
    Side,
)
from maillage.funding.vocabulary.controls import StepKind
from maillage.funding.vocabulary.eligibility import Found
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.vocabulary.frames import PreventionFamily
from maillage.territory.models import Commune

LIVE = Q(withdrawn_on__isnull=True)
STATE_FUNDS = frozenset({FundKind.FIPD.value, FundKind.CITY_POLICY.value, FundKind.MILDECA.value})
STATE = frozenset(source.value for source in STATE_SOURCES)
LOCAL = frozenset({Source.TOWN.value, Source.DEPARTMENT.value, Source.REGION.value})
CONCLUDING = (StepKind.CONFORM.value, StepKind.CONCLUDE.value)
TEXTS = ("object", "objectives", "public", "means", "evaluation", "indicators")
IN_KIND = frozenset({Account.A86.value, Account.A87.value})
GRANTED = Q(
    withdrawn_on__isnull=True, kind=DecisionKind.GRANTED.value,
    request__state=RequestState.GRANTED.value, request__withdrawn_on__isnull=True,
)  # fmt: skip
READ = (
    "pk", "request_id", "request__partnership_id", "on", "amount", "notified_on", "request__fund_id",
    "request__fund__kind", "request__video", "request__individual_equipment", "request__in_priority_area",
    "request__baseline_known", "request__baseline", "request__call_priority_id", "request__sheet_id",
    "request__sheet__family", "request__applicant_id", "request__place", "request__filed_on",
    "request__start", "request__year",
)  # fmt: skip
Row = dict[str, Any]


def granted(wanted: Partnerships) -> list[Row]:
    """The grants, as plain values without the prefix of their request; one query."""
    rows = GrantDecision.objects.filter(GRANTED, request__partnership__in=wanted).order_by("pk")
    names = [name.removeprefix("request__") for name in READ]
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*READ)]


def grants(wanted: Partnerships) -> pl.DataFrame:
    """The grants. The need of a commune is an index of the département, in no row here: unknown."""
    rows, plans, rules, links = granted(wanted), _plans(wanted), _rules(wanted), _links(wanted)
    aimed, later, people = _aimed(wanted), _later(wanted), _people(rows)
    return frame("grants", (
        {"partnership": row["partnership_id"], "grant": row["pk"], "decided": row["on"],
         "euros": float(row["amount"]), "video": row["video"],
         "fipd": row["fund__kind"] == FundKind.FIPD.value,
         "priority_area": row["in_priority_area"], "commune": row["place"].strip().upper() or None,
         "grantee": row["applicant_id"], "filed": row["filed_on"], "notified": row["notified_on"],
         "starts": row["start"], "sheet": row["sheet_id"], "conditions_after": row["pk"] in later,
         "linked": row["call_priority_id"] is not None or row["sheet_id"] in aimed,
         "chair_linked": _within(links.get(row["applicant_id"], ()), row["on"]) is not None,
         "inhabitants": people.get(row["place"].strip().upper()), "family": _family(row),
         "small": _small(row, rules), **_plan(row, plans.get(row["request_id"], ()))}
        for row in rows
    ))  # fmt: skip


def _plans(wanted: Partnerships) -> dict[int, list[Any]]:
    rows = PlanLine.objects.filter(LIVE, request__partnership__in=wanted).order_by("pk")
    fields = ("request_id", "side", "account", "planned", "fund__kind", "paid_before")
    return base.grouped(rows.values_list(*fields))


def _plan(row: Row, lines: Any) -> Row:
    """Total cost, share of the State, and whether the money replaces an ordinary budget (M1)."""
    spent = [line for line in lines if line[0] == Side.EXPENSE.value and line[1] not in IN_KIND]
    gained = [line for line in lines if line[0] == Side.INCOME.value and line[1] not in IN_KIND]
    state = sum((line[2] for line in gained if line[3] in STATE_FUNDS), Decimal(0))
    own = row["amount"] if row["fund__kind"] in STATE_FUNDS else Decimal(0)
    return {
        "total_cost": float(sum(line[2] for line in spent)) if spent else None,
        "state_euros": float(max(state, own)) if gained or own else None,
        "substitution": _substitution(row, [line[4] for line in spent]),
    }  # fmt: skip


def _substitution(row: Row, paid_before: list[bool | None]) -> bool | None:
    if row["individual_equipment"] or row["baseline"] or True in paid_before:
        return True
    return None if not row["baseline_known"] or None in paid_before else False


def _family(row: Row) -> str | None:
    family: str | None = row["sheet__family"]
    return PreventionFamily.SITUATIONAL.value if row["video"] else family


def _rules(wanted: Partnerships) -> dict[int, list[Any]]:
    rows = FundRule.objects.filter(LIVE, fund__partnership__in=wanted, threshold__isnull=False)
    return base.grouped(rows.order_by("since").values_list("fund_id", "since", "until", "threshold"))


def _links(wanted: Partnerships) -> dict[int, list[Any]]:
    rows = LinkedBody.objects.filter(LIVE, partnership__in=wanted).order_by("since")
    return base.grouped(rows.values_list("institution_id", "since", "until", "pk"))


def _within(rows: Any, day: date) -> Any:
    """What held on that day, if anything did: the last of (since, until, value)."""
    return next(
        (
            value
            for since, until, value in reversed(list(rows))
            if since <= day and (not until or day <= until)
        ),
        None,
    )


def _small(row: Row, rules: dict[int, list[Any]]) -> bool | None:
    """Under the threshold of its fund on the day of the request; None: the fund has none."""
    floor = _within(rules.get(row["fund_id"], ()), row["filed_on"] or row["on"])
    return row["amount"] < floor if floor is not None else None


def _aimed(wanted: Partnerships) -> set[int]:
    """The sheets that serve an objective."""
    rows = ActionSheet.objects.filter(
        LIVE,
        contract__partnership__in=wanted,
        objectives__withdrawn_on__isnull=True,
        objectives__isnull=False,
    )
    return set(rows.values_list("pk", flat=True))


def _later(wanted: Partnerships) -> set[int]:
    rows = Condition.objects.filter(LIVE, decision__request__partnership__in=wanted)
    return set(rows.values_list("decision_id", flat=True))


def _people(rows: list[Row]) -> dict[str, int | None]:
    codes = {row["place"].strip().upper() for row in rows}
    return dict(Commune.objects.filter(code__in=codes).values_list("code", "population"))


def requests(wanted: Partnerships) -> pl.DataFrame:
    """The requests filed; imprecise when returned, refused for it, or by the check of the form."""
    lines = Prefetch("lines", PlanLine.objects.order_by("pk"))
    rows = GrantRequest.objects.filter(LIVE, partnership__in=wanted, filed_on__isnull=False)
    told = rows.select_related("decision", "fund").prefetch_related(lines).order_by("pk")
    return frame("requests", (_request(row) for row in told))


def _request(row: GrantRequest) -> Row:
    decision = getattr(row, "decision", None)
    refused = decision is not None and decision.refusal == RefusalReason.IMPRECISE.value
    returned = row.returned_on is not None or refused
    return {
        "partnership": row.partnership_id, "request": row.pk, "filed": row.filed_on, "returned": returned,
        "imprecise": True if returned else _imprecise(row),
        "returned_on": base.earliest(row.returned_on, decision.on if refused and decision else None),
        "object_changed": bool(requested.changes(row)),
    }  # fmt: skip


def _imprecise(row: GrantRequest) -> bool | None:
    """By the check of the form, on what it holds; None where the form was not filled here."""
    texts = {name: getattr(row, name) for name in TEXTS}
    if not any(text.strip() for text in texts.values()):
        return None
    lines = tuple(requested.as_line(line) for line in row.lines.all() if line.withdrawn_on is None)
    kept = eligibility.Facts(
        on=row.filed_on or date(row.year, 1, 1),
        fund=eligibility.FundFacts(row.fund_id, "", FundKind(row.fund.kind)), lines=lines,
        asked=row.asked, people=row.people, start=row.start, end=row.end, **texts,
    )  # fmt: skip
    return precise(kept).found is Found.FAILS


def controls(wanted: Partnerships) -> pl.DataFrame:
    """The bodies funded in a year, whether a control of that year came to a conclusion, and its euros."""
    first: dict[tuple[int, int, int], date] = {}
    for row in granted(wanted):
        key = (row["partnership_id"], row["applicant_id"], row["year"])
        first[key] = min(row["on"], first.get(key, row["on"]))
    done = _concluded(wanted)
    return frame("controls", (
        {"partnership": key[0], "grantee": key[1], "day": day, "controlled": key in done,
         **done.get(key, {})}
        for key, day in sorted(first.items())
    ))  # fmt: skip


def _concluded(wanted: Partnerships) -> dict[tuple[int, int, int], Row]:
    """By partnership, body and year: euros found not conform, euros given back, and since when."""
    here = {"campaign__partnership__in": wanted}
    kept: dict[int, float] = defaultdict(float)
    faults = Fault.objects.filter(LIVE, kept__isnull=False, control__campaign__partnership__in=wanted)
    for control, euros in faults.values_list("control_id", "kept"):
        kept[control] += float(euros or 0)
    back: dict[str, float] = defaultdict(float)
    paid = Repayment.objects.filter(
        LIVE, recovery__withdrawn_on__isnull=True, recovery__decision__request__partnership__in=wanted
    )
    last: dict[str, date] = {}
    for origin, euros, on in paid.values_list("recovery__origin", "amount", "on"):
        back[origin] += float(euros)
        last[origin] = max(on, last.get(origin, on))
    rows = Control.objects.filter(
        LIVE, campaign__withdrawn_on__isnull=True, phase__in=[phase.value for phase in CONCLUDED], **here
    )
    fields = ("campaign__partnership_id", "institution_id", "campaign__year", "pk")
    told = ControlStep.objects.filter(
        undone_on__isnull=True, kind__in=CONCLUDING, control__campaign__partnership__in=wanted
    )
    ended = dict(told.values_list("control_id").order_by("control_id").annotate(first=Min("on")))
    return {
        tuple(key): {
            "nonconform": kept[pk], "concluded": ended.get(pk), "recovered": back[f"control:{pk}"],
            "recovered_on": last.get(f"control:{pk}"),
        }
        for *key, pk in rows.values_list(*fields)
    }  # fmt: skip


def fund_reports(wanted: Partnerships) -> pl.DataFrame:
    """The financial reports due; nothing received is not in time, once the day has come."""
    granted_here = Q(decision__withdrawn_on__isnull=True, decision__kind=DecisionKind.GRANTED.value)
    rows = Report.objects.filter(granted_here, decision__request__partnership__in=wanted).order_by("pk")
    fields = ("decision__request__partnership_id", "decision_id", "due_on", "received_on", "not_done_on")
    return frame("fund_reports", (
        {"partnership": here, "grant": grant, "due": due, "received": received,
         "on_time": received is not None and received <= due}
        for here, grant, due, received, undone in rows.values_list(*fields) if undone is None
    ))  # fmt: skip


def costs(wanted: Partnerships) -> pl.DataFrame:
    """The priced lines of sheets. Money on premises of the State is told by plans of grants only: unknown."""
    rows = CostLine.objects.filter(
        LIVE, amount__isnull=False, sheet__withdrawn_on__isnull=True,
        sheet__contract__partnership__in=wanted,
    ).order_by("pk")  # fmt: skip
    fields = ("sheet__contract__partnership_id", "sheet_id", "year", "amount", "source", "payer_id")
    return frame("costs", (
        {"partnership": here, "sheet": sheet, "day": date(year, 1, 1), "euros": float(euros),
         "state": source in STATE, "local": source in LOCAL, "payer": payer}
        for here, sheet, year, euros, source, payer in rows.values_list(*fields)
    ))  # fmt: skip


def efforts(wanted: Partnerships) -> pl.DataFrame:
    """What communes spend themselves, and what they could levy, a head; both known."""
    rows = Effort.objects.filter(
        LIVE, partnership__in=wanted, spend__isnull=False, potential__isnull=False, population__gt=0
    ).order_by("pk")
    fields = ("partnership_id", "place", "year", "spend", "potential", "population")
    return frame("efforts", _efforts(rows.values_list(*fields)))


def _efforts(rows: Any) -> Iterator[Row]:
    for here, place, year, spend, potential, people in rows:
        yield {
            "partnership": here, "commune": place, "day": date(year, 1, 1),
            "spend_per_head": float(spend) / people, "fiscal_potential_per_head": float(potential) / people,
        }  # fmt: skip
