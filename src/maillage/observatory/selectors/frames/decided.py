"""Frames of what meetings treat, decide and promise: items, decisions, commitments."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Min

from maillage.bodies.models import (
    AgendaItem,
    Commitment,
    CommitmentChange,
    Convocation,
    Decision,
    Dissent,
    StatePosition,
)
from maillage.bodies.rules import wording
from maillage.bodies.selectors.commitments import RESTRICTED
from maillage.bodies.vocabulary import (
    CommitmentState,
    Family,
    ItemKind,
    ItemOutcome,
    MeetingState,
    StrategyUse,
)
from maillage.contracts.models import ActionSheet
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.selectors.frames.lives import sheets_of_commitments
from maillage.observatory.selectors.frames.meetings import Sat, awaited, present_at, sats
from maillage.observatory.vocabulary.frames import PreventionFamily

FAMILIES = {
    Family.SOCIAL: PreventionFamily.SOCIAL, Family.SECONDARY: PreventionFamily.SOCIAL,
    Family.TERTIARY: PreventionFamily.REOFFENDING, Family.SITUATIONAL: PreventionFamily.SITUATIONAL,
    Family.REPRESSION: PreventionFamily.REPRESSION, Family.VICTIMS: PreventionFamily.VICTIMS,
    Family.NONE: PreventionFamily.NONE,
}  # fmt: skip
GLTD = "gltd"
SPEAKS = {
    CommitmentState.DELIVERED.value: True, CommitmentState.PARTLY.value: False,
    CommitmentState.NOT_DELIVERED.value: False,
}  # fmt: skip


def items(wanted: Partnerships) -> pl.DataFrame:
    """The items of agendas, of the meetings that were not cancelled."""
    found, houses, differ, carried = sats(wanted), base.houses(wanted), _differing(wanted), _carried(wanted)
    fields = (
        "pk", "meeting_id", "kind", "proposer_id", "from_state", "family", "outcome", "strategy", "questions",
        "amendments",
    )  # fmt: skip
    rows = AgendaItem.objects.filter(meeting__body__partnership__in=wanted).order_by("pk")
    kept = rows.exclude(meeting__state=MeetingState.CANCELLED.value).values_list(*fields)
    return frame("items", (
        {**_heading(found[meeting]), "item": pk, "proposer": proposer,
         "proposer_core": houses[proposer].core if proposer in houses else None,
         "for_decision": kind == ItemKind.DECISION.value, "from_state": state,
         "withdrawn": outcome == ItemOutcome.WITHDRAWN.value, "family": FAMILIES[Family(family)].value,
         "strategy": strategy != StrategyUse.NONE.value,
         "discussed": _discussed(strategy, questions, amendments), "state_differs": pk in differ,
         "from_gltd": found[meeting].kind == GLTD,
         "reported": True if pk in carried and found[meeting].kind == GLTD else None}
        for pk, meeting, kind, proposer, state, family, outcome, strategy, questions, amendments in kept
        if meeting in found
    ))  # fmt: skip


def _heading(sat: Sat) -> dict[str, Any]:
    return {
        "partnership": sat.partnership, "meeting": sat.pk, "day": sat.day, "sitting": sat.sitting.value,
    }  # fmt: skip


def _discussed(strategy: str, questions: int | None, amendments: int | None) -> bool | None:
    """With recorded questions or amendments; unknown when neither these nor a bare presentation is noted."""
    if strategy == StrategyUse.DISCUSSED.value or questions or amendments:
        return True
    bare = strategy == StrategyUse.PRESENTED.value or questions is not None or amendments is not None
    return False if bare else None


def _differing(wanted: Partnerships) -> set[int]:
    """The items where two services of the State at least took different positions."""
    said: dict[int, set[str]] = defaultdict(set)
    rows = StatePosition.objects.filter(item__meeting__body__partnership__in=wanted)
    for item, words in rows.values_list("item_id", "position"):
        said[item].add(words.strip())
    return {item for item, positions in said.items() if len(positions) > 1}


def _carried(wanted: Partnerships) -> set[int]:
    """The items carried to the agenda of a council."""
    rows = AgendaItem.objects.filter(
        meeting__body__partnership__in=wanted, carried_from__isnull=False,
    ).exclude(meeting__body__kind=GLTD)  # fmt: skip
    return set(rows.values_list("carried_from_id", flat=True))


def decisions(wanted: Partnerships) -> pl.DataFrame:
    """The decisions not withdrawn; what is decided off stage is not recorded, hence in no row."""
    found = sats(wanted)
    asked, came, core = _convened(wanted, found), present_at(wanted), _core(wanted)
    bound = base.grouped(
        Decision.bound.through.objects.filter(decision__meeting__body__partnership__in=wanted).values_list(
            "decision_id", "institution_id"
        )
    )
    dissents = Counter(
        Dissent.objects.filter(decision__meeting__body__partnership__in=wanted).values_list(
            "decision_id", flat=True
        )
    )
    acted, sheets, done = _acted(wanted)
    fields = ("pk", "meeting_id", "restricted", "item__restricted")
    rows = Decision.objects.filter(meeting__body__partnership__in=wanted, withdrawn_on__isnull=True)
    return frame("decisions", (
        {**_heading(found[meeting]), "decision": pk, "dissents": dissents[pk],
         **_bound(set(bound.get(pk, ())), found[meeting], asked.get(meeting, set()), came.get(meeting)),
         "core_only": came[meeting] <= core if came.get(meeting) else None,
         "followed": pk in acted or pk in sheets,
         "followed_on": None if pk in sheets else acted.get(pk),
         "carried_out": len(done[pk] & set(bound.get(pk, ()))) if pk in done else None,
         "reserved": bool(own or of_item or found[meeting].reserved)}
        for pk, meeting, own, of_item in rows.order_by("pk").values_list(*fields) if meeting in found
    ))  # fmt: skip


def _bound(who: set[int], sat: Sat, asked: set[int], came: set[int] | None) -> dict[str, Any]:
    """Decided in a constituted body with all those it binds convened; somebody bound was away.

    Where it is not said whom it binds, nobody knows whether all of them were there.
    """
    in_body = who <= asked if who else None
    return {
        "bound": len(who), "in_body": in_body if sat.constituted else False,
        "bound_absent": None if came is None or not who else bool(who - came),
    }  # fmt: skip


def _convened(wanted: Partnerships, found: Mapping[int, Sat]) -> dict[int, set[int]]:
    """By meeting, the institutions convened; nobody convened: those of the roster."""
    asked = {sat.pk: {row.institution for row in seats} for sat, seats in awaited(wanted, found)}
    called: dict[int, set[int]] = defaultdict(set)
    rows = Convocation.objects.filter(meeting__body__partnership__in=wanted)
    for meeting, institution in rows.values_list("meeting_id", "seat__institution_id"):
        called[meeting].add(institution)
    return asked | called


def _core(wanted: Partnerships) -> set[int]:
    return {pk for pk, house in base.houses(wanted).items() if house.core}


def _acted(wanted: Partnerships) -> tuple[dict[int, date], set[int], dict[int, set[int]]]:
    """By decision, the day of its first promise; those with a sheet; by decision, who did their part.

    No record tells when a sheet was attached.
    """
    rows = Commitment.objects.filter(partnership__in=wanted, decision__isnull=False)
    kept = rows.exclude(state=CommitmentState.WITHDRAWN.value)
    done: dict[int, set[int]] = defaultdict(set)
    for decision, institution, state in kept.values_list("decision_id", "institution_id", "state"):
        if state != CommitmentState.OPEN.value:
            done[decision].update({institution} if state == CommitmentState.DELIVERED.value else ())
    sheets = ActionSheet.objects.filter(
        contract__partnership__in=wanted, decision__isnull=False, withdrawn_on__isnull=True
    )
    acted = dict(kept.values_list("decision_id").order_by("decision_id").annotate(first=Min("made_on")))
    return acted, set(sheets.values_list("decision_id", flat=True)), dict(done)


def commitments(wanted: Partnerships) -> pl.DataFrame:
    """The commitments not withdrawn. Who first reported the problem is recorded nowhere: unknown."""
    houses, sheets, moved = base.houses(wanted), sheets_of_commitments(wanted), _moved(wanted)
    hidden = _hidden(wanted)
    fields = (
        "pk", "partnership_id", "institution_id", "decision_id", "towards_id", "meeting_id", "made_on",
        "due_on", "closed_on", "state", "deliverable", "quantity",
    )  # fmt: skip
    rows = Commitment.objects.filter(partnership__in=wanted).exclude(state=CommitmentState.WITHDRAWN.value)
    found = []
    for (pk, here, institution, decision, towards, meeting, made, due, closed, state, what,
         much) in rows.order_by("pk").values_list(*fields):  # fmt: skip
        house = houses[institution]
        found.append({
            "partnership": here, "commitment": pk, "institution": institution, "entity": house.entity,
            "college": house.college, "sector": house.sector, "kind": house.kind, "sheet": sheets.get(pk),
            "decision": decision, "towards": towards, "made": made, "due": due,
            "elements": _elements(what, much, due), "kept": _kept(state, due, closed), "closed": closed,
            "renegotiated": pk in moved, "visible": pk not in hidden, "meeting": meeting,
        })  # fmt: skip
    return frame("commitments", found)


def _hidden(wanted: Partnerships) -> set[int]:
    """The commitments reserved by themselves, their decision, its item or the body, as pages hide them."""
    rows = Commitment.objects.filter(RESTRICTED, partnership__in=wanted)
    return set(rows.values_list("pk", flat=True))


def _elements(what: str, much: str, due: date | None) -> int:
    """Of holder, deliverable, quantity and date: all four where the rule of bodies calls it precise."""
    if wording.is_precise(deliverable=what, quantity=much, due_on=due):
        return 4
    return min(3, 1 + bool(what.strip()) + bool(much.strip()) + (due is not None))


def _kept(state: str, due: date | None, closed: date | None) -> bool | None:
    """Met on time; half met or late is no; still open, or of unknown outcome, is unknown."""
    told = SPEAKS.get(state)
    return told and (due is None or closed is None or closed <= due) if told is not None else None


def _moved(wanted: Partnerships) -> set[int]:
    """The commitments whose date was moved before it had come."""
    rows = CommitmentChange.objects.filter(commitment__partnership__in=wanted, field="due_on")
    return {pk for pk, on, before in rows.values_list("commitment_id", "on", "before") if _before(on, before)}


def _before(on: date, was: str) -> bool:
    try:
        day, month, year = (int(part) for part in was.split("/"))  # as services write it: 31/12/2026
    except ValueError:
        return False
    return on <= date(year, month, day)
