"""The notice of a convocation: on what day it must leave at the latest, and whether it leaves in time.

No law known to Maillage fixes one: the délai is that of the body's règlement, in days, or in working days
(Monday to Friday, public holidays left out). The days are those of the partnership's own calendar.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.law.partial import in_french

DAY = timedelta(days=1)
SATURDAY = 5
LONGEST = 366  # days: a longer notice is a slip of the pen


@dataclass(frozen=True)
class Notice:
    """Where a convocation stands: the last day to send it, and how many days are lacking on a given day."""

    last_day: date
    sent_on: date
    asked: int
    working: bool
    lacking: int

    @property
    def on_time(self) -> bool:
        """The règlement is respected."""
        return self.lacking == 0

    @property
    def unit(self) -> str:
        """The unit of the délai, in French."""
        plural = "s" if self.asked > 1 else ""
        return f"jour{plural} ouvré{plural}" if self.working else f"jour{plural}"

    @property
    def words(self) -> str:
        """The verdict in one sentence."""
        rule = f"Le règlement demande {self.asked} {self.unit}"
        if self.on_time:
            return f"{rule} : la convocation peut partir jusqu'au {in_french(self.last_day)}."
        days = "un jour" if self.lacking == 1 else f"{self.lacking} jours"
        kind = (" ouvré" if self.lacking == 1 else " ouvrés") if self.working else ""
        return f"{rule} : elle devait partir le {in_french(self.last_day)} ; il manque {days}{kind}."


def is_working_day(day: date, holidays: Set[date]) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def last_day(meeting_day: date, notice_days: int, *, working: bool, holidays: Set[date]) -> date:
    """The last day on which a convocation respects the notice. The day of the meeting does not count."""
    if not working:
        return meeting_day - timedelta(days=notice_days)
    day, left = meeting_day, notice_days
    while left:
        day -= DAY
        left -= is_working_day(day, holidays)
    return day


def given(sent_on: date, meeting_day: date, *, working: bool, holidays: Set[date]) -> int:
    """The notice really given: days, or working days, from the sending (counted) to the meeting (not)."""
    days = max(0, (meeting_day - sent_on).days)
    if not working:
        return days
    return sum(is_working_day(sent_on + n * DAY, holidays) for n in range(days))


def verdict(
    meeting_day: date, sent_on: date, *, notice_days: int, working: bool, holidays: Set[date]
) -> Notice:
    """Does a convocation sent that day respect the notice of the règlement?"""
    had = given(sent_on, meeting_day, working=working, holidays=holidays)
    latest = last_day(meeting_day, notice_days, working=working, holidays=holidays)
    return Notice(latest, sent_on, notice_days, working, max(0, notice_days - had))
