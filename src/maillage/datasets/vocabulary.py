"""The words of data: what a release holds, at which level, under which licence."""

from dataclasses import dataclass

from maillage.kernel import Term


class Kind(Term):
    """What the rows of a release are."""

    CRIME = "crime", "délinquance enregistrée, par année"
    MONTHLY = "monthly", "faits constatés, par mois"
    YEARLY = "yearly", "faits constatés, par année et par index"
    SERIES = "series", "séries nationales"
    POPULATION = "population", "population"
    CONTEXT = "context", "contexte"


class Level(Term):
    """The finest territory of a release."""

    COMMUNE = "commune", "commune"
    DEPARTMENT = "department", "département"
    REGION = "region", "région"
    NATIONAL = "national", "France"


LICENCE = "Licence Ouverte 2.0"


@dataclass(frozen=True)
class Reject:
    """One line set aside. `kind` groups the reasons, `reason` names the value and the cure."""

    line: int
    kind: str
    reason: str
