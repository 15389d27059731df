"""Frames of who takes part: partnerships, institutions, seats, changes of holder. No person in them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Min, Sum
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.bodies.models import Handover, Seat, SeatHolder
from maillage.bodies.vocabulary import SeatRole, Voice
from maillage.contracts.models import ActionSheet
from maillage.institutions.models import Partnership, Position
from maillage.kernel import Role
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import Partnerships, frame
from maillage.observatory.selectors.frames.lives import events_of_sheets, last_day, stops, terms
from maillage.territory.models import Commune

MONTH = 365.25 / 12
NEAR = timedelta(days=60)  # between a holder's last day and the handover that tells of it
QUIET = timedelta(days=90)


def partnerships(wanted: Partnerships) -> pl.DataFrame:
    """The partnerships, with the inhabitants and the département of their place."""
    fields = ("pk", "place", "kind", "opened", "closed")
    rows = list(Partnership.objects.filter(pk__in=wanted).order_by("pk").values(*fields))
    led = set(
        Membership.objects.filter(
            partnership__in=wanted, role=Role.COORDINATOR.value, end__isnull=True
        ).values_list("partnership_id", flat=True)
    )
    places = _places({row["place"] for row in rows})
    return frame("partnerships", (
        {**row, "partnership": row["pk"], "coordinator": row["pk"] in led,
         "departement": places.get(row["place"], ("", None))[0],
         "population": places.get(row["place"], ("", None))[1]}
        for row in rows
    ))  # fmt: skip


def _places(places: set[str]) -> dict[str, tuple[str, int | None]]:
    """By place, its département and its inhabitants; three queries."""
    alive = Commune.objects.filter(kind="commune")
    codes = Commune.objects.filter(code__in=places).values_list("code", "department_id", "population")
    found = {code: (dep or "", people) for code, dep, people in codes}
    for prefix, field in (("epci:", "epci_id"), ("dep:", "department_id")):
        keys = [place.removeprefix(prefix) for place in places if place.startswith(prefix)]
        sums = alive.filter(**{f"{field}__in": keys}).values(field).order_by(field)
        told = sums.annotate(people=Sum("population"), dep=Min("department_id"))
        found |= {f"{prefix}{row[field]}": (row["dep"] or "", row["people"]) for row in told}
    return found


def institutions(wanted: Partnerships) -> pl.DataFrame:
    """The institutions; known since their first seat or function, else since the partnership opened.

    One merged into another is that other, in one row.
    """
    opened = dict(Partnership.objects.filter(pk__in=wanted).values_list("pk", "opened"))
    seats = _first(Seat.objects.filter(body__partnership__in=wanted))
    positions = _first(Position.objects.filter(institution__partnership__in=wanted))
    return frame("institutions", (
        {"partnership": house.partnership, "institution": house.pk, "entity": house.entity,
         "kind": house.kind, "sector": house.sector, "college": house.college, "core": house.core,
         "since": base.earliest(seats.get(house.pk), positions.get(house.pk)) or opened[house.partnership],
         "until": house.until}
        for pk, house in base.houses(wanted).items() if pk == house.pk
    ))  # fmt: skip


def _first(rows: Any) -> dict[int, date]:
    return dict(rows.values_list("institution_id").order_by("institution_id").annotate(first=Min("start")))


def seats(wanted: Partnerships) -> pl.DataFrame:
    """The seats, with the level and the written mandate of the last one who held each."""
    holders, functions = _last_holders(wanted), positions(wanted)
    fields = ("pk", "body_id", "body__partnership_id", "institution_id", "start", "end", "voice")
    rows = Seat.objects.filter(body__partnership__in=wanted).order_by("pk").values_list(*fields)
    return frame("seats", (
        {"partnership": here, "seat": pk, "body": body, "institution": institution, "start": start,
         "end": end, "deliberative": voice == Voice.DELIBERATIVE.value,
         **_function(holders.get(pk), institution, functions)}
        for pk, body, here, institution, start, end, voice in rows
    ))  # fmt: skip


def _last_holders(wanted: Partnerships) -> dict[int, tuple[int, date]]:
    """By seat, who held it last and from when."""
    rows = SeatHolder.objects.filter(seat__body__partnership__in=wanted, role=SeatRole.HOLDER.value)
    return {
        seat: (person, start)
        for seat, person, start in rows.order_by("start", "pk").values_list("seat_id", "person_id", "start")
    }


Functions = Mapping[tuple[int, int], list[tuple[date, date | None, str, bool | None, bool | None]]]


def positions(wanted: Partnerships) -> Functions:
    """By person and institution: start, end, level, may commit, written mandate; one query.

    No mandate noted where the power to commit is told means no mandate; else nothing is known of it.
    """
    found: dict[tuple[int, int], list[Any]] = {}
    rows = Position.objects.filter(institution__partnership__in=wanted).order_by("start", "pk")
    fields = ("person_id", "institution_id", "start", "end", "level", "may_commit", "mandate_on")
    for person, institution, start, end, level, may, mandated in rows.values_list(*fields):
        mandate = True if mandated is not None else None if may is None else False
        found.setdefault((person, institution), []).append((start, end, level, may, mandate))
    return found


def _function(held: tuple[int, date] | None, institution: int, functions: Functions) -> dict[str, Any]:
    if held is None:
        return {}
    known = functions.get((held[0], institution))
    return {"rank": known[-1][2] or None, "mandate": known[-1][4]} if known else {}


def holders(wanted: Partnerships) -> pl.DataFrame:
    """The changes of holder of seats that go on: note of handover, vacancy, sheets left and how they fare."""
    rows = SeatHolder.objects.filter(seat__body__partnership__in=wanted, role=SeatRole.HOLDER.value)
    fields = (
        "seat_id", "seat__body__partnership_id", "seat__institution_id", "seat__end", "person_id", "start",
        "end",
    )  # fmt: skip
    by_seat = base.grouped(rows.order_by("seat_id", "start", "pk").values_list(*fields))
    noted, piloted = _handovers(wanted), _piloted(wanted)
    events = events_of_sheets(wanted)
    return frame("holders", (
        line for seat, held in by_seat.items() for line in _changes(seat, held, noted, piloted, events)
    ))  # fmt: skip


def _changes(
    seat: int, held: list[Any], noted: Mapping[Any, list[Any]], piloted: Mapping[int, list[Any]],
    events: Mapping[int, list[date]],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for n, (here, institution, closed, person, start, left) in enumerate(held):
        if left is None or (closed is not None and left >= closed):
            continue  # still there, or the seat itself ended: nobody leaves it empty
        filled = next((one[4] for one in held[n + 1 :]), None)
        near = [
            on for day, note, on in noted.get((person, institution), ())
            if abs(day - left) <= NEAR and note.strip()
        ]  # fmt: skip
        sheets = [pk for pk, begun, ended in piloted.get(seat, ()) if begun <= left <= ended]
        yield {
            "partnership": here, "seat": seat, "institution": institution, "left": left,
            "note": bool(near), "filled": filled, "noted": None if None in near else base.earliest(*near),
            "tenure_months": round((left - start).days / MONTH, 2), "piloted": len(sheets),
            "quiet_90": _quiet(left, sheets, events),
        }  # fmt: skip


def _quiet(left: date, sheets: list[int], events: Mapping[int, list[date]]) -> int | None:
    """How many of these sheets saw nothing in the 90 days after; None while these are not over."""
    if left + QUIET >= timezone.localdate():
        return None
    return sum(not any(left < day <= left + QUIET for day in events.get(pk, ())) for pk in sheets)


def _handovers(wanted: Partnerships) -> dict[Any, list[Any]]:
    rows = Handover.objects.filter(partnership__in=wanted)
    found: dict[Any, list[Any]] = {}
    for person, institution, *told in rows.values_list(
        "leaving_id", "institution_id", "leaves_on", "note", "noted_on"
    ):
        found.setdefault((person, institution), []).append(tuple(told))
    return found


def _piloted(wanted: Partnerships) -> dict[int, list[Any]]:
    """By seat, the sheets piloted from it: id, first and last day."""
    lives, stopped = terms(wanted), stops(wanted)
    rows = ActionSheet.objects.filter(
        contract__in=lives, withdrawn_on__isnull=True, pilot_seat__isnull=False
    ).values_list("pilot_seat_id", "pk", "contract_id", "end")
    return base.grouped(
        (seat, pk, lives[contract][0], last_day(pk, end, lives[contract], stopped))
        for seat, pk, contract, end in rows
    )
