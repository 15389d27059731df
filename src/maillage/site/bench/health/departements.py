"""Two weaknesses that only a département can show: money spread thin, controls on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from maillage.observatory.indicators import INDICATORS, View, figures
from maillage.scenario import generate
from maillage.site.bench.health.claims import CLAIMS
from maillage.site.bench.health.separation import Separation, compared
from maillage.site.bench.health.worlds import END, SICK, SOUND, YEARS, score

COUNT = 300  # départements in each group
ENOUGH = {"sprinkling": {0.5: 0.90, 1.0: 0.97}, "paper_control": {0.5: 0.93}}


@dataclass(frozen=True)
class Pooled:
    """Separation of départements, each of so many partnerships."""

    partnerships: int
    found: Separation


def pooled(intensities: Sequence[float]) -> list[Pooled]:
    """Both profiles at each intensity; a département is a partnership whose frames are those of its own."""
    return []
