"""Sisters that are themselves ill, each with its own few weaknesses: what the page still sees then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from maillage.observatory.indicators import View, figures
from maillage.observatory.indicators.comparators import fit
from maillage.scenario import generate
from maillage.site.bench.health.alarms import Power, power
from maillage.site.bench.health.claims import CLAIMS
from maillage.site.bench.health.worlds import END, YEARS, Bench

SEED, MEAN, WEAKEST = 71, 3.0, 0.2  # profiles a sister: Poisson(3), each at an intensity from 0.2 to 1
ALIKE = 5  # partnerships that share one mixture of profiles
MUST = {"mono_sectoral": 0.85, "no_evaluation": 0.85}  # what the described state must still say at x = 1


@dataclass(frozen=True)
class Malaise:
    """What is asserted of planted partnerships against ill sisters."""

    sisters: int
    rows: list[Power]


def ill_sisters(mixtures: int) -> pl.DataFrame:
    """Figures of `mixtures` times five partnerships, each mixture drawn apart."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    parts: dict[str, list[pl.DataFrame]] = {}
    for index in range(mixtures):
        made = generate(
            profile=mixture(rng), intensity=1.0, count=ALIKE, years=YEARS, seed=SEED + index, end=END
        )
        for name, frame in made.frames.items():
            moved = frame.with_columns((pl.col("partnership") + ALIKE * index).cast(pl.Int32))
            parts.setdefault(name, []).append(moved)
    return figures(View({name: pl.concat(frames) for name, frames in parts.items()}, END))


def mixture(rng: np.random.Generator) -> str:
    """A few profiles at uniform intensities, as the generator names them; sometimes none."""
    count = min(int(rng.poisson(MEAN)), len(CLAIMS))
    chosen = rng.choice(sorted(CLAIMS), count, replace=False)
    strengths = rng.uniform(WEAKEST, 1.0, count)
    pairs = [f"{name}:{strength:.2f}" for name, strength in zip(chosen, strengths, strict=True)]
    return ",".join(pairs) or "sound"


def malaise(bench: Bench, profiles: Sequence[str], mixtures: int, intensity: float = 1.0) -> Malaise:
    """Planted partnerships read against ill sisters."""
    ill = ill_sisters(mixtures)
    laws = fit(ill)
    rows = [
        power(bench.figures(bench.world(name, intensity), keep=False), laws, name, intensity, bench.count)
        for name in profiles
    ]
    return Malaise(mixtures * ALIKE, rows)
