"""`bench observatory`: every figure of 50, 500 and 5 000 partnerships over five years; three of them in SQL.

Invented records, the same for both sides. The peer is DuckDB over the same files, for three figures written
by hand in SQL: plenaries (R1m), attendance (P1), commitments kept (C10); their counts must be equal.
"""

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from maillage.observatory import store
from maillage.observatory.indicators import View, figures
from maillage.observatory.indicators.blocks import blocks, compute
from maillage.scenario import generate
from maillage.site.bench.measure import Measure, apart, best_of, need, set_up_django

NAME = "observatory"
DAY = date(2026, 6, 30)
SIZES = (50, 500, 5_000)
SEED, RUNS, RECORDS = 20260101, 3, 10
SHARED = {"R1m": ("meetings", "partnerships"), "P1": ("attendance", "meetings"), "C10": ("commitments",)}
SQL = {
    "R1m": """
        select partnership, count(*) as yes from '{0}/meetings.parquet'
        where sitting = 'plenary' and held and day > DATE '2023-06-30' and day <= DATE '2026-06-30'
        group by partnership""",
    "P1": """
        with lost as (
            select partnership, meeting from '{0}/meetings.parquet'
            where not held and day <= DATE '2026-06-30'),
        seen as (
            select partnership, meeting, institution, bool_or(present) as came from '{0}/attendance.parquet'
            where day > DATE '2025-06-30' and day <= DATE '2026-06-30'
            and (partnership, meeting) not in (select partnership, meeting from lost)
            group by partnership, meeting, institution)
        select partnership, count(*) filter (where came) as yes from seen group by partnership""",
    "C10": """
        select partnership,
            count(*) filter (where kept and (closed is null or closed <= DATE '2026-06-30')) as yes
        from '{0}/commitments.parquet'
        where due > DATE '2025-06-30' and due < DATE '2026-06-30' and made <= DATE '2026-06-30'
        and elements = 4 and not coalesce(renegotiated, false) group by partnership""",
}


def run(folder: Path, *, sizes: tuple[int, ...] = SIZES, years: int = 5, members: int = RECORDS) -> Measure:
    """Seconds of the three shared figures on both sides, `ratio` = DuckDB over ours, `agreement` = gap.

    More: seconds and peak memory of all figures by number of partnerships, and how they grow (`slope`: 1
    when twice the partnerships take twice the time); rows read a second from the records of a base.
    """
    need("duckdb")
    whole = [_sized(folder, size, years) for size in sizes]
    last = folder / str(sizes[-1])
    ours, peer = apart(__name__, "ours", last), apart(__name__, "peer", last)
    records = apart(__name__, "records", _made(folder / "records"), partnerships=members)
    times = [one["seconds"] for one in whole]
    slope = float(np.polyfit(np.log(sizes), np.log(times), 1)[0]) if len(sizes) > 1 else 1.0
    more = {
        "peer_name": "DuckDB", "years": years, "indicators": whole[-1]["indicators"], "slope": slope,
        "seconds": {str(size): round(one, 2) for size, one in zip(sizes, times, strict=True)},
        "peak_mb": {str(size): round(one["peak_mb"]) for size, one in zip(sizes, whole, strict=True)},
        "records": {name: value for name, value in records.items() if name != "peak_mb"},
    }  # fmt: skip
    gap = max(
        (abs(ours["yes"][name] - peer["yes"][name]) / max(1, peer["yes"][name]) for name in SHARED),
        default=0.0,
    )
    return Measure(NAME, peer["seconds"], ours["seconds"], "s", peer["seconds"] / ours["seconds"], gap, more)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sized(folder: Path, size: int, years: int) -> dict[str, Any]:
    home = _made(folder / str(size))
    apart(__name__, "prepare", home, size=size, years=years)
    return apart(__name__, "every", home)


def prepare(folder: Path, *, size: int, years: int) -> dict[str, Any]:
    """Write the frames of so many invented partnerships."""
    made = generate(count=size, years=years, seed=SEED, end=DAY)
    store.write(made.frames, folder / "frames")
    return {"rows": sum(frame.height for frame in made.frames.values())}


def every(folder: Path) -> dict[str, Any]:
    """All figures, by blocks, from the files."""
    start = perf_counter()
    rows, names = 0, set()
    for block in blocks(folder / "frames", store.members(folder / "frames")):
        table = compute(block, DAY)
        rows += table.height
        names |= set(table["indicator"].unique())
    return {"seconds": perf_counter() - start, "rows": rows, "indicators": len(names)}


def ours(folder: Path) -> dict[str, Any]:
    """The three shared figures."""
    seconds, table = best_of(RUNS, lambda: _three(folder / "frames"))
    told = table.group_by("indicator").agg(pl.col("numerator").sum())
    return {"seconds": seconds, "yes": dict(told.iter_rows())}


def _three(frames: Path) -> pl.DataFrame:
    names = {name for wanted in SHARED.values() for name in (*wanted, "partnerships")}
    return figures(View(store.read(frames, names=sorted(names)), DAY), SHARED)


def peer(folder: Path) -> dict[str, Any]:
    """The same counts by DuckDB."""
    import duckdb

    def ask() -> dict[str, float]:
        with duckdb.connect() as base:
            return {
                name: float(sum(row[1] for row in base.execute(text.format(folder / "frames")).fetchall()))
                for name, text in SQL.items()
            }

    seconds, yes = best_of(RUNS, ask)
    return {"seconds": seconds, "yes": yes}


def records(folder: Path, *, partnerships: int) -> dict[str, Any]:
    """From the records of a base of busy partnerships: extraction, one snapshot, and reading it again."""
    set_up_django()
    from maillage.institutions.models import Partnership
    from maillage.kernel import Actor
    from maillage.observatory.selectors import snapshots
    from maillage.observatory.selectors.frames import extract
    from maillage.observatory.services import refresh
    from maillage.site.bench import busy

    here = busy.fill(DAY.year)
    if partnerships > 1:
        busy.multiply(partnerships - 1)
    members = list(Partnership.objects.values_list("pk", flat=True))
    seconds, frames = best_of(RUNS, lambda: extract(members))
    start = perf_counter()
    refresh.refresh(actor=Actor.machine("mesure"), partnership=here, day=DAY)
    snapshot = perf_counter() - start
    again, _content = best_of(RUNS, lambda: snapshots.latest(partnership=here, on=DAY).content)  # type: ignore[union-attr]
    rows = sum(frame.height for frame in frames.values())
    return {
        "partnerships": len(members), "rows": rows, "rows_per_second": round(rows / seconds),
        "snapshot_seconds": round(snapshot, 2), "snapshot_read_ms": round(again * 1000, 1),
    }  # fmt: skip
