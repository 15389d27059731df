"""Which reminder is due: 14 days before, 3 days before, 7 days after, then every 30 days. No clock.

Only what is awaited is reminded; a delivered, closed or withdrawn commitment never is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.bodies.vocabulary import CommitmentState

BEFORE = (14, 3)  # days before the due date
FIRST_AFTER, EVERY = 7, 30  # days


@dataclass(frozen=True)
class Promise:
    """What must be known of a commitment: `since` is the day its present words or date were agreed."""

    id: int
    state: str
    due_on: date | None
    since: date


@dataclass(frozen=True)
class Reminder:
    """One reminder: `step` is its distance to the due date, negative before."""

    id: int
    due_on: date
    step: int

    @property
    def key(self) -> str:
        """The same for the same commitment, due date and step: a reminder goes once."""
        return f"commitment:{self.id}:{self.due_on.isoformat()}:{self.step:+d}"


def due(rows: Iterable[Promise], on: date) -> list[Reminder]:
    """The reminders whose day has come, at most one per commitment."""
    found = []
    for row in rows:
        step = _step(row, on)
        if row.due_on is not None and step is not None:
            found.append(Reminder(row.id, row.due_on, step))
    return found


def _step(row: Promise, on: date) -> int | None:
    if row.state != CommitmentState.OPEN.value or row.due_on is None:
        return None
    step = last_step((on - row.due_on).days)
    if step is None or row.due_on + timedelta(days=step) <= row.since:
        return None  # agreed after the day of this step: nobody needs to be told at once
    return step


def last_step(distance: int) -> int | None:
    """The step reached at this distance from the due date (negative: before); None between two.

    A missed day is caught up while its words are still true: those before stop at the due date.
    """
    if distance <= 0:
        return max((-days for days in BEFORE if distance >= -days), default=None)
    if distance < FIRST_AFTER:
        return None
    return FIRST_AFTER + EVERY * ((distance - FIRST_AFTER) // EVERY)
