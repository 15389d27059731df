"""The guard on names as one partnership needs it: the names of its own institutions are let through."""

from collections.abc import Callable
from functools import partial

from maillage.bodies.rules.names import Suspicion, suspicions
from maillage.institutions import selectors as directory
from maillage.institutions.models import Partnership


def weigher(*, partnership: Partnership) -> Callable[[str], list[Suspicion]]:
    """What in a text may name a person, asked of one text after another; one query."""
    return partial(suspicions, known=directory.known_names(partnership=partnership))
