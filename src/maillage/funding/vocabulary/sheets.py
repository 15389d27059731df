"""The words of the spreadsheet of requests: its columns, its rows, where a received file stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from maillage.kernel import Term

REQUESTS, LINES, LISTS = "Demandes", "Lignes du plan", "Listes"
REQUEST_COLUMNS = {
    "id": "Identifiant", "revision": "Révision", "applicant": "Organisme", "fund": "Fonds",
    "title": "Titre", "object": "Objet", "objectives": "Objectifs", "public": "Public",
    "people": "Personnes", "territory": "Lieu", "start": "Début", "end": "Fin", "means": "Moyens",
    "evaluation": "Évaluation", "indicators": "Indicateurs", "asked": "Montant demandé",
}  # fmt: skip
LINE_COLUMNS = {
    "id": "Identifiant", "request": "Demande", "side": "Côté", "account": "Compte", "label": "Libellé",
    "nature": "Nature", "planned": "Montant prévu",
}  # fmt: skip
REQUEST_FIELDS = tuple(
    name for name in REQUEST_COLUMNS if name not in ("id", "revision", "applicant", "fund")
)
LINE_FIELDS = ("side", "account", "label", "nature", "planned")
Cell = str | int | Decimal | date | None


class SheetState(Term):
    WAITING = "waiting", "à confirmer"
    DONE = "done", "appliqué"
    DROPPED = "dropped", "abandonné"


@dataclass(frozen=True)
class Row:
    """One row of the file: its line there, its identity (None: to be added), its values."""

    line: int
    id: int | None
    owner: int | None  # revision of a request; request of a line
    values: Mapping[str, Cell]


@dataclass(frozen=True)
class Reject:
    """A row put aside, and why."""

    sheet: str
    line: int
    reason: str


@dataclass
class Filled:
    """What the file says."""

    requests: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
