"""The hour and the public holidays of a place. The calendar itself is that of the `holidays` library."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from maillage.territory.rules import civil_code, subdivision_of, zone_of
from maillage.territory.selectors.places import facts


def time_zone(place: str) -> ZoneInfo:
    """The time zone of a place; that of Paris when the shipped tables do not know it. No query."""
    return ZoneInfo(zone_of(_code(place)))


def public_holidays(place: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a place in these years: the common ones, and its own. No query."""
    return frozenset(day for year in years for day in _of_year(subdivision_of(_code(place)), year))


def _code(place: str) -> str:
    known = facts(place)
    return civil_code(department=known.department, region=known.region) if known else ""


@cache
def _of_year(subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))
