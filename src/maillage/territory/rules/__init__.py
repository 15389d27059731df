"""Which territories are comparable, and how to say what became of those that changed."""

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
    "Profile", "arrival", "comparable", "ended", "moved",
]  # fmt: skip
