"""What the law or a règlement asks, and where it stands; what waits for somebody to act."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import Term


class Verdict(Term):
    """What may be said of a composition against the law of a day."""

    CONFORM = "conform", "conforme à la liste du texte"
    GAPS = "gaps", "des écarts avec le texte"
    UNKNOWN = "unknown", "à confirmer"


class ObligationState(Term):
    MET = "met", "tenu"
    DUE = "due", "à faire"
    MISSED = "missed", "non tenu"
    UNKNOWN = "unknown", "à confirmer"


class Rhythm(Term):
    """How often an information is awaited: a choice of the partnership, for the law fixes none."""

    MONTHLY = "monthly", "chaque mois"
    QUARTERLY = "quarterly", "chaque trimestre"
    YEARLY = "yearly", "une fois l'an"


@dataclass(frozen=True)
class Obligation:
    """One obligation on one day. `article` is its text; `on` the day it was met, or must be met."""

    key: str
    label: str
    article: str
    state: ObligationState
    on: date | None
    url: str
    reason: str = ""


@dataclass(frozen=True)
class Waiting:
    """Something that waits: `late` days past its day, 0 when it is only to come."""

    label: str
    reason: str
    on: date | None
    url: str
    late: int = 0
