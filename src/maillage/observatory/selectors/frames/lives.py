"""The life of contracts and sheets, shared by several frames: since when in force, and what happened."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from maillage.bodies.models import Commitment
from maillage.bodies.vocabulary import CommitmentState
from maillage.contracts.models import (
    ActionSheet,
    Contract,
    IndicatorDue,
    Milestone,
    Opinion,
    Pledge,
    Review,
    Version,
)
from maillage.contracts.vocabulary import ContractState, SheetState
from maillage.contracts.vocabulary.life import VersionState
from maillage.observatory.selectors.frames.base import Partnerships, day_of, earliest, latest

STANDING = (ContractState.IN_FORCE.value, ContractState.ENDED.value, ContractState.SIGNING.value)
OVER = (SheetState.DONE.value, SheetState.STOPPED.value)


def terms(wanted: Partnerships) -> dict[int, tuple[date, date, date | None]]:
    """By contract that was signed: in force from, last day, signed on; two queries.

    In force from its first day or from the last signature, whichever is later; a contract out for its first
    signature is in none. One of before Maillage, typed in force, was signed by its first day at the latest.
    """
    signed = dict(
        Version.objects.filter(
            contract__partnership__in=wanted, number=1, state=VersionState.SIGNED.value
        ).values_list("contract_id", "signed_on")
    )
    rows = Contract.objects.filter(partnership__in=wanted, state__in=STANDING)
    found = {}
    for pk, start, end, closed, state in rows.values_list("pk", "start", "end", "closed_on", "state"):
        if pk not in signed and state == ContractState.SIGNING.value:
            continue
        begun = latest(start, signed.get(pk))
        last = earliest(end, closed)
        if begun is not None and last is not None:
            found[pk] = (begun, max(begun, last), signed.get(pk, begun))
    return found


class Stop(NamedTuple):
    """The day a sheet became stopped or done; `seen`: its history shows it at work before that."""

    day: date
    seen: bool


Stops = Mapping[int, Stop]


def stops(wanted: Partnerships) -> dict[int, Stop]:
    """The sheets stopped or done, by id; two queries.

    One typed when it was over already was never seen at work, and was over by that day at the latest.
    """
    over = ActionSheet.objects.filter(contract__partnership__in=wanted, state__in=OVER)
    found = dict.fromkeys(over.values_list("pk", flat=True), Stop(date.min, False))
    past = ActionSheet.history.filter(id__in=over.values("pk")).order_by("history_date", "history_id")
    before: dict[int, bool] = {}  # by sheet met: was its last line at work?
    worked: set[int] = set()
    fields = ("id", "state", "history_date", "contract__partnership__place")
    for pk, state, moment, place in past.values_list(*fields):
        if state in OVER and before.get(pk, True):
            found[pk] = Stop(day_of(moment, place), pk in worked)
        before[pk] = state not in OVER
        worked.update({pk} if before[pk] else ())
    return found


def last_day(pk: int, end: date | None, life: tuple[date, date, Any], stopped: Stops) -> date:
    """The last day of a sheet in force: of its contract, of the action, or the day it stopped, if sooner.

    One never seen at work lasted until the end typed, else was in force on the first day only.
    """
    start, close, _signed = life
    last = end if end is not None and start <= end < close else close
    if pk in stopped:
        one = stopped[pk]
        last = min(last, one.day) if one.seen or end is not None else start
    return max(start, last)


def at_work(pk: int, on: date, stopped: Stops) -> bool:
    """A sheet neither stopped nor done before that day."""
    return pk not in stopped or (stopped[pk].seen and on <= stopped[pk].day)


def events_of_sheets(wanted: Partnerships) -> dict[int, list[date]]:
    """By sheet, the days on which something happened to it; a query a kind of event."""
    found: dict[int, list[date]] = defaultdict(list)
    for sheet, day in _events(wanted):
        found[sheet].append(day)
    return found


def _events(wanted: Partnerships) -> Iterator[tuple[int, date]]:
    live = {"withdrawn_on__isnull": True}
    here = "sheet__contract__partnership__in"
    sources: tuple[tuple[Any, str, str, dict[str, Any]], ...] = (
        (Milestone, "sheet_id", "done_on", {here: wanted, **live}),
        (Review, "sheet_id", "held_on", {here: wanted}),
        (Opinion, "sheet_id", "given_on", {here: wanted, **live}),
        (IndicatorDue, "indicator__sheet_id", "filled_on", {f"indicator__{here}": wanted, **live}),
        (ActionSheet, "pk", "blocked_on", {"contract__partnership__in": wanted, **live}),
    )
    for model, sheet, day, held in sources:
        yield from model.objects.filter(**held, **{f"{day}__isnull": False}).values_list(sheet, day)
    kept = Commitment.objects.filter(partnership__in=wanted, closed_on__isnull=False)
    closed = dict(kept.exclude(state=CommitmentState.WITHDRAWN.value).values_list("pk", "closed_on"))
    for commitment, taken_on in sheets_of_commitments(wanted).items():
        if (ended := closed.get(commitment)) is not None:
            yield taken_on, ended


def sheets_of_commitments(wanted: Partnerships) -> dict[int, int]:
    """By commitment, the sheet it was taken on."""
    rows = Pledge.objects.filter(
        commitment__isnull=False, partner__sheet__contract__partnership__in=wanted
    ).values_list("commitment_id", "partner__sheet_id")
    return dict(rows)
