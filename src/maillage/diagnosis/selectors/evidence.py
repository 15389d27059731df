"""Everything a diagnosis is computed from, gathered once: the place, its comparables, the counts, the
context.
"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

SCHEMA = {
    "code": pl.String,
    "year": pl.Int16,
    "indicator": pl.String,
    "unit": pl.String,
    "status": pl.String,
    "count": pl.Int64,
    "population": pl.Int64,
    "dwellings": pl.Float64,
    "rate": pl.Float64,
    "complement_count": pl.Float64,
    "complement_rate": pl.Float64,
    "release": pl.String,
}
TEN_YEARS = 10


@dataclass(frozen=True)
class Peer:
    """One comparable place, and why it is one."""

    code: str
    name: str
    population: int | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """One place to draw on the map, in degrees."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Evidence:
    """`counts` follows `SCHEMA`; `parts` gives the members of a group of places that the source does not
    publish; `formers` the communes now merged into each member, that older editions still count apart.

    `months`: columns indicator, year, month, count (état 4001), or None. `releases`, `context`: plain rows.
    """

    code: str
    name: str
    kind: str
    population: int | None
    counts: pl.DataFrame
    years: tuple[int, int]
    population_year: int | None = None
    peers: tuple[Peer, ...] = ()
    peers_rule: str = ""
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    around: tuple[Spot, ...] = ()
    around_name: str = ""
    months: pl.DataFrame | None = None
    releases: tuple[dict[str, Any], ...] = ()
    context: tuple[dict[str, Any], ...] = ()
    formers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, str]:
        """Release id -> how it is cited."""
        return {row["id"]: row["citation"] for row in self.releases}
