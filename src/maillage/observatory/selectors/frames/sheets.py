"""The frame of action sheets, and what falls due on them: yearly reviews, values of indicators."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
from dateutil.relativedelta import relativedelta
from django.db.models import Min, Q
from django.utils import timezone

from maillage.bodies.models import SeatHolder, TerritoryEvent
from maillage.bodies.vocabulary import EventKind, SeatRole
from maillage.contracts.models import (
    ActionSheet,
    CostLine,
    IndicatorDue,
    Opinion,
    Pledge,
    Review,
    SheetIndicator,
    SheetPartner,
)
from maillage.contracts.rules.readiness import facts, fields, overlap
from maillage.contracts.vocabulary import IndicatorKind
from maillage.institutions.vocabulary import InstitutionKind
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Houses, Partnerships, frame
from maillage.observatory.selectors.frames.lives import at_work, events_of_sheets, last_day, stops, terms
from maillage.observatory.selectors.frames.meetings import present_at, sats

LIVE = Q(withdrawn_on__isnull=True)
HERE = "sheet__contract__partnership__in"
SOON = timedelta(days=7)
READ = (
    "pk", "contract_id", "contract__partnership_id", "number", "title", "theme", "family", "content",
    "public", "territory", "start", "end", "human_means", "without", "existed_before", "what_changed",
    "meeting_id", "decision__meeting_id", "pilot_id", "pilot_seat_id", "deputy_id", "host_id",
    "host_agreed_on", "common_action", "only_communication", "opened_by_id",
)  # fmt: skip
Row = dict[str, Any]


class Around:
    """What stands around the sheets of these partnerships, one query each."""

    def __init__(self, wanted: Partnerships) -> None:
        self.lives, self.houses = terms(wanted), base.houses(wanted)
        self.sats, self.came = sats(wanted), present_at(wanted)
        self.events, self.pilots, self.stops = events_of_sheets(wanted), _pilots(wanted), stops(wanted)
        partners = SheetPartner.objects.filter(LIVE, **{HERE: wanted}).order_by("pk")
        self.partners = base.grouped(partners.values_list("sheet_id", "institution_id"))
        pledges = Pledge.objects.filter(
            LIVE, partner__withdrawn_on__isnull=True, **{f"partner__{HERE}": wanted}
        ).order_by("pk")
        said = ("partner__sheet_id", "partner__institution_id", "deliverable", "quantity", "due_on")
        self.pledges = base.grouped(pledges.values_list(*said))
        costs = CostLine.objects.filter(LIVE, amount__isnull=False, **{HERE: wanted}).order_by("pk")
        self.costs = base.grouped(costs.values_list("sheet_id", "source", "payer_id"))
        measures = SheetIndicator.objects.filter(LIVE, **{HERE: wanted}).order_by("pk")
        self.measures = base.grouped(measures.values_list("sheet_id", "kind", "name", "target"))
        found = ActionSheet.findings.through.objects.filter(
            actionsheet__contract__partnership__in=wanted, finding__withdrawn_on__isnull=True
        )
        self.findings = base.grouped(found.values_list("actionsheet_id", "finding_id"))
        opinions = Opinion.objects.filter(LIVE, on_plan=True, given_on__isnull=False, **{HERE: wanted})
        given = opinions.values_list("sheet_id").order_by("sheet_id")
        self.opinions: dict[int, date] = dict(given.annotate(first=Min("given_on")))
        crises = TerritoryEvent.objects.filter(partnership__in=wanted, kind=EventKind.CRISIS.value)
        self.crises = base.grouped(crises.values_list("partnership_id", "on"))


def _pilots(wanted: Partnerships) -> dict[int, tuple[int, date]]:
    """By seat, an opaque number of who holds it today and since when; a departure to come changes nothing.

    The number is the order in which they came, within the partnership. Who held it before is not carried: on
    an earlier day the pilot is unknown.
    """
    today = timezone.localdate()
    rows = SeatHolder.objects.filter(
        Q(end__isnull=True) | Q(end__gte=today), seat__body__partnership__in=wanted,
        role=SeatRole.HOLDER.value, start__lte=today,
    ).order_by("start", "pk")  # fmt: skip
    numbers: dict[int, dict[int, int]] = defaultdict(dict)
    found = {}
    fields = ("seat_id", "seat__body__partnership_id", "person_id", "start")
    for seat, here, person, start in rows.values_list(*fields):
        found[seat] = numbers[here].setdefault(person, len(numbers[here]) + 1), start
    return found


def _rows(wanted: Partnerships, lives: Mapping[int, Any]) -> Iterator[Row]:
    rows = ActionSheet.objects.filter(LIVE, contract__partnership__in=wanted).order_by("pk")
    for values in rows.values_list(*READ):
        row = dict(zip(READ, values, strict=True))
        if row["contract_id"] in lives:
            yield row


def sheets(wanted: Partnerships) -> pl.DataFrame:
    """The action sheets of contracts that are or were in force; a sheet is in force with its contract.

    Whether a template came from the State is recorded nowhere: unknown.
    """
    around = Around(wanted)
    read = [(row, _facts(row, around)) for row in _rows(wanted, around.lives)]
    twice = _overlapping(read)
    return frame("sheets", (
        {"partnership": row["contract__partnership_id"], "sheet": row["pk"], "contract": row["contract_id"],
         "fields": fields.score(fact).filled, "sina3": fields.sina(fact), "overlaps": row["pk"] in twice,
         "theme": row["theme"], "family": row["family"], "common": row["common_action"],
         "plan_opinion": row["pk"] in around.opinions,
         "plan_opinion_on": around.opinions.get(row["pk"]), "communication_only": row["only_communication"],
         **_in_force(row, around), **_pilot(row, around), **_birth(row, around), **_who(row, around)}
        for row, fact in read
    ))  # fmt: skip


def _facts(row: Row, around: Around) -> facts.Sheet:
    """The sheet as the rules of readiness read it."""
    pk, houses = row["pk"], around.houses
    promises = tuple(
        facts.Promise(_party(who, houses), what, much, due)
        for who, what, much, due in around.pledges.get(pk, ())
    )  # fmt: skip
    return facts.Sheet(
        pk, row["number"], row["title"], row["theme"], row["content"], row["public"], row["territory"],
        row["start"], row["end"], priced=pk in around.costs,
        pilot=_party(row["pilot_id"], houses) if row["pilot_id"] in houses else None,
        partners=tuple(_party(who, houses) for who in around.partners.get(pk, ())), promises=promises,
        human_means=row["human_means"],
        measures=tuple(
            facts.Measure(kind == IndicatorKind.RESULT.value, name, target)
            for kind, name, target in around.measures.get(pk, ())
        ),
        findings=len(around.findings.get(pk, ())), without=dict(row["without"]),
    )  # fmt: skip


def _party(who: int, houses: Houses) -> facts.Party:
    house = houses[who]
    return facts.Party(who, "", str(house.entity), house.college)


def _overlapping(read: list[tuple[Row, facts.Sheet]]) -> set[int]:
    """The sheets that overlap another one of their contract (M12)."""
    plans: dict[int, list[facts.Sheet]] = defaultdict(list)
    for row, fact in read:
        plans[row["contract_id"]].append(fact)
    pairs = (
        pair for pk, held in plans.items() for pair in overlap.overlaps(facts.Plan(pk, sheets=tuple(held)))
    )
    return {sheet.pk for pair in pairs for sheet in pair}


def _in_force(row: Row, around: Around) -> Row:
    """In force with the contract, until the end of the action or the day it stopped, where that is sooner."""
    start, _end, signed = life = around.lives[row["contract_id"]]
    last = last_day(row["pk"], row["end"], life, around.stops)
    days = around.events.get(row["pk"], ())
    return {
        "start": start, "end": last, "signed": signed, "last_event": max(days, default=None),
        "first_event": min((day for day in days if day >= start), default=None),
    }  # fmt: skip


def _pilot(row: Row, around: Around) -> Row:
    house = around.houses.get(row["pilot_id"])
    pilot, since = around.pilots.get(row["pilot_seat_id"], (None, None))
    return {
        "pilot": pilot, "pilot_since": since, "pilot_institution": row["pilot_id"],
        "pilot_entity": house.entity if house else None, "deputy": row["deputy_id"] is not None,
        "deputy_institution": row["deputy_id"],
    }  # fmt: skip


def _birth(row: Row, around: Around) -> Row:
    """Where the action comes from: a joint deliberation before it, an action that was there, a crisis."""
    before, changed = row["existed_before"], bool(row["what_changed"].strip())
    begun = row["start"]
    crises = around.crises.get(row["contract__partnership_id"], ())
    return {
        "joint_origin": _joint(row, around), "existing": None if before is None else before and not changed,
        "extended": bool(before and changed),
        "after_event": None if begun is None else any(day <= begun <= day + SOON for day in crises),
    }  # fmt: skip


def _joint(row: Row, around: Around) -> bool | None:
    """Deliberated before the contract was in force, two institutions present; no link is no deliberation."""
    sat = around.sats.get(row["meeting_id"] or row["decision__meeting_id"])
    if sat is None or sat.day > around.lives[row["contract_id"]][0]:
        return False
    return len(around.came[sat.pk]) > 1 if sat.pk in around.came else None


def _who(row: Row, around: Around) -> Row:
    """Opener, partners and those named only, host, communes that commit, funders."""
    pk, houses = row["pk"], around.houses
    promising = {who for who, *_ in around.pledges.get(pk, ())}
    named, paid = set(around.partners.get(pk, ())), around.costs.get(pk)
    hosted = row["host_id"] is not None and row["host_id"] != row["pilot_id"]
    opener = houses.get(row["opened_by_id"])
    begun, agreed = row["start"] or around.lives[row["contract_id"]][0], row["host_agreed_on"]
    return {
        "opener": row["opened_by_id"], "opener_kind": opener.kind if opener else None,
        "partners": len(named), "partners_bare": len(named - promising), "hosted": hosted,
        "host_agreed": (agreed is not None and agreed <= begun) if hosted else None,
        "communes": len({who for who in promising if houses[who].kind == InstitutionKind.TOWN.value}),
        "funders": len({payer or source for source, payer in paid}) if paid else None,
    }  # fmt: skip


def reviews(wanted: Partnerships) -> pl.DataFrame:
    """One review due for each year in force of a sheet, or those that were planned in that year.

    A year without any is a review that was not held; one planned of which nothing is said is unknown.
    """
    planned: dict[int, list[Any]] = defaultdict(list)
    rows = Review.objects.filter(**{HERE: wanted}, dropped_on__isnull=True).order_by("planned_on", "pk")
    for sheet, *line in rows.values_list("sheet_id", "pk", "planned_on", "held_on"):
        planned[sheet].append(line)
    around, stopped = terms(wanted), stops(wanted)
    return frame("reviews", (
        {"partnership": row["contract__partnership_id"], "sheet": row["pk"], **due}
        for row in _rows(wanted, around)
        for due in _dues(
            around[row["contract_id"]][0],
            last_day(row["pk"], row["end"], around[row["contract_id"]], stopped), planned[row["pk"]],
        )
    ))  # fmt: skip


def _dues(start: date, last: date, planned: list[Any]) -> Iterator[Row]:
    for pk, day, done in planned:
        if done or day <= last:
            yield {"review": pk, "due": day, "held": True if done else None, "held_on": done}
    year, opens = 1, start
    while (closes := start + relativedelta(years=year)) <= last + timedelta(days=1):
        if not any(opens <= day < closes for _pk, day, _done in planned):
            done = next((done for _pk, _day, done in planned if done and opens <= done < closes), None)
            yield {"due": closes - timedelta(days=1), "held": done is not None, "held_on": done}
        year, opens = year + 1, closes


def indicator_values(wanted: Partnerships) -> pl.DataFrame:
    """The values of result indicators that fell due; without value it was not filled.

    Nothing is owed after the end of a sheet that stopped.
    """
    rows = IndicatorDue.objects.filter(
        LIVE, indicator__withdrawn_on__isnull=True, indicator__kind=IndicatorKind.RESULT.value,
        indicator__sheet__withdrawn_on__isnull=True, **{f"indicator__{HERE}": wanted},
    ).order_by("pk")  # fmt: skip
    lives, stopped = terms(wanted), stops(wanted)
    named = ("indicator__sheet__contract_id", "indicator__sheet__contract__partnership_id")
    told = rows.values_list("indicator__sheet_id", *named, "due_on", "value", "filled_on")
    return frame("indicator_values", (
        {"partnership": here, "sheet": sheet, "due": due, "filled": bool(value.strip()), "filled_on": filled}
        for sheet, contract, here, due, value, filled in told
        if contract in lives and (value.strip() or at_work(sheet, due, stopped))
    ))  # fmt: skip
