"""What a batch of partnerships is: its window, its parameters in time, what was planted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from dateutil.relativedelta import relativedelta
from numpy.typing import NDArray

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Keys, Reals
from maillage.scenario.model.rows import Rows
from maillage.scenario.parameters import PARAMETERS
from maillage.scenario.vocabulary import SPREADS

ELECTIONS = tuple(date.fromisoformat(day) for day in ("2001-03-11", "2008-03-09", "2014-03-23", "2020-03-15",
                                                      "2026-03-15"))  # fmt: skip
QUIET = 120  # days after a municipal election with fewer meetings
EPOCH = date(1970, 1, 1)


def ordinal(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Window:
    """The days that records cover, and the civil years they touch."""

    end: date
    years: int
    elections: bool = True

    @property
    def first(self) -> int:
        """First day, as a number."""
        return self.back(12 * self.years) + 1

    @property
    def last(self) -> int:
        """Last day, as a number."""
        return ordinal(self.end)

    def back(self, months: int) -> int:
        """The day before the first of a window of so many months."""
        return ordinal(self.end - relativedelta(months=months))

    @property
    def civil(self) -> NDArray[np.int64]:
        """First day of each civil year touched, then of the next one."""
        start = (self.end - relativedelta(years=self.years)).year
        return np.array([ordinal(date(year, 1, 1)) for year in range(start, self.end.year + 2)])

    @property
    def votes(self) -> list[int]:
        """Days of municipal elections that bear on the window."""
        days = [ordinal(day) for day in ELECTIONS] if self.elections else []
        return [day for day in days if self.first - QUIET <= day <= self.last]


@dataclass
class World:
    """A batch: partnerships `first_id`, ... and everything drawn of them. Parameters by `at`."""

    window: Window
    first_id: int
    keys: Keys
    shifts: dict[str, Reals]
    onset: int | None = None  # day from which the shifts hold; None: always
    spread: float = 1.0
    density: float = 1.0
    communes: int = 80
    seed: int = 0
    departements: int | None = None
    imposed: dict[str, NDArray[Any]] = field(default_factory=dict)  # by quota
    planted: dict[str, tuple[Reals, Reals]] = field(default_factory=dict)
    _base: dict[str, Reals] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many partnerships."""
        return len(self.keys)

    @property
    def ids(self) -> Ints:
        """Their numbers, from 1."""
        return self.first_id + np.arange(self.size)

    def rows(self) -> Rows:
        """One row a partnership."""
        return Rows(np.arange(self.size), self.keys)

    def sound(self, name: str) -> Reals:
        """The parameter of each partnership without any change: the value and its own deviation."""
        if name not in self._base:
            parameter = PARAMETERS[name]
            sd = self.spread * SPREADS[parameter.scale]
            noise = draws.normal(self.keys, f"deviation {name}") if sd else 0.0
            self._base[name] = np.full(self.size, parameter.value) + sd * noise
        return self._base[name]

    def at(self, name: str, p: Ints, day: NDArray[np.integer] | int | None = None) -> Reals:
        """The parameter on a day (by default the last one), change included."""
        value = self.sound(name)[p]
        change = self.shifts.get(name)
        return value if change is None else value + change[p] * self.struck(p, day)

    def struck(self, p: Ints, day: NDArray[np.integer] | int | None = None) -> Flags | NDArray[np.integer]:
        """Whether the change holds on a day."""
        when = self.window.last if day is None else day
        if self.onset is None:
            return np.ones(np.shape(p), dtype=bool)
        return np.broadcast_to(np.asarray(when) >= self.onset, np.shape(p))

    def chance(self, name: str, p: Ints, day: NDArray[np.integer] | int | None = None) -> Reals:
        """The parameter as a probability."""
        return draws.logistic(self.at(name, p, day))

    def rate(self, name: str, p: Ints, day: NDArray[np.integer] | int | None = None) -> Reals:
        """The parameter as a rate."""
        return np.exp(self.at(name, p, day))

    def year_of(self, day: NDArray[np.integer]) -> Ints:
        """Place of the civil year of a day."""
        last = len(self.window.civil) - 2
        return np.clip(np.searchsorted(self.window.civil, day, side="right") - 1, 0, last)

    def plant(self, name: str, p: Ints, chance: Reals, counted: Flags | None = None) -> None:
        """Note the planted probability of the cases an indicator will count: the truth behind the figure."""
        kept = slice(None) if counted is None else counted
        weight = np.bincount(p[kept], minlength=self.size).astype(float)
        total = np.bincount(p[kept], weights=np.broadcast_to(chance, np.shape(p))[kept], minlength=self.size)
        before = self.planted.get(name, (np.zeros(self.size), np.zeros(self.size)))
        self.planted[name] = (before[0] + total, before[1] + weight)

    def within(self, day: NDArray[np.integer], months: int) -> Flags:
        """Days in the months that end on the last day."""
        return (day > self.window.back(months)) & (day <= self.window.last)

    def lived(self, day: NDArray[np.integer], p: Ints, opened: Ints) -> Flags:
        """Days inside the window and the life of the council."""
        return (day >= np.maximum(self.window.first, opened[p])) & (day <= self.window.last)
