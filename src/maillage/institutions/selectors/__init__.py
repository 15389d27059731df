"""Questions on partnerships, on the institutions that take part, on their people, on letters to them."""

from maillage.institutions.selectors.directory import (
    institution,
    institutions,
    known_names,
    people,
    people_of,
    person,
    position,
    positions_on,
)
from maillage.institutions.selectors.known import directory_import, twins, waiting_imports
from maillage.institutions.selectors.pages import (
    Filters,
    institution_line,
    institution_lines,
    person_line,
    person_lines,
    vacant_functions,
)
from maillage.institutions.selectors.partnership import open_on, partnership
from maillage.institutions.selectors.post import due, letter, letters, post_is_set

__all__ = [
    "Filters",
    "directory_import",
    "due",
    "institution",
    "institution_line",
    "institution_lines",
    "institutions",
    "known_names",
    "letter",
    "letters",
    "open_on",
    "partnership",
    "people",
    "people_of",
    "person",
    "person_line",
    "person_lines",
    "position",
    "positions_on",
    "post_is_set",
    "twins",
    "vacant_functions",
    "waiting_imports",
]
