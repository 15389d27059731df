"""Which territories are comparable, what became of those that changed, which clock they keep."""

from maillage.territory.rules.civil import civil_code, subdivision_of, zone_of
from maillage.territory.rules.comparison import (
    CRITERIA,
    DEFAULT_COUNT,
    DEFAULT_FACTOR,
    WITHOUT,
    Comparable,
    ComparisonRule,
    Profile,
    comparable,
)
from maillage.territory.rules.perimeter import Event, arrival, ended, moved

__all__ = [
    "CRITERIA", "DEFAULT_COUNT", "DEFAULT_FACTOR", "WITHOUT", "Comparable", "ComparisonRule", "Event",
    "Profile", "arrival", "civil_code", "comparable", "ended", "moved", "subdivision_of", "zone_of",
]  # fmt: skip
