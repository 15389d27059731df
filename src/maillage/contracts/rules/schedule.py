"""On which days the value of an indicator is asked. Pure: the days are given."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from maillage.contracts.vocabulary.life import Rhythm

MOST = 60  # values of one indicator at once: five years, month by month
STEPS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}
_LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days(*, rhythm: Rhythm, first: date, last: date, own: Sequence[date] = ()) -> list[date]:
    """The days from `first` to `last` at this rhythm, on the same day of the month; or one's own days.

    Raises ValueError, in French, when there is none or when there are too many.
    """
    if rhythm is Rhythm.OWN:
        found = sorted(set(own))
        if not found:
            raise ValueError("Donnez au moins une date, comme 30/06/2027.")
    else:
        if last < first:
            raise ValueError(f"Le {last:%d/%m/%Y} précède le {first:%d/%m/%Y} : inversez les deux dates.")
        step = STEPS[rhythm]
        asked = (_later(first, step * n) for n in range(MOST + 1))
        found = list(dict.fromkeys(takewhile(lambda day: day <= last, asked)))
    if len(found) > MOST:
        raise ValueError(
            f"Cela ferait plus de {MOST} valeurs : espacez-les, ou choisissez une fin plus proche."
        )
    return found


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LAST[month - 1]
