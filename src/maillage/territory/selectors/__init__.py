"""Questions on places. Codes are the keys everywhere: `44143`, `dep:44`, `reg:52`, `epci:244400404`."""

from maillage.territory.selectors.civil import public_holidays, time_zone
from maillage.territory.selectors.comparison import DEFAULT_RULE, comparable, comparison
from maillage.territory.selectors.perimeter import obsolete_sentence, perimeter_history
from maillage.territory.selectors.places import (
    Inhabitants,
    centres_around,
    commune_codes,
    communes_of,
    contours,
    facts,
    formers_of,
    parents,
    place,
    populations,
    present,
    search,
    search_key,
)

__all__ = [
    "DEFAULT_RULE", "Inhabitants", "centres_around", "commune_codes", "communes_of", "comparable",
    "comparison", "contours", "facts", "formers_of",
    "obsolete_sentence", "parents", "perimeter_history", "place", "populations", "present",
    "public_holidays", "search", "search_key", "time_zone",
]  # fmt: skip
