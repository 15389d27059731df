"""What an indicator says of itself: formula, unit, comparator, claim and source, caution, least records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maillage.kernel import Term


class Family(Term):
    RHYTHM = "rhythm", "Rythme"
    PRESENCE = "presence", "Présence"
    CONTENT = "content", "Contenu commun"
    DECISION = "decision", "Décision et pouvoir"
    INFORMATION = "information", "Information"
    MONEY = "money", "Argent"
    PEOPLE = "people", "Personnes"
    EVALUATION = "evaluation", "Évaluation"
    ALERT = "alert", "Alerte"
    TERRITORY = "territory", "Territoire"


class Kind(Term):
    """The columns an indicator returns beside `partnership`; `indicators.figures` turns them into figures."""

    SHARE = "share", "part"  # yes, unknown, total (whole numbers; total = yes + no + unknown)
    COUNT = "count", "nombre"  # count, unknown (whole; none is 0), exposure (years, or what `unit` says)
    VALUE = (
        "value",
        "valeur",
    )  # value, n (how many records it rests on), and low, high where a method gives them
    AMOUNT = (
        "amount",
        "part d'un montant",
    )  # part, whole (euros), n; unknown, doubt (euros) where some; no interval: euros are no trials
    LIST = (
        "list",
        "liste",
    )  # institution, group, yes, total: one row an institution; the figure counts `named`
    FLAG = "flag", "signe"  # met, of, fired (Boolean, null: cannot be said)


class Unit(Term):
    PERCENT = "percent", "%"
    COUNT = "count", "nombre"
    PER_YEAR = "per_year", "par an"
    DAYS = "days", "jours"
    HOURS = "hours", "heures"
    MONTHS = "months", "mois"
    RATIO = "ratio", "rapport"
    POINTS = "points", "points"
    SCORE = "score", "sur une échelle"
    EUROS = "euros", "euros"
    EFFECTIVE = "effective", "nombre équivalent"


class Comparator(Term):
    """Comparisons are never merged: law or text, own past, sisters; `ours` is set by the installation."""

    LAW = "law", "la loi"
    TEXT = "text", "ce que décrit la littérature"
    PAST = "past", "son propre passé"
    SISTERS = "sisters", "des partenariats comparables"
    OURS = "ours", "un repère de cette installation"
    NONE = "none", "aucun repère"


class Direction(Term):
    HIGH = "high", "plus c'est haut, mieux c'est"
    LOW = "low", "plus c'est bas, mieux c'est"
    NONE = "none", "ne se juge pas"


class Level(Term):
    PARTNERSHIP = "partnership", "un partenariat"
    DEPARTEMENT = "departement", "un département"
    PERSON = "person", "une personne, pour elle et le coordonnateur seulement"


@dataclass(frozen=True)
class Example:
    """A few rows per frame and what the indicator must return for partnership 1 on `day` (ISO)."""

    day: str
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Indicator:
    """One indicator and its function over a `View`. `months`: its window; `least`: records a figure needs.

    `threshold`: a stated value that `comparator` names (law, text or ours). `cluster`: figures that see the
    same fact; a reading keeps one sentence for it. `judged` False: context, never coloured nor asserted.
    """

    id: str
    family: Family
    kind: Kind
    unit: Unit
    fr: str
    en: str
    formula: str  # in French, as shown on the page
    numerator: str
    denominator: str
    claim: str  # what the literature says, in French
    source: str  # author, year, section
    caution: str
    example: Example
    compute: Callable[..., Any]
    months: int = 12
    good: Direction = Direction.NONE
    comparator: Comparator = Comparator.PAST
    reference: str = ""  # the comparator in words, with its date and its certainty
    threshold: float | None = None
    cluster: str = ""
    least: int = 5
    judged: bool = True
    level: Level = Level.PARTNERSHIP
    with_: tuple[str, ...] = field(default=())  # figures it is never shown without
    frames: tuple[str, ...] = field(default=())  # the records it reads, for the page that lists them
