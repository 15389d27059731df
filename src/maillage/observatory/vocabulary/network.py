"""Words of the network between institutions: what ties them, at which rank, and what is measured of it."""

from dataclasses import dataclass

from maillage.kernel import Term


class Layer(Term):
    """What ties two institutions; each is drawn apart."""

    COMMITMENTS = "commitments", "des engagements"
    PRESENCE = "presence", "des réunions tenues ensemble"
    SHEETS = "sheets", "des fiches pilotées à deux"
    DECISIONS = "decisions", "des décisions communes"
    DATA = "data", "des données données"
    MONEY = "money", "des actions payées"
    CONTACTS = "contacts", "des contacts directs"
    DECLARED = "declared", "des liens déclarés par les institutions"

    @property
    def recorded(self) -> bool:
        """True where it comes from records; what is declared is never mixed with them."""
        return self is not Layer.DECLARED

    @property
    def directed(self) -> bool:
        """True where giving is not receiving."""
        return self in (Layer.COMMITMENTS, Layer.DATA, Layer.MONEY, Layer.DECLARED)

    @property
    def ranked(self) -> bool:
        """True where the rank of who came, or called, is recorded."""
        return self in (Layer.PRESENCE, Layer.CONTACTS)


@dataclass(frozen=True)
class Alias:
    """An institution as shown to who reads no name: a number; its college unless few are in it."""

    number: int
    label: str
    college: str = ""
    kind: str = ""
    sector: str = ""

    def __str__(self) -> str:
        return self.label


class RankLevel(Term):
    """At which rank the tie is looked at (Gautron 2010, II.2.B: chiefs and field do not meet alike)."""

    ALL = "all", "tous"
    MANAGERS = "managers", "entre responsables"
    FIELD = "field", "entre agents de terrain"


class Measure(Term):
    """What is measured of a whole network."""

    DENSITY = "density", "Paires liées"
    RECIPROCITY = "reciprocity", "Paires liées dans les deux sens"
    CENTRALISATION = "centralisation", "Centralisation"
    EFFICIENCY = "efficiency", "Efficacité"
    CLUSTERING = "clustering", "Regroupement"
    MIXING = "mixing", "Liens entre secteurs (indice E-I)"
    ASSORTATIVITY = "assortativity", "Mélange des secteurs"
    CORE = "core", "Cœur et marge"


class HowOften(Term):
    """How often an institution says it works with another."""

    NEVER = "0", "jamais"
    YEARLY = "1", "une ou deux fois par an"
    QUARTERLY = "2", "chaque trimestre"
    MONTHLY = "3", "chaque mois"
    WEEKLY = "4", "chaque semaine ou plus"


class HowUseful(Term):
    """Of what value an institution says this work is."""

    NONE = "0", "aucune"
    LITTLE = "1", "un peu utile"
    USEFUL = "2", "utile"
    VERY = "3", "très utile"
    VITAL = "4", "indispensable"
