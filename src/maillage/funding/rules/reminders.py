"""When a body is reminded of its financial report: a month before the day, then once it has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = timedelta(days=30)
AFTER = timedelta(days=15)


@dataclass(frozen=True)
class Reminder:
    """One letter to write; its key is written once only. `step`: -1 before the day, 1 after."""

    report: int
    step: int
    due_on: date

    @property
    def key(self) -> str:
        """The key of its letter: a day that moved asks for new ones."""
        return f"report:{self.report}:{self.due_on.isoformat()}:{self.step}"


def reminder(report: int, due_on: date, on: date) -> Reminder | None:
    """The letter whose day has come, if any."""
    if on > due_on + AFTER:
        return Reminder(report, 1, due_on)
    if due_on - BEFORE <= on <= due_on:
        return Reminder(report, -1, due_on)
    return None
