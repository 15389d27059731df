"""The words of where the money goes: perimeters, places that are no commune, rows of a foreign file."""

from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.vocabulary import FundKind
from maillage.kernel import Term


class Perimeter(Term):
    """Between which communes the money is compared."""

    EPCI = "epci", "communes de l'intercommunalité"
    DEPARTMENT = "departement", "communes du département"


class Elsewhere(Term):
    """Where a grant goes when it is on no commune of the perimeter."""

    WIDE = "wide", "plusieurs communes ou tout le territoire"
    OUTSIDE = "outside", "communes hors du périmètre"
    UNKNOWN = "unknown", "lieu non renseigné"


LOCAL_FUNDS = frozenset({FundKind.TOWN, FundKind.DEPARTMENT, FundKind.REGION})


@dataclass(frozen=True)
class EffortRow:
    """One commune and year of an imported file; amounts in euros."""

    line: int
    place: str
    year: int
    spend: Decimal | None
    potential: Decimal | None
    population: int


@dataclass(frozen=True)
class ComponentRow:
    """One commune's value of one component of need."""

    line: int
    place: str
    component: str
    value: float
    source: str
    year: int


@dataclass(frozen=True)
class RejectedRow:
    """A line set aside, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Sheet:
    """What a file holds: rows, and the lines set aside. With one of these, nothing is written."""

    rows: tuple[EffortRow | ComponentRow, ...]
    rejects: tuple[RejectedRow, ...]
