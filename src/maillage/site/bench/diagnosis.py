"""`bench diagnosis`: the selector of one commune against a bare Polars query; and all figures of that
commune.
"""

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import polars as pl

from maillage.site.bench import imports
from maillage.site.bench.measure import Measure, apart, set_up_django

NAME = "diagnosis"
PLACE = "44143"
REPEATS = 30


def run(folder: Path, *, departments: list[str] | None = None, place: str = PLACE) -> Measure:
    """Milliseconds of both (`ratio` = ours over Polars, at most 1.5 or 10 ms); `figures_s` at most 1"""
    rows = imports.prepare(folder, departments)
    release = apart(imports.__name__, "ours", folder)["id"]
    found = apart(__name__, "both", folder, release=release, place=place)
    more = {
        "rows": rows,
        "peer_name": "polars scan_parquet -> filter",
        "place": place,
        "cells": found["cells"],
        "figures_first_s": found["first"],
        "figures_s": found["figures"],
        "figures": found["count"],
        "peak_mb": round(found["peak_mb"]),
    }
    return Measure(
        NAME, found["peer"], found["ours"], "ms", found["ours"] / found["peer"], found["agreement"], more
    )


def both(folder: Path, *, release: str, place: str) -> dict[str, Any]:
    """Both queries taking turns in one process, on the same Parquet; then the diagnosis, cold and warm."""
    set_up_django()
    from maillage.datasets import selectors, store

    path = store.path_of(release)

    def bare() -> pl.DataFrame:
        return pl.scan_parquet(path).filter(pl.col("code") == place).collect()

    first, figures, count = whole(place)
    theirs, mine = bare(), selectors.crime([place])
    times = [(_milliseconds(bare), _milliseconds(lambda: selectors.crime([place]))) for _ in range(REPEATS)]
    return {
        "peer": median(pair[0] for pair in times), "ours": median(pair[1] for pair in times),
        "cells": mine.height, "agreement": difference(mine, theirs), "first": first, "figures": figures,
        "count": count, "folder": str(folder),
    }  # fmt: skip


def whole(place: str) -> tuple[float, float, int]:
    """Seconds of all figures of the place, comparable places and rank simulation included: first call, then
    median.
    """
    from maillage.diagnosis import indicators
    from maillage.diagnosis import selectors as evidence

    count = 0

    def act() -> None:
        nonlocal count
        content = indicators.content(evidence.evidence(place=place))
        count = len(content["series"]) if "series" in content else len(content)

    first = _milliseconds(act) / 1000
    return first, median(_milliseconds(act) / 1000 for _ in range(5)), count


def difference(mine: pl.DataFrame, theirs: pl.DataFrame) -> float:
    """Cells of one side that are not equal on the other."""
    keys = ["indicator", "year"]
    columns = [*keys, "status", "count", "population", "rate"]
    sides = [frame.select(columns).sort(keys) for frame in (mine, theirs)]
    if sides[0].height != sides[1].height:
        return float(abs(sides[0].height - sides[1].height))
    return float(sum(not sides[0][name].equals(sides[1][name]) for name in columns))


def _milliseconds(act: Any) -> float:
    start = perf_counter()
    act()
    return 1000 * (perf_counter() - start)
