"""The days of a series of meetings: a rhythm (RRULE of iCalendar), and another day where a holiday falls."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from maillage.bodies.rules.notice import is_working_day
from maillage.bodies.vocabulary import Pace

MOST = 60  # meetings in one series
STEPS = {Pace.MONTHLY: 1, Pace.TWO_MONTHS: 2, Pace.QUARTERLY: 3, Pace.HALF_YEARLY: 6, Pace.YEARLY: 12}
WEEKS = {Pace.WEEKLY: 1, Pace.TWO_WEEKS: 2}
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NEVER = 5  # a fifth Thursday does not exist every month: it is read as the last one


@dataclass(frozen=True)
class Proposed:
    """One day of a series. `wanted` is the day of the rhythm, when a public holiday moved the meeting."""

    day: date
    wanted: date

    @property
    def moved(self) -> bool:
        """The rhythm fell on a day when nobody works."""
        return self.day != self.wanted


def rhythm(pace: Pace, first: date) -> str:
    """The RRULE of a pace that begins that day: every nth week, or the same weekday of the month."""
    code = CODES[first.weekday()]
    if pace in WEEKS:
        return f"FREQ=WEEKLY;INTERVAL={WEEKS[pace]};BYDAY={code}"
    rank = (first.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;INTERVAL={STEPS[pace]};BYDAY={-1 if rank == NEVER else rank}{code}"


def days(rule: str, first: date, last: date, holidays: Set[date]) -> list[Proposed]:
    """The days of the rhythm between two days, each moved to the next working day when it is a holiday.

    A series on a Saturday stays on Saturdays: only public holidays move a meeting.
    """
    start = datetime.combine(first, time())
    found: list[Proposed] = []
    taken: set[date] = set()
    for moment in rrulestr(rule, dtstart=start).between(start, datetime.combine(last, time()), inc=True):
        wanted = moment.date()
        day = next_working(wanted, holidays) if wanted in holidays else wanted
        if day not in taken:
            found.append(Proposed(day, wanted))
            taken.add(day)
        if len(found) > MOST:
            break
    return found


def next_working(day: date, holidays: Set[date]) -> date:
    """The first day after this one when people work."""
    while True:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            return day
