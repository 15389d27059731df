"""The frames as they stood on a day, and the windows that indicators read; each computed once and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
from dateutil.relativedelta import relativedelta

from maillage.observatory.vocabulary import FRAMES

YEAR = 365.25


def empty(name: str) -> pl.DataFrame:
    """A frame without rows."""
    return pl.DataFrame(schema=FRAMES[name].schema)


@dataclass
class View:
    """Frames by name, as known on `day`: later rows are left out, later outcomes are unknown again."""

    frames: Mapping[str, pl.DataFrame]
    day: date
    _kept: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pl.DataFrame:
        """All rows born by the day; an outcome recorded after it is null."""
        return self._once(("table", name), lambda: as_of(self.frames.get(name, empty(name)), name, self.day))

    def within(self, name: str, months: int, on: str = "") -> pl.DataFrame:
        """Rows whose date (`on`, by default their birth) falls in the months that end on the day."""
        column = on or FRAMES[name].born
        start = self.start(months)
        return self._once(
            ("within", name, months, column),
            lambda: self.table(name).filter(pl.col(column) > start, pl.col(column) <= self.day),
        )

    def due(self, name: str, months: int, on: str = "due") -> pl.DataFrame:
        """Rows that fell due in the months before the day: what is not yet due is in no denominator."""
        start = self.start(months)
        return self._once(
            ("due", name, months, on),
            lambda: self.table(name).filter(pl.col(on) > start, pl.col(on) < self.day),
        )

    def in_force(self, name: str, until: str = "end") -> pl.DataFrame:
        """Rows begun and not ended on the day."""
        return self._once(
            ("force", name, until),
            lambda: self.table(name).filter(pl.col(until).is_null() | (pl.col(until) >= self.day)),
        )

    def start(self, months: int) -> date:
        """The day before the first of a window of so many months; a window of 12 months is a whole year."""
        first: date = self.day - relativedelta(months=months)
        return first

    def exposure(self, months: int) -> pl.DataFrame:
        """`partnership`, `years`: the window clipped to the life of the council."""
        first = self.start(months) + timedelta(days=1)
        opened = pl.max_horizontal(pl.col("opened"), pl.lit(first))
        ended = pl.min_horizontal(pl.col("closed").fill_null(self.day), pl.lit(self.day))
        days = (ended - opened).dt.total_days() + 1
        return self._once(
            ("exposure", months),
            lambda: self.table("partnerships").select("partnership", years=days.clip(0) / YEAR),
        )

    def keep(self, key: tuple[object, ...], make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What several indicators derive from the frames, computed once under a key of its own."""
        return self._once(("keep", *key), make)

    def _once(self, key: tuple[object, ...], make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


def as_of(frame: pl.DataFrame, name: str, day: date) -> pl.DataFrame:
    """The rows of a frame born by the day, with the outcomes dated after it unknown."""
    shape = FRAMES[name]
    later = [
        pl.when(pl.col(dated) > day).then(None).otherwise(pl.col(column)).alias(column)
        for dated, columns in shape.outcomes.items()
        for column in dict.fromkeys((*columns, dated))
    ]
    return frame.filter(pl.col(shape.born) <= day).with_columns(later)
