"""Frames of meetings: bodies, meetings, and presence from the side of who was awaited."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Max

from maillage.bodies.models import AgendaItem, Attendance, Body, BodyEvent, Convocation, Meeting, Seat
from maillage.bodies.vocabulary import (
    COUNCILS,
    AttendanceState,
    BodyKind,
    BodyState,
    Formation,
    LifeEvent,
    MeetingState,
)
from maillage.observatory.selectors.frames import base
from maillage.observatory.selectors.frames.base import THERE, Houses, Partnerships, frame
from maillage.observatory.selectors.frames.people import Functions, positions
from maillage.observatory.vocabulary.frames import Sitting

HELD = (MeetingState.HELD.value, MeetingState.SUBMITTED.value, MeetingState.APPROVED.value)
PLENARY = frozenset(kind.value for kind in (*COUNCILS, BodyKind.CMSPD, BodyKind.CDP))
GROUPS = frozenset(
    kind.value
    for kind in (
        BodyKind.WORKING_GROUP, BodyKind.NEIGHBOURHOOD, BodyKind.GLTD, BodyKind.GPO,
        BodyKind.TRADERS_WORKSHOP, BodyKind.HEALTH_JUSTICE,
    )
)  # fmt: skip
OWN = (Formation.PLENARY.value, Formation.RESTRICTED.value)


def sitting_of(kind: str) -> Sitting:
    """What the meetings of a body are."""
    if kind in PLENARY:
        return Sitting.PLENARY
    if kind == BodyKind.WATCH.value:
        return Sitting.WATCH
    return Sitting.GROUP if kind in GROUPS else Sitting.OTHER


def is_field(kind: str) -> bool:
    """A watch cell or a group: where the field meets."""
    return sitting_of(kind) in (Sitting.WATCH, Sitting.GROUP)


def formation_of(kind: str, formation: str) -> Sitting:
    """The formation of one meeting: a council sits whole or restricted, any other meeting of it is other."""
    own = sitting_of(kind)
    if own is not Sitting.PLENARY:
        return Sitting.OTHER if formation == Formation.PREPARATORY.value else own
    return Sitting(formation) if formation in OWN else Sitting.OTHER


def bodies(wanted: Partnerships) -> pl.DataFrame:
    """The bodies, closed ones included."""
    ended = closings(wanted)
    fields = ("pk", "partnership_id", "kind", "opened_on", "promised_per_year", "restricted")
    rows = Body.objects.filter(partnership__in=wanted).order_by("pk").values_list(*fields)
    return frame("bodies", (
        {"partnership": here, "body": pk, "sitting": sitting_of(kind).value, "field": is_field(kind),
         "opened": opened, "closed": ended.get(pk), "promised_per_year": promised, "kind": kind,
         "restricted_group": restricted}
        for pk, here, kind, opened, promised, restricted in rows
    ))  # fmt: skip


def closings(wanted: Partnerships) -> dict[int, date]:
    """By closed body, its last day."""
    rows = BodyEvent.objects.filter(
        body__partnership__in=wanted, body__state=BodyState.CLOSED.value, kind=LifeEvent.CLOSED.value
    )
    return dict(rows.values_list("body_id").order_by("body_id").annotate(last=Max("on")))


@dataclass(frozen=True)
class Sat:
    """One meeting as the other frames see it."""

    pk: int
    partnership: int
    body: int
    kind: str
    restricted: bool  # the restricted formation
    sitting: Sitting
    day: date
    state: str
    constituted: bool
    reserved: bool  # the body is, to its members

    @property
    def held(self) -> bool | None:
        """Held; false when cancelled; None when nothing is recorded."""
        return True if self.state in HELD else False if self.state == MeetingState.CANCELLED.value else None


def sats(wanted: Partnerships) -> dict[int, Sat]:
    """The meetings by id; one query."""
    fields = (
        "pk", "body__partnership_id", "body__partnership__place", "body_id", "body__kind",
        "body__legal_basis", "formation", "starts_at", "state", "body__restricted",
    )  # fmt: skip
    rows = Meeting.objects.filter(body__partnership__in=wanted).order_by("pk").values_list(*fields)
    return {
        pk: Sat(
            pk, here, body, kind, formation == Formation.RESTRICTED.value, formation_of(kind, formation),
            base.day_of(moment, place), state, kind != BodyKind.INFORMAL.value and bool(basis.strip()),
            reserved,
        )
        for pk, here, place, body, kind, basis, formation, moment, state, reserved in rows
    }  # fmt: skip


def meetings(wanted: Partnerships) -> pl.DataFrame:
    """The meetings, planned and cancelled ones included."""
    found, came, spoken = sats(wanted), present_at(wanted), _spoken(wanted)
    fields = ("pk", "formation", "event_id", "starts_at", "ended_at", "without_state")
    rows = Meeting.objects.filter(body__partnership__in=wanted).values_list(*fields)
    return frame("meetings", (
        {"partnership": found[pk].partnership, "meeting": pk, "body": found[pk].body,
         "sitting": found[pk].sitting.value, "field": is_field(found[pk].kind), "day": found[pk].day,
         "held": found[pk].held, "crisis": formation == Formation.CRISIS.value or event is not None,
         "hours": (ended - start).total_seconds() / 3600 if ended else None, "without_state": alone,
         "spoke": len(spoken[pk]) if pk in spoken else None, "present": len(came[pk]) if pk in came else None}
        for pk, formation, event, start, ended, alone in rows if pk in found
    ))  # fmt: skip


def present_at(wanted: Partnerships) -> dict[int, set[int]]:
    """By meeting whose presence was recorded, the institutions there; one query."""
    found: dict[int, set[int]] = {}
    rows = Attendance.objects.filter(meeting__body__partnership__in=wanted)
    known = rows.exclude(state=AttendanceState.UNKNOWN.value)
    for meeting, institution, state in known.values_list("meeting_id", "seat__institution_id", "state"):
        found.setdefault(meeting, set()).update({institution} if state in THERE else ())
    return found


def _spoken(wanted: Partnerships) -> dict[int, set[int]]:
    """By meeting, the institutions noted as having spoken; none noted: not recorded."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = AgendaItem.spoke.through.objects.filter(agendaitem__meeting__body__partnership__in=wanted)
    for meeting, institution in rows.values_list("agendaitem__meeting_id", "institution_id"):
        found[meeting].add(institution)
    return found


