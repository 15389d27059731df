"""Dates as the texts give them: a day, or only a month or a year."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Self

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


@dataclass(frozen=True)
class Moment:
    """A day known up to the day, the month or the year: between `first` and `last`, both included."""

    first: date
    last: date
    text: str

    @classmethod
    def parse(cls, given: object) -> Self:
        """From a date, `2007`, `"2007-07"` or `"2007-07-25"`. Raises ValueError otherwise."""
        if isinstance(given, date):
            return cls(given, given, given.isoformat())
        parts = [int(part) for part in str(given).split("-")]
        if len(parts) == 1:
            return cls(date(parts[0], 1, 1), date(parts[0], 12, 31), str(given))
        year, month = parts[:2]
        if len(parts) == 3:
            day = date(year, month, parts[2])
            return cls(day, day, day.isoformat())
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), str(given))

    @property
    def exact(self) -> bool:
        """Known to the day."""
        return self.first == self.last

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`."""
        if self.exact:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    def reached(self, day: date) -> bool | None:
        """Has this moment come by that day? None when the day falls inside the part that is not known."""
        if day < self.first:
            return False
        return True if day >= self.last else None

    def passed(self, day: date) -> bool | None:
        """Is that day after this moment? None inside the part that is not known."""
        if day > self.last:
            return True
        return False if self.exact or day < self.first else None

    def __str__(self) -> str:
        return self.text

    @property
    def french(self) -> str:
        """As one writes it: « 1er mars 2007 », « juillet 2007 », « 2007 »."""
        if self.exact:
            return in_french(self.first)
        if self.precision == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return str(self.first.year)

    @property
    def with_article(self) -> str:
        """« le 1er mars 2007 », « juillet 2007 », « 2007 »."""
        return f"le {self.french}" if self.exact else self.french


def in_french(day: date) -> str:
    """« 27 mai 2021 », « 1er janvier 2015 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"
