"""Information owed to the mayor: when each piece is awaited, how late it is, how long answers take."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from maillage import law
from maillage.bodies.vocabulary import Duty, Rhythm
from maillage.institutions.vocabulary import InstitutionKind
from maillage.law.book import Rule
from maillage.law.partial import MONTHS

HOLDERS: dict[Duty, tuple[InstitutionKind, ...]] = {
    Duty.OFFENCES: (InstitutionKind.NATIONAL_POLICE, InstitutionKind.GENDARMERIE),
    Duty.OUTCOMES_ASKED: (InstitutionKind.PROSECUTOR,),
    Duty.OUTCOMES_SYSTEMATIC: (InstitutionKind.PROSECUTOR,),
    Duty.OUTCOMES_FULL: (InstitutionKind.PROSECUTOR,),
    Duty.CLOSURES: (InstitutionKind.PREFECTURE, InstitutionKind.PROSECUTOR),
    Duty.ARTICLE_40: (InstitutionKind.PROSECUTOR,),
    Duty.PREFECT_REPORT: (InstitutionKind.PREFECTURE,),
}  # who owes it, by the text
_MONTHS_BY: dict[Rhythm, int] = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


def duty_in_force(duty: Duty, day: date) -> bool | None:
    """Was this duty the law on that day? None where the text is to be checked, or its day not known."""
    answers = [_answer(rule, day) for rule in law.rules() if rule.id == duty.value]
    return True if True in answers else None if None in answers else False


def _answer(rule: Rule, day: date) -> bool | None:
    force = rule.in_force(day)
    return None if force and rule.certainty == "to_check" else force


def periods(rhythm: Rhythm, year: int) -> Iterator[tuple[str, date]]:
    """The periods of a year: what each is called, and its last day."""
    step = _MONTHS_BY[rhythm]
    for index, month in enumerate(range(step, 13, step), start=1):
        last = date(year, month, calendar.monthrange(year, month)[1])
        yield _name(rhythm, index, year), last


def _name(rhythm: Rhythm, index: int, year: int) -> str:
    if rhythm is Rhythm.MONTHLY:
        return f"{MONTHS[index - 1]} {year}"
    if rhythm is Rhythm.QUARTERLY:
        return f"{index}{'er' if index == 1 else 'e'} trimestre {year}"
    return f"année {year}"


def due_day(last: date, days: int) -> date:
    """When the information on a period that ends on `last` is awaited."""
    return last + timedelta(days=days)


def late_days(*, expected_on: date, received_on: date | None, on: date) -> int:
    """Days of delay: of the reception, or up to today while nothing came; never negative."""
    return max(((received_on or on) - expected_on).days, 0)


def answer_days(pairs: Sequence[tuple[date, date]]) -> float | None:
    """The median number of days from sending to answer; None without answer."""
    return float(median((answered - sent).days for sent, answered in pairs)) if pairs else None


def month_after(day: date) -> date:
    """The same day one month later, or the last of that month (the month of MI-4)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
