"""A function that was held and no longer is: a vacancy, counted from the day after the last holder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import folded


@dataclass(frozen=True)
class Held:
    """One function held between two days."""

    institution: int
    title: str
    start: date
    end: date | None


@dataclass(frozen=True)
class Vacancy:
    """A function nobody holds, and since when."""

    institution: int
    title: str
    since: date


def vacancies(held: Iterable[Held], *, on: date) -> list[Vacancy]:
    """The functions known here that nobody holds that day, the oldest vacancy first."""
    groups: dict[tuple[int, str], list[Held]] = {}
    for row in held:
        if row.start <= on:
            groups.setdefault((row.institution, folded(row.title)), []).append(row)
    found = []
    for rows in groups.values():
        ends = [row.end for row in rows]
        past = [end for end in ends if end is not None and end < on]
        if len(past) == len(ends):
            last = max(rows, key=lambda row: row.end or on)
            found.append(Vacancy(last.institution, last.title, max(past) + timedelta(days=1)))
    return sorted(found, key=lambda row: (row.since, row.title))
