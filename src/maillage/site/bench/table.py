"""`bench table`: rates, Garwood limits, smoothed rates and ranks of every commune, against pandas.

Both sides start from the same long columns (year, indicator, commune, group, count or nothing, population)
and compute the same figures; both tabulate Garwood's limits by distinct count, which is the quick way in
pandas too.
"""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from maillage.science import national_table
from maillage.site.bench.measure import Measure, apart, best_of, need

NAME = "table"
SEED, GROUPS, WITHHELD = 20260101, 12, 0.5
FIGURES = ("rate", "low", "high", "smoothed", "rank")
RUNS = 5


def run(folder: Path, *, communes: int = 35_000, indicators: int = 15, years: int = 10) -> Measure:
    """Time in seconds of both sides; `ratio` = pandas over ours; `agreement` = largest relative gap."""
    need("pandas")
    generate(folder, communes, indicators, years)
    shape = {"communes": communes, "indicators": indicators, "years": years}
    ours, peer = apart(__name__, "ours", folder, **shape), apart(__name__, "peer", folder, **shape)
    more = {
        "rows": communes * indicators * years,
        "peer_name": "pandas",
        "peak_mb": round(ours["peak_mb"]),
        "peer_peak_mb": round(peer["peak_mb"]),
        "same_unknown": same_unknown(folder),
    }
    ratio = peer["seconds"] / ours["seconds"]
    return Measure(NAME, peer["seconds"], ours["seconds"], "s", ratio, disagreement(folder), more)


def generate(folder: Path, communes: int, indicators: int, years: int) -> None:
    """Long columns of an invented country, seeded: skewed populations, overdispersed counts, half of them
    withheld.
    """
    rng = np.random.Generator(np.random.PCG64(SEED))
    population = np.maximum(20, np.rint(rng.lognormal(6.3, 1.35, communes)))
    usual = rng.uniform(0.0002, 0.008, indicators)
    level = usual[:, None] * rng.gamma(4, 0.25, (indicators, communes))
    counts = rng.poisson(level * population, (years, indicators, communes)).astype(np.float64)
    counts[(counts < 6) & (rng.random(counts.shape) < WITHHELD * 1.5)] = np.nan
    year, indicator, commune = (axis.ravel() for axis in np.indices(counts.shape, dtype=np.int32))
    group = np.digitize(population, np.quantile(population, np.linspace(0, 1, GROUPS + 1)[1:-1])).astype(
        np.int32
    )
    pl.DataFrame({
        "year": year, "indicator": indicator, "commune": commune, "events": counts.ravel(),
        "population": population[commune], "group": group[commune],
    }).write_parquet(folder / "long.parquet")  # fmt: skip


def ours(folder: Path, *, communes: int, indicators: int, years: int) -> dict[str, Any]:
    """Our side: long columns to dense arrays, then the compiled table."""
    columns = {column.name: column.to_numpy() for column in pl.read_parquet(folder / "long.parquet")}
    shape = (years, indicators, communes)

    def act() -> national_table.NationalTable:
        place = columns["year"], columns["indicator"], columns["commune"]
        events = national_table.dense(shape, *place, columns["events"])
        here = columns["commune"][:communes]  # the first block names every commune once
        population, group = np.empty(communes), np.empty(communes, dtype=np.int64)
        population[here], group[here] = columns["population"][:communes], columns["group"][:communes]
        return national_table.compute(events, population, group)

    compile_first(communes)
    seconds, table = best_of(RUNS, act)
    for name in FIGURES:
        np.save(folder / f"ours_{name}.npy", getattr(table, name).ravel())
    return {"seconds": seconds}


def compile_first(communes: int) -> None:
    """Have the kernel compiled (or read from its cache) before the clock starts."""
    small = np.ones((1, 1, communes))
    national_table.compute(small, np.ones(communes), np.zeros(communes, dtype=np.int64))


def peer(folder: Path, *, communes: int, indicators: int, years: int) -> dict[str, Any]:
    """The peer's side: the same figures by grouped pandas columns."""
    import pandas as pd

    columns = {column.name: column.to_numpy() for column in pl.read_parquet(folder / "long.parquet")}
    frame = pd.DataFrame(columns)
    seconds, table = best_of(RUNS, lambda: by_pandas(frame))
    for name in FIGURES:
        np.save(folder / f"peer_{name}.npy", table[name].to_numpy())
    return {"seconds": seconds, "rows": communes * indicators * years}


def by_pandas(frame: Any) -> Any:
    """The national table as a careful pandas user writes it: no Python loop, one groupby per need."""
    import pandas as pd
    from scipy import stats

    out = pd.DataFrame({"rate": frame["events"] / frame["population"]})
    distinct = np.sort(frame["events"].dropna().unique())
    low = np.where(distinct > 0, stats.chi2.ppf(0.025, 2 * np.maximum(distinct, 1)) / 2, 0)
    high = stats.chi2.isf(0.025, 2 * distinct + 2) / 2
    out["low"] = frame["events"].map(pd.Series(low, index=distinct)) / frame["population"]
    out["high"] = frame["events"].map(pd.Series(high, index=distinct)) / frame["population"]
    out["smoothed"] = _marshall(frame, out["rate"])
    slices = [frame["year"], frame["indicator"]]
    out["rank"] = out["rate"].groupby(slices, sort=False).rank(method="min", ascending=False)
    return out


def _marshall(frame: Any, rate: Any) -> Any:
    """Marshall's smoothing within (year, indicator, group)."""
    import pandas as pd

    exposed = frame["population"].where(frame["events"].notna())
    keys = [frame["year"], frame["indicator"], frame["group"]]
    number = pd.DataFrame({"events": frame["events"], "exposed": exposed}).groupby(keys, sort=False).ngroup()
    sums = pd.DataFrame({"events": frame["events"], "exposed": exposed, "g": number}).groupby("g").sum()
    units = exposed.groupby(number).count()
    mean = sums["events"] / sums["exposed"]
    spread = (exposed * (rate - number.map(mean)) ** 2).groupby(number).sum() / sums["exposed"]
    variance = (spread - mean * units / sums["exposed"]).clip(lower=0)
    here, wide = number.map(mean), number.map(variance)
    weight = (wide / (wide + here / exposed)).where(wide > 0, 0.0)
    return here + weight * (rate - here)


def disagreement(folder: Path) -> float:
    """Largest difference between the two sides, relative to the peer's value, over the five figures."""
    worst = 0.0
    for name in FIGURES:
        mine, theirs = (
            np.load(folder / f"{side}_{name}.npy").astype(np.float64) for side in ("ours", "peer")
        )
        known = ~np.isnan(theirs)
        gap = np.abs(mine[known] - theirs[known]) / np.maximum(np.abs(theirs[known]), 1e-12)
        worst = max(worst, float(gap.max(initial=0.0)))
    return worst


def same_unknown(folder: Path) -> bool:
    """True when both sides leave exactly the same cells unknown."""
    sides = [
        [np.isnan(np.load(folder / f"{side}_{name}.npy")) for name in FIGURES] for side in ("ours", "peer")
    ]
    return all(bool(np.array_equal(mine, theirs)) for mine, theirs in zip(*sides, strict=True))
