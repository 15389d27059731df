"""The hour of a place: the clock that its people read."""

from zoneinfo import ZoneInfo

from maillage.territory.rules import civil_code, zone_of
from maillage.territory.selectors.places import facts


def time_zone(place: str) -> ZoneInfo:
    """The time zone of a place; that of Paris when the shipped tables do not know it. No query."""
    return ZoneInfo(zone_of(_code(place)))


def _code(place: str) -> str:
    known = facts(place)
    return civil_code(department=known.department, region=known.region) if known else ""
