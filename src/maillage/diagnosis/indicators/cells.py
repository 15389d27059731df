"""The frame of counts as cells: one per place, series and year; a group of places is summed only where it may
be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from maillage.diagnosis.rules import shown
from maillage.diagnosis.vocabulary import Base, Offence, offence
from maillage.kernel import Status


@dataclass(frozen=True)
class Cell:
    """One count: `exposure` in inhabitants or dwellings, `rate` per 1 000; `places*` and `at_least` for
    a sum.
    """

    year: int
    status: Status
    count: int | None = None
    exposure: float | None = None
    rate: float | None = None
    unit: str = ""
    release: str = ""
    places: int = 0
    places_known: int = 0
    at_least: int = 0
    part: str = ""

    @property
    def usable(self) -> bool:
        """May a rate be computed from this cell?"""
        return self.count is not None and shown.rate_allowed(self.exposure)


Series = dict[int, Cell]  # by year
Book = dict[str, dict[str, Series]]  # series slug -> place code -> years


def read(frame: pl.DataFrame) -> Book:
    """Every row of the frame as a cell; what the measure could not yet count is missing, never zero."""
    book: Book = defaultdict(lambda: defaultdict(dict))
    for row in frame.iter_rows(named=True):
        book[row["indicator"]][row["code"]][row["year"]] = _cell(row)
    return book


def whole_years(book: Book) -> Book:
    """A year without a row for a place, while the same release has that year elsewhere, is missing: it may be
    zero, withheld or lost, and is never left out in silence.
    """
    for places in book.values():
        covered: dict[str, set[int]] = defaultdict(set)
        for series in places.values():
            for year, cell in series.items():
                covered[cell.release].add(year)
        for series in places.values():
            for cell in list(series.values())[:1]:
                for year in covered[cell.release] - series.keys():
                    series[year] = Cell(year, Status.MISSING, unit=cell.unit, release=cell.release)
    return book


def published(cells: list[Cell | None]) -> list[Cell]:
    """The usable cells of comparable places; none when too few are published to stand for the others."""
    found = [cell for cell in cells if cell is not None and cell.usable]
    among = sum(cell is not None for cell in cells)
    return found if shown.peers_allowed([cell.count or 0 for cell in found], among) else []


def _cell(row: Mapping[str, Any]) -> Cell:
    word = offence(row["indicator"], row["unit"])
    status = shown.status(row["status"])
    blank = Cell(row["year"], status, unit=row["unit"], release=row["release"], exposure=_exposure(row, word))
    if not shown.existed(word.slug, row["year"]):
        return replace(blank, status=Status.MISSING)
    if status in (Status.WITHHELD, Status.MISSING):
        return blank  # the complement given by the source is a mean of other places: not this one's value
    count = 0 if status is Status.ZERO else row["count"]
    return replace(blank, count=count, rate=0.0 if count == 0 else row["rate"])


def _exposure(row: Mapping[str, Any], word: Offence) -> float | None:
    if word.base is Base.INHABITANTS:
        return None if row["population"] is None else float(row["population"])
    if row["dwellings"] is not None:
        return float(row["dwellings"])
    if row["count"] and row["rate"]:
        return float(1_000 * row["count"] / row["rate"])  # what the published rate was divided by
    return None


def gather(
    book: Book, parts: Mapping[str, tuple[str, ...]], formers: Mapping[str, tuple[str, ...]] | None = None
) -> Book:
    """Replace each group of places (`parts`: group -> members) by its sum, series by series, year by year.

    A member's former communes count with it in the editions that still count them apart.
    """
    for slug, places in book.items():
        for group, members in parts.items():
            if group in places:
                continue  # the source publishes the group itself
            years = sorted({year for member in members if member in places for year in places[member]})
            summed = {
                year: _sum(
                    slug,
                    year,
                    [cell for code in members for cell in _of(places, code, year, formers)],
                    members[0],
                )
                for year in years
            }
            if summed:
                places[group] = summed
    return book


def _of(
    places: Mapping[str, Series], code: str, year: int, formers: Mapping[str, tuple[str, ...]] | None
) -> list[Cell | None]:
    """The cell of a member, and those of its former communes when the same edition counts them apart."""
    own = places.get(code, {}).get(year)
    gone = [places.get(former, {}).get(year) for former in (formers or {}).get(code, ())]
    apart = [cell for cell in gone if cell is not None and (own is None or cell.release == own.release)]
    return [*apart] if own is None and apart else [own, *apart]


def _sum(slug: str, year: int, cells: list[Cell | None], code: str) -> Cell:
    there = [cell for cell in cells if cell is not None]
    word = offence(slug, there[0].unit if there else "")
    statuses = [cell.status.value if cell else Status.MISSING.value for cell in cells]
    statuses = [
        Status.MISSING.value if cell and cell.count is None and cell.rate is not None else status
        for cell, status in zip(cells, statuses, strict=True)
    ]
    status = shown.status_of_sum(statuses, word)
    known = [cell for cell in there if cell.count is not None]
    total = sum(cell.count or 0 for cell in known)
    exposures = [cell.exposure for cell in there]
    whole = len(there) == len(cells) and all(value is not None for value in exposures)
    return Cell(
        year,
        status,
        total if status in (Status.PUBLISHED, Status.ZERO) else None,
        sum(value or 0 for value in exposures) if whole else None,
        None,
        there[0].unit if there else "",
        ", ".join(sorted({cell.release for cell in there})),
        len(cells),
        len(known),
        total if word.additive else 0,
        "department" if code.startswith("dep:") else "commune",
    )


def last_year(series: Iterable[Series]) -> int | None:
    """The most recent year found in these series."""
    return max((year for row in series for year in row), default=None)
