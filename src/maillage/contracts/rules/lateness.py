"""What is late on a sheet: a step not reached, an end gone by. Pure: dates in, days out."""

from datetime import date

from maillage.contracts.vocabulary import SheetState

OVER = (SheetState.DONE, SheetState.STOPPED)
ALIVE = (SheetState.PLANNED, SheetState.RUNNING, SheetState.BLOCKED)
SOON = 14  # days


def milestone_late(*, start: date, end: date | None, done_on: date | None, on: date) -> int:
    """Days since a step should have been reached; 0 when it was, or when there is time left."""
    return 0 if done_on is not None else max(0, (on - (end or start)).days)


def milestone_near(*, start: date, end: date | None, done_on: date | None, on: date) -> bool:
    """Does a step end within the next two weeks?"""
    return done_on is None and 0 <= ((end or start) - on).days <= SOON


def end_late(*, end: date | None, state: str, on: date) -> int:
    """Days since the end of an action that nobody declared done or stopped."""
    if end is None or SheetState(state) not in ALIVE:
        return 0
    return max(0, (on - end).days)


def mark(state: str, *, late: bool) -> str:
    """The shape that goes with the state of a sheet (design, section 3)."""
    shapes = {
        SheetState.DRAFT.value: "open", SheetState.PLANNED.value: "open", SheetState.RUNNING.value: "part",
        SheetState.BLOCKED.value: "wait", SheetState.DONE.value: "", SheetState.STOPPED.value: "no",
    }  # fmt: skip
    return "late" if late and SheetState(state) not in OVER else shapes[state]
