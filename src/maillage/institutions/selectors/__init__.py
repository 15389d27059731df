"""Questions on partnerships, on the institutions that take part and on their people."""

from maillage.institutions.selectors.directory import (
    institution,
    institutions,
    people_of,
    person,
    positions_on,
)
from maillage.institutions.selectors.partnership import open_on, partnership

__all__ = [
    "institution",
    "institutions",
    "open_on",
    "partnership",
    "people_of",
    "person",
    "positions_on",
]
