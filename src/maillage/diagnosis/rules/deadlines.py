"""When data asked for are late, when their holder is reminded: once before the day, once after. No clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.diagnosis.vocabulary import SourceState

BEFORE, AFTER = 7, 7  # days
AWAITED = SourceState.EXPECTED.value
ANSWERED = (SourceState.RECEIVED.value, SourceState.PARTIAL.value, SourceState.DOUBTFUL.value)


@dataclass(frozen=True)
class Request:
    """What must be known of a request."""

    id: int
    state: str
    asked_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class Reminder:
    """One reminder: `step` is its distance to the day, negative before."""

    id: int
    due_on: date
    step: int

    @property
    def key(self) -> str:
        """The same for the same request, day and step: a reminder goes once."""
        return f"source:{self.id}:{self.due_on.isoformat()}:{self.step:+d}"


def days_late(state: str, due_on: date | None, on: date) -> int:
    """How many days past its day a request still waits; 0 when it is answered, or not late."""
    if state != AWAITED or due_on is None:
        return 0
    return max((on - due_on).days, 0)


def reminder(row: Request, on: date) -> Reminder | None:
    """The reminder whose day has come; none to one who answered, nor for a request made after that day."""
    if row.state != AWAITED or row.due_on is None:
        return None
    distance = (on - row.due_on).days
    step = -BEFORE if -BEFORE <= distance <= 0 else AFTER if distance >= AFTER else None
    if step is None or (row.asked_on and row.due_on + timedelta(days=step) <= row.asked_on):
        return None
    return Reminder(row.id, row.due_on, step)


def delay(asked_on: date | None, answered_on: date | None) -> int | None:
    """Days between the request and its answer; None when one of them is not known."""
    return (answered_on - asked_on).days if asked_on and answered_on else None
