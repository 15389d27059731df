"""Does the claimed figure tell the planted weakness from sound partnerships? The area under the curve."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from maillage.observatory.indicators import INDICATORS
from maillage.science import roc_area
from maillage.science.domain import Floats
from maillage.site.bench.health.claims import CLAIMS, MARKED, SIDES, Claim
from maillage.site.bench.health.worlds import Bench, score

Mode = tuple[str, float, float]  # records, spread, intensity
COMPLETE = "complete"


@dataclass(frozen=True)
class Separation:
    """One profile at one intensity, in one regime: area with its limits, medians, and who had no reading."""

    id: str
    indicator: str
    intensity: float
    records: str
    spread: float
    auc: float
    low: float
    high: float
    n: int
    unread_sick: float
    unread_sound: float
    median_sound: float
    median_sick: float

    def row(self) -> dict[str, Any]:
        """As the command prints it."""
        return asdict(self)


def modes(intensities: Sequence[float]) -> list[Mode]:
    """Intensities with complete records; then other spreads and missing records, at the marked one."""
    plain = [(COMPLETE, 1.0, x) for x in intensities]
    spreads = [(COMPLETE, spread, MARKED) for spread in (0.5, 1.5)]
    missing = [(records, 1.0, x) for records in ("mcar:0.3", "mnar:0.3") for x in (0.5, MARKED)]
    return [*plain, *spreads, *missing]


def separations(bench: Bench, name: str, mode: Mode) -> list[Separation]:
    """The figures that speak of one profile, in one mode; the sound partnerships of a mode are drawn once."""
    claim, (records, spread, x) = CLAIMS[name], mode
    wanted = [one for one in (claim.indicator, *claim.others) if one in INDICATORS]
    sound = bench.figures(bench.world(records=records, spread=spread), _everything())
    sick = bench.figures(bench.world(name, x, records=records, spread=spread), wanted, keep=False)
    found = []
    for one in wanted:
        low = claim.low if one == claim.indicator else side(one, claim)
        values = [score(table, one, low=low) for table in (sick, sound)]
        found.append(compared(name, one, mode, values[0], values[1], low=low))
    return [row for row in found if row is not None]


def side(indicator: str, claim: Claim) -> bool:
    """Whether a weakness lowers a figure other than the claimed one."""
    return SIDES.get(indicator, claim.low)


def compared(
    name: str, indicator: str, mode: Mode, sick: Floats, sound: Floats, *, low: bool
) -> Separation | None:
    """The area between two groups of scores; None when a group cannot be read."""
    records, spread, x = mode
    known = [values[~np.isnan(values)] for values in (sick, sound)]
    if min(values.size for values in known) < 2:
        return None
    area = roc_area.area(sick, sound)
    sign = -1 if low else 1
    return Separation(
        name, indicator, x, records, spread, area.value, area.low, area.high, area.first,
        1 - known[0].size / max(sick.size, 1), 1 - known[1].size / max(sound.size, 1),
        sign * float(np.median(known[1])) + 0.0, sign * float(np.median(known[0])) + 0.0,  # no minus zero
    )  # fmt: skip


def _everything() -> list[str]:
    """The figures that some profile asks for, so that the sound partnerships are read once."""
    names = [one for claim in CLAIMS.values() for one in (claim.indicator, *claim.others)]
    return [one for one in dict.fromkeys(names) if one in INDICATORS]
