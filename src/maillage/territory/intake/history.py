"""What became of communes and EPCI, and the inhabitants of each commune by year, from the shipped tables.

A change is dated by a span: the same day twice when the day is known, else the two editions of the official
geographic code between which it happened.
"""

import gzip
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from maillage.territory.intake.tables import table

Span = tuple[date, date]
FIRST_LIST, LAST_LIST = 2019, 2026  # yearly lists of EPCI that were compared


@dataclass(frozen=True)
class Change:
    """The end of a commune (or of an EPCI) as such: its name then, what took its place, when, and why."""

    code: str
    name: str
    successor: str
    span: Span
    reason: str


@dataclass(frozen=True)
class Move:
    """A commune present in the lists of one EPCI from one year to another, both included."""

    epci: str
    commune: str
    first_seen: int
    last_seen: int


def _span(row: Mapping[str, str]) -> Span:
    return date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"])


@cache
def changes() -> dict[str, Change]:
    """Every commune that no longer exists by itself, by its last code."""
    return {
        row["code"]: Change(row["code"], row["name"], row["successor"], _span(row), row["reason"])
        for row in table("changes")
    }


@cache
def starts() -> dict[str, Span]:
    """Present communes that were created, or created again: when."""
    return {row["code"]: _span(row) for row in table("starts")}


@cache
def mergers() -> dict[str, tuple[Span, ...]]:
    """Present commune -> when others were merged into it, oldest first. A mere change of code is none."""
    found: dict[str, set[Span]] = defaultdict(set)
    for change in changes().values():
        if change.reason == "fusion":
            found[change.successor].add(change.span)
    return {code: tuple(sorted(spans)) for code, spans in found.items()}


@cache
def _lines() -> tuple[tuple[int, ...], dict[str, str]]:
    path = resources.files("maillage.territory") / "reference" / "populations.csv.gz"
    head, *rows = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    years = tuple(int(year) for year in head.split(",")[1:])
    return years, {row[:5]: row[6:] for row in rows}


def populations(code: str) -> dict[int, int]:
    """Inhabitants by year of census, each in the bounds of the day that `bounds_of` gives."""
    years, lines = _lines()
    counts = lines.get(code, "").split(",")
    return {year: int(count) for year, count in zip(years, counts, strict=False) if count}


def bounds_of(year: int) -> date:
    """The day whose bounds of communes serve for the census of that year, as published three years later."""
    return date(year + 2, 1, 1)


@cache
def epci_past() -> dict[str, dict[str, str]]:
    """EPCI of an earlier list that are in no list today, by code."""
    return {row["code"]: row for row in table("epci_past")}


@cache
def epci_moves() -> dict[str, tuple[Move, ...]]:
    """Communes that entered or left an EPCI between the lists compared, by EPCI."""
    found: dict[str, list[Move]] = defaultdict(list)
    for row in table("epci_moves"):
        move = Move(row["epci"], row["commune"], int(row["first_seen"]), int(row["last_seen"]))
        found[move.epci].append(move)
    return {code: tuple(moves) for code, moves in found.items()}


def epci_end(code: str) -> Change | None:
    """When an EPCI of an earlier list ceased, and which took its place; None when it exists."""
    row = epci_past().get(code)
    if row is None:
        return None
    year = int(row["last_seen"])
    span = date(year, 1, 2), date(year + 1, 1, 1)
    return Change(code, row["name"], row["successor"], span, "fusion")
