"""How many inhabitants the law counted in a commune on a day, and against which threshold they fall.

In force in a year is the census counted three years before (since 2009; earlier, that of 1999 or of 1990).
The census nearest to it in the same bounds is used; what it may have moved since is left in doubt.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from maillage.law.partial import in_french
from maillage.law.verdict import Verdict, thousands

if TYPE_CHECKING:
    from maillage.law.facts import Facts, Span

LEGAL_LAG = 3  # the population in force in year Y is the one counted for Y - 3
BOUNDS_LAG = 2  # and it is published in the bounds of 1 January of the year Y - 1
# Share a population may move by in a year, ours: from 2013 to 2020, of the communes between half and twice a
# threshold, one in two hundred was on the other side of it although further away than this.
DRIFT = 0.02


@dataclass(frozen=True)
class Counted:
    """Inhabitants of one census; `wanted` is the census that was in force on the day asked for."""

    count: int
    year: int
    wanted: int

    @property
    def margin(self) -> float:
        """The share left in doubt; none for the latest census, which stays the last known."""
        return DRIFT * abs(self.wanted - self.year)

    @property
    def french(self) -> str:
        """« 5 200 habitants (population municipale de 2019) »."""
        near = "" if self.wanted == self.year else f", la plus proche de celle de {self.wanted}"
        return f"{thousands(self.count)} habitants (population municipale de {self.year}{near})"


def inhabitants(facts: "Facts", day: date) -> Counted | None:
    """The count that says most of this commune on that day, None when none does in the bounds of that day."""
    return _nearest(facts, day, [year for year in _known(facts) if _same_bounds(facts, year, day)])


def over(threshold: int, facts: "Facts", day: date) -> Verdict:
    """Does the commune have more inhabitants than the threshold on that day?"""
    counted = inhabitants(facts, day)
    if counted is None:
        return _without_count(threshold, facts, day)
    distance = counted.count - threshold
    if counted.margin and abs(distance) <= counted.margin * threshold:
        return Verdict(
            None,
            f"{counted.french}, trop près du seuil de {thousands(threshold)} pour en juger en {day.year}.",
        )
    if distance > 0:
        return Verdict(True, f"{counted.french}, plus de {thousands(threshold)}.")
    return Verdict(False, f"{counted.french}, {thousands(threshold)} au plus.")


def _without_count(threshold: int, facts: "Facts", day: date) -> Verdict:
    """Of a commune that grew by a merger, the whole of today says that the part was below, never above."""
    whole = _nearest(facts, day, list(_known(facts))) if not facts.successor else None
    if whole is None:
        said = f"La population n'est pas connue ; le seuil est de {thousands(threshold)} habitants."
        return Verdict(None, said)
    merged = f"une fusion a agrandi la commune ({_last_merger(facts)})"
    if whole.count * (1 + whole.margin) <= threshold:
        return Verdict(False, f"{whole.french}, {thousands(threshold)} au plus, et {merged}.")
    return Verdict(
        None,
        f"La population d'avant n'est pas connue : {merged}. "
        f"Le seuil est de {thousands(threshold)} habitants.",
    )


def _last_merger(facts: "Facts") -> str:
    first, last = facts.mergers[-1]
    return in_french(first) if first == last else f"entre le {in_french(first)} et le {in_french(last)}"


def _known(facts: "Facts") -> dict[int, int]:
    last = {} if facts.population is None else {facts.population_year: facts.population}
    return {**facts.populations, **last}


def _nearest(facts: "Facts", day: date, years: list[int]) -> Counted | None:
    known = _known(facts)
    if not years:
        return None
    wanted = min(_in_force(day), max(known))
    year = min(years, key=lambda year: (abs(year - wanted), year))
    return Counted(known[year], year, wanted)


def _in_force(day: date) -> int:
    if day.year >= 2009:
        return day.year - LEGAL_LAG
    return 1999 if day.year >= 2000 else 1990


def _same_bounds(facts: "Facts", year: int, day: date) -> bool:
    bounds = date(year + BOUNDS_LAG, 1, 1)
    low, high = min(bounds, day), max(bounds, day)
    return all(last <= low or first > high for first, last in _changes(facts))


def _changes(facts: "Facts") -> "tuple[Span, ...]":
    return facts.mergers + ((facts.ended,) if facts.ended else ())