@dataclass(frozen=True)
class Awaited:
    """One seat awaited at one meeting, and what was recorded of it."""

    seat: int
    institution: int
    state: str = AttendanceState.UNKNOWN.value
    person: int | None = None
    level: str = ""

    @property
    def weight(self) -> int:
        """Of two seats of one institution, the one that tells more: there, by deputy, away, unknown."""
        if self.state in THERE:
            return 3 if self.state == AttendanceState.PRESENT.value else 2
        return int(self.state != AttendanceState.UNKNOWN.value)


def awaited(wanted: Partnerships, found: Mapping[int, Sat]) -> Iterator[tuple[Sat, list[Awaited]]]:
    """Each held meeting with its seats: those convened or seen, else the roster of the day; three queries.

    A restricted formation without convocation awaits its own seats, where some are marked so.
    """
    here = "meeting__body__partnership__in"
    called: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Convocation.objects.filter(**{here: wanted}).values_list(
        "meeting_id", "seat_id", "seat__institution_id"
    )
    for meeting, seat, institution in rows:
        called[meeting][seat] = institution
    seen: dict[int, dict[int, Awaited]] = defaultdict(dict)
    fields = ("meeting_id", "seat_id", "seat__institution_id", "state", "person_id", "level")
    for meeting, *line in Attendance.objects.filter(**{here: wanted}).values_list(*fields):
        seen[meeting][line[0]] = Awaited(*line)
    rosters = _rosters(wanted)
    for meeting, sat in found.items():
        if sat.held:
            seats = called.get(meeting) or _roster(rosters.get(sat.body, ()), sat)
            known = {pk: row for pk, row in seen[meeting].items() if row.weight or pk in seats}
            lines = {pk: Awaited(pk, institution) for pk, institution in seats.items()} | known
            yield sat, list(lines.values())


def _rosters(wanted: Partnerships) -> dict[int, list[Any]]:
    rows = Seat.objects.filter(body__partnership__in=wanted).order_by("pk")
    return base.grouped(rows.values_list("body_id", "pk", "institution_id", "start", "end", "core"))


def _roster(seats: Any, sat: Sat) -> dict[int, int]:
    running = [one for one in seats if one[2] <= sat.day and (one[3] is None or sat.day <= one[3])]
    core = [one for one in running if one[4]] if sat.restricted else []
    return {one[0]: one[1] for one in core or running}


def attendance(wanted: Partnerships) -> pl.DataFrame:
    """One row an institution awaited at a held meeting; nothing recorded is unknown, never absent."""
    found, houses, functions = sats(wanted), base.houses(wanted), positions(wanted)
    return frame("attendance", (
        line for sat, seats in awaited(wanted, found) for line in _lines(sat, seats, houses, functions)
    ))  # fmt: skip


def _lines(
    sat: Sat, seats: list[Awaited], houses: Houses, functions: Functions
) -> Iterator[dict[str, Any]]:  # fmt: skip
    best: dict[int, Awaited] = {}
    for row in seats:
        if row.institution not in best or row.weight > best[row.institution].weight:
            best[row.institution] = row
    for institution, row in best.items():
        there = row.state in THERE
        yield {
            "partnership": sat.partnership, "meeting": sat.pk, "institution": institution, "seat": row.seat,
            "day": sat.day, "sitting": sat.sitting.value, "field": is_field(sat.kind),
            "present": there if row.weight else None,
            "deputy": row.state == AttendanceState.DEPUTY.value if row.weight else None,
            "rank": (row.level or None) if there else None,
            "may_commit": _may_commit(row, sat.day, functions) if there else None,
            "kind": houses[institution].kind if institution in houses else None, "reserved": sat.reserved,
        }  # fmt: skip


def _may_commit(row: Awaited, day: date, functions: Functions) -> bool | None:
    """May who came commit the institution, by the function of that day?"""
    known = functions.get((row.person, row.institution), ()) if row.person else ()
    return next(
        (may for start, end, _level, may, _mandate in reversed(list(known))
         if start <= day and (end is None or day <= end)), None,
    )  # fmt: skip
