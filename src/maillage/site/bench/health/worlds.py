"""Generated partnerships and their figures, each drawn once and kept while the bench runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

import numpy as np
import polars as pl
from dateutil.relativedelta import relativedelta

from maillage.observatory.indicators import INDICATORS, View, figures
from maillage.observatory.indicators.comparators import judged
from maillage.scenario import generate
from maillage.science.domain import Floats
from maillage.site.bench.health.claims import Claim

END = date(2026, 6, 30)
YEARS = 3
SOUND, SICK, SISTERS = 11, 23, 37  # seeds: those read, those planted, those they are compared with


@dataclass(frozen=True)
class World:
    """What to draw: everything but the number of partnerships."""

    profile: str = "sound"
    intensity: float = 1.0
    seed: int = SOUND
    records: str = "complete"
    spread: float = 1.0
    years: int = YEARS
    count: int = 1000
    elections: bool = True  # of March 2026: meetings thin out, majorities change


@dataclass
class Bench:
    """The worlds of one run: figures and truth by world; `spent`: seconds by kind of work."""

    count: int
    _figures: dict[tuple[World, tuple[str, ...], date], pl.DataFrame] = field(default_factory=dict)
    _last: tuple[World, dict[str, pl.DataFrame], pl.DataFrame] | None = None
    spent: dict[str, float] = field(default_factory=dict)

    def world(self, profile: str = "sound", intensity: float = 1.0, **words: object) -> World:
        """A world of this bench's size."""
        seed = SOUND if profile == "sound" else SICK
        given = {"profile": profile, "intensity": intensity, "seed": seed, "count": self.count, **words}
        return World(**given)  # type: ignore[arg-type]

    def drawn(self, world: World) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """Frames and truth; the last world drawn is kept, the frames of others are not."""
        if self._last is None or self._last[0] != world:
            start = perf_counter()
            made = generate(
                profile=world.profile, intensity=world.intensity, count=world.count, years=world.years,
                seed=world.seed, records=world.records, spread=world.spread, end=END,
                elections=world.elections,
            )  # fmt: skip
            self._last = world, dict(made.frames), made.truth
            self._spend("generate", start)
        return self._last[1], self._last[2]

    def figures(
        self, world: World, wanted: Iterable[str] | None = None, back: int = 0, *, keep: bool = True
    ) -> pl.DataFrame:
        """The figures of these partnerships, `back` months before the end; by default all judged ones."""
        asked = [one.id for one in judged()] if wanted is None else wanted
        names = tuple(name for name in asked if name in INDICATORS)
        day = END - relativedelta(months=back)
        key = (world, names, day)
        if key in self._figures:
            return self._figures[key]
        frames, _ = self.drawn(world)
        start = perf_counter()
        found = figures(View(frames, day), names)
        self._spend("figures", start)
        if keep:
            self._figures[key] = found
        return found

    def _spend(self, name: str, start: float) -> None:
        self.spent[name] = self.spent.get(name, 0.0) + perf_counter() - start


def score(table: pl.DataFrame, claim: Claim | str, *, low: bool | None = None) -> Floats:
    """One number a partnership, higher when weaker; NaN where nothing is read.

    Where outcomes are unknown, the middle of the value if all were no and if all were yes.
    """
    name = claim if isinstance(claim, str) else claim.indicator
    side = claim.low if isinstance(claim, Claim) else bool(low)
    middle = pl.when(pl.col("unknown") > 0).then((pl.col("floor") + pl.col("ceiling")) / 2)
    rows = table.filter(pl.col("indicator") == name).sort("partnership")
    values = rows.select(
        pl.when(pl.col("value").is_not_null()).then(middle.otherwise(pl.col("value")))
    ).to_series()
    found: Floats = values.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return -found if side else found


def part_of(table: pl.DataFrame, members: Sequence[int] | np.ndarray) -> pl.DataFrame:
    """The figures of some partnerships."""
    chosen = pl.DataFrame({"partnership": np.asarray(members, dtype=np.int32)})
    return table.join(chosen, on="partnership", how="semi")
