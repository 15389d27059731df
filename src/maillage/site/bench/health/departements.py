"""Two weaknesses that only a département can show: money spread thin, controls on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from maillage.observatory.indicators import INDICATORS, View, figures
from maillage.scenario import generate
from maillage.site.bench.health.claims import CLAIMS
from maillage.site.bench.health.separation import COMPLETE, Separation, compared
from maillage.site.bench.health.worlds import END, SICK, SOUND, YEARS, score

GROUPS, EACH = 150, 16  # départements in each group; partnerships in a département, as the generator has it
ENOUGH = {"sprinkling": {0.5: 0.90, 1.0: 0.97}, "paper_control": {0.5: 0.93}}
FRAMES = ("partnerships", "grants", "controls", "requests", "fund_reports")
NUMBERED = ("grantee", "grant", "request")  # numbers that are only unique inside a partnership
Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Pooled:
    """Separation of départements, and the median number of records each rests on."""

    records: float
    found: Separation


def pooled(intensities: Sequence[float], groups: int = GROUPS) -> list[Pooled]:
    """Both profiles at each intensity, départements planted against sound ones."""
    names = [name for name, claim in CLAIMS.items() if claim.pooled in INDICATORS]
    wanted = sorted({CLAIMS[name].pooled for name in names})
    sound = _figures("sound", 0.0, SOUND, wanted, groups)
    rows = [
        _one(name, x, _figures(name, x, SICK, [CLAIMS[name].pooled], groups), sound)
        for name in names
        for x in intensities
    ]
    return [row for row in rows if row is not None]


def _one(name: str, x: float, sick: pl.DataFrame, sound: pl.DataFrame) -> Pooled | None:
    indicator, low = CLAIMS[name].pooled, CLAIMS[name].low
    values = [score(table, indicator, low=low) for table in (sick, sound)]
    found = compared(name, indicator, (COMPLETE, 1.0, x), values[0], values[1], low=low)
    records = sound.filter(pl.col("indicator") == indicator)["denominator"].median()
    return None if found is None else Pooled(float(str(records or 0)), found)


def _figures(profile: str, x: float, seed: int, wanted: Sequence[str], groups: int) -> pl.DataFrame:
    made = generate(
        profile=profile,
        intensity=x,
        count=groups * EACH,
        years=YEARS,
        seed=seed,
        end=END,
        departements=groups,
    )
    return figures(View(gathered(made.frames), END), wanted)


def gathered(frames: Frames) -> dict[str, pl.DataFrame]:
    """The frames of money with each département in the place of a partnership."""
    codes = frames["partnerships"].select(
        "partnership", _whole=pl.col("departement").rank("dense").cast(pl.Int32)
    )
    return {name: _moved(name, frames[name], codes) for name in FRAMES if name in frames}


def _moved(name: str, frame: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    apart = [
        (pl.col(column) + 100_000 * pl.col("partnership")).cast(frame.schema[column])
        for column in NUMBERED if column in frame.columns
    ]  # fmt: skip
    moved = frame.with_columns(apart).join(codes, on="partnership", how="left")
    moved = moved.with_columns(partnership=pl.col("_whole")).drop("_whole").sort("partnership")
    if name == "partnerships":
        moved = moved.unique("partnership", keep="first", maintain_order=True)
    return moved.select(frame.columns)
