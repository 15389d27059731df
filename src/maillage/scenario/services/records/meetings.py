"""Meetings, presence, agendas, decisions and commitments of a scenario."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from maillage.bodies.models import (
    AgendaItem,
    Attendance,
    Body,
    Commitment,
    CommitmentChange,
    Decision,
    Dissent,
    Meeting,
    Seat,
)
from maillage.bodies.models import TerritoryEvent as Event
from maillage.bodies.vocabulary import (
    AttendanceState,
    CommitmentState,
    DecisionMode,
    EventKind,
    Formation,
    ItemKind,
    ItemOutcome,
    MeetingState,
    RecordedBy,
    StrategyUse,
)
from maillage.institutions.models import Institution, Partnership

Rows = dict[str, list[dict[str, Any]]]
Seats = tuple[dict[int, Body], dict[tuple[int, int], Seat]]
FORMATIONS = {"plenary": Formation.PLENARY, "restricted": Formation.RESTRICTED}
FAMILIES = {"reoffending": "tertiary"}
HELD = {True: MeetingState.HELD, False: MeetingState.CANCELLED, None: MeetingState.CONVENED}
KEPT = {True: CommitmentState.DELIVERED, False: CommitmentState.NOT_DELIVERED, None: CommitmentState.OPEN}


def meetings(
    here: Partnership, rows: Rows, known: dict[int, Institution], seats: Seats
) -> dict[int, Meeting]:
    """Meetings by number, with their agendas and presence."""
    events = _events(here, rows)
    made = Meeting.objects.bulk_create(
        Meeting(
            body=seats[0][row["body"]], starts_at=at_noon(row["day"]),
            uid=f"{here.key}-{row['meeting']}@inventé",
            formation=FORMATIONS.get(row["sitting"], Formation.GROUP).value, state=HELD[row["held"]].value,
            ended_at=at_noon(row["day"]) + timedelta(hours=row["hours"]) if row["hours"] else None,
            without_state=row["without_state"], subject="Réunion inventée", convened_on=row["day"],
            event=events.get(row["day"] - timedelta(days=1)) if row["crisis"] else None,
            cancelled_reason="inventée" if row["held"] is False else "",
        )
        for row in rows["meetings"]
    )  # fmt: skip
    found = {row["meeting"]: one for row, one in zip(rows["meetings"], made, strict=True)}
    _presence(rows, found, seats[1])
    _items(rows, found, known)
    return found


def at_noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _events(here: Partnership, rows: Rows) -> dict[date, Event]:
    """The events of the territory by day."""
    made = Event.objects.bulk_create(
        Event(partnership=here, kind=row["kind"], on=row["day"], title=row["title"], recorded_on=row["day"])
        for row in rows["events"]
    )
    return {one.on: one for one in made if one.kind == EventKind.CRISIS.value}


def _presence(rows: Rows, found: dict[int, Meeting], seats: dict[tuple[int, int], Seat]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            meeting=found[row["meeting"]], state=_state(row), level=row["rank"] or "",
            seat=seats[(found[row["meeting"]].body_id, row["institution"])],
            recorded_by=RecordedBy.SECRETARY.value, recorded_at=found[row["meeting"]].starts_at,
        )
        for row in rows["attendance"]
    )  # fmt: skip


def _state(row: dict[str, Any]) -> str:
    if row["present"] is None:
        return str(AttendanceState.UNKNOWN.value)
    there = AttendanceState.DEPUTY if row["deputy"] else AttendanceState.PRESENT
    return str((there if row["present"] else AttendanceState.ABSENT).value)


def _items(rows: Rows, found: dict[int, Meeting], known: dict[int, Institution]) -> None:
    numbers: dict[int, int] = defaultdict(int)
    made = []
    for row in rows["items"]:
        numbers[row["meeting"]] += 1
        made.append(AgendaItem(
            meeting=found[row["meeting"]], number=numbers[row["meeting"]], title="Point inventé",
            kind=(ItemKind.DECISION if row["for_decision"] else ItemKind.INFORMATION).value,
            proposer=known.get(row["proposer"]), from_state=row["from_state"],
            family=str(FAMILIES.get(row["family"], row["family"])),
            outcome=(ItemOutcome.WITHDRAWN if row["withdrawn"] else ItemOutcome.HANDLED).value,
            strategy=_strategy(row),
        ))  # fmt: skip
    AgendaItem.objects.bulk_create(made)


def _strategy(row: dict[str, Any]) -> str:
    if not row["strategy"]:
        return str(StrategyUse.NONE.value)
    return str((StrategyUse.DISCUSSED if row["discussed"] else StrategyUse.PRESENTED).value)


def decisions(rows: Rows, sat: dict[int, Meeting], known: dict[int, Institution]) -> dict[int, Decision]:
    """Decisions by number; those of no meeting are recorded nowhere."""
    kept = [row for row in rows["decisions"] if row["meeting"] in sat]
    numbers: dict[int, int] = defaultdict(int)
    made = []
    for row in kept:
        numbers[row["meeting"]] += 1
        made.append(Decision(
            meeting=sat[row["meeting"]], number=numbers[row["meeting"]], text="Décision inventée",
            mode=DecisionMode.CONSENSUS.value,
        ))  # fmt: skip
    found = {row["decision"]: one for row, one in zip(kept, Decision.objects.bulk_create(made), strict=True)}
    _bound(rows, kept, found, known)
    return found


def _bound(
    rows: Rows, kept: list[dict[str, Any]], found: dict[int, Decision], known: dict[int, Institution]
) -> None:
    """Who is bound: those of the roster, and one from outside when not all of them were convened."""
    awaited: dict[int, list[int]] = defaultdict(list)
    for row in rows["attendance"]:
        awaited[row["meeting"]].append(row["institution"])
    links, dissents = [], []
    for row in kept:
        inside = awaited[row["meeting"]]
        outside = [] if row["in_body"] else [one for one in known if one not in inside][:1]
        bound = [*outside, *inside][: row["bound"]]
        links += [
            Decision.bound.through(decision=found[row["decision"]], institution=known[one]) for one in bound
        ]
        dissents += [
            Dissent(decision=found[row["decision"]], institution=known[one], words="Désaccord inventé")
            for one in bound[: row["dissents"] or 0]
        ]
    Decision.bound.through.objects.bulk_create(links)
    Dissent.objects.bulk_create(dissents)


def _said(row: dict[str, Any]) -> dict[str, str]:
    """What is promised and how much: as many of them as the elements beside the holder and the date."""
    told = row["elements"] - 1 - (row["due"] is not None)
    return {
        "deliverable": "Livrable inventé" if told >= 1 else "Quelque chose",
        "quantity": "dix séances" if told >= 2 else "",
    }


def commitments(
    here: Partnership, rows: Rows, known: dict[int, Institution], sat: dict[int, Meeting],
    decided: dict[int, Decision],
) -> dict[int, Commitment]:  # fmt: skip
    """Commitments by number; the elements that are not given stay empty."""
    made = Commitment.objects.bulk_create(
        Commitment(
            partnership=here, institution=known[row["institution"]], towards=known.get(row["towards"]),
            meeting=sat.get(row["meeting"]), decision=decided.get(row["decision"]), made_on=row["made"],
            due_on=row["due"], closed_on=row["closed"], state=KEPT[row["kept"]].value,
            **_said(row), restricted=not row["visible"],
        )
        for row in rows["commitments"]
    )  # fmt: skip
    _moved(rows, made)
    return {row["commitment"]: one for row, one in zip(rows["commitments"], made, strict=True)}


def _moved(rows: Rows, made: list[Commitment]) -> None:
    """The dates that were moved before they had come, each once, halfway."""
    changes = []
    for row, one in zip(rows["commitments"], made, strict=True):
        if row["renegotiated"] and one.due_on is not None:
            before = one.made_on + (one.due_on - one.made_on) / 2
            changes.append(CommitmentChange(
                commitment=one, on=one.made_on, field="due_on", before=f"{before:%d/%m/%Y}",
                after=f"{one.due_on:%d/%m/%Y}", reason="Report inventé",
            ))  # fmt: skip
    CommitmentChange.objects.bulk_create(changes)
