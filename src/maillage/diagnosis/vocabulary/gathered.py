"""Words of what partners bring: refusals, deliveries, doubts, field work, other sources, means."""

from dataclasses import dataclass, field
from datetime import date

from maillage.kernel import Term


class RefusalMotive(Term):
    """Why data were refused; values shared with the motives of absence, so that motives are told together."""

    SECRECY = "secrecy", "secret professionnel"
    TIME = "time", "manque de temps ou de moyens"
    NO_DATA = "no_data", "données inexistantes"
    NOT_CONCERNED = "not_concerned", "demande hors des missions de l'institution"
    HIERARCHY = "hierarchy", "accord de la hiérarchie non obtenu"
    OTHER = "other", "autre"


class Frequency(Term):
    """How often the holder is known to collect what is asked for."""

    NONE = "none", "aucune collecte connue"
    YEARLY = "yearly", "collecte annuelle"
    QUARTERLY = "quarterly", "collecte trimestrielle"
    MONTHLY = "monthly", "collecte mensuelle"

    @property
    def per_year(self) -> int:
        """How many readings make a year; 0 when nothing is known."""
        return {"none": 0, "yearly": 1, "quarterly": 4, "monthly": 12}[self.value]


class DeliveryState(Term):
    """Where a file stands, from its preview to its end."""

    WAITING = "waiting", "à confirmer"
    KEPT = "kept", "reçu"
    REPLACED = "replaced", "remplacé"
    WITHDRAWN = "withdrawn", "retiré"
    DROPPED = "dropped", "abandonné"


class DoubtKind(Term):
    """What makes a series doubtful."""

    LOW = "low", "nombre trop bas pour être plausible"
    GAPS = "gaps", "relevés manquants"
    JUMP = "jump", "saut d'une période à l'autre"
    CONTRADICTION = "contradiction", "contredit par une autre source"
    NO_NOTE = "no_note", "note de méthode absente"


class Instrument(Term):
    """How inhabitants, victims or professionals were listened to."""

    PERCEPTION = "perception", "enquête sur le sentiment d'insécurité"
    VICTIMS = "victims", "enquête de victimation"
    WALK = "walk", "marche exploratoire"
    GROUP = "group", "entretien collectif"
    PROFESSIONALS = "professionals", "enquête auprès de professionnels ou de bénévoles"


class Sampling(Term):
    """How those who answered were found: what the interval may say depends on it."""

    RANDOM = "random", "tirage au hasard"
    QUOTA = "quota", "quotas"
    OPEN = "open", "volontaires"
    ALL = "all", "tout le monde a été interrogé"
    UNKNOWN = "unknown", "non précisé"


class QualitativeKind(Term):
    """What sort of words a source holds."""

    LOG = "log", "main courante"
    MINUTES = "minutes", "compte rendu de réunion"
    INTERVIEW = "interview", "entretien"
    REPORT = "report", "rapport ou étude"
    OBSERVATION = "observation", "observation sur place"
    PRESS = "press", "presse"
    LETTERS = "letters", "courriers et plaintes d'habitants"
    OTHER = "other", "autre"


class Adequacy(Term):
    """Does a means answer the need?"""

    FITS = "fits", "répond au besoin"
    PARTLY = "partly", "répond en partie"
    NOT = "not", "ne répond pas"
    UNKNOWN = "unknown", "non apprécié"


@dataclass(frozen=True)
class Point:
    """One count of a series: when, where, of what, how many; `exposed`: out of how many, when it is said."""

    line: int
    period: str
    place: str
    category: str
    count: int
    exposed: int | None = None


@dataclass(frozen=True)
class Coded:
    """One coded answer: to which question, which code, how many people gave it."""

    line: int
    question: str
    code: str
    count: int


@dataclass(frozen=True)
class Rejected:
    """A line that was not kept, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Read:
    """What was read in a file: sound rows, rejected lines, columns left aside, the note found in it."""

    rows: tuple[Point, ...] | tuple[Coded, ...] = ()
    rejects: tuple[Rejected, ...] = ()
    ignored: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Yardstick:
    """What was counted elsewhere of the same thing: `count` for `exposed`, and where it was read."""

    category: str
    count: int
    exposed: int
    source: str


@dataclass(frozen=True)
class Suspected:
    """One doubt on a series: its kind, what it bears on, and the sentence shown to the holder."""

    kind: DoubtKind
    subject: str
    words: str
    against: int | None = None  # the delivery that contradicts it


@dataclass(frozen=True)
class LateRequest:
    """A data request that waits, as « Ma semaine » and « Mes engagements » show it."""

    number: int
    source: str
    holder: str
    due_on: date | None
    days_late: int
    state: str = ""
    url_name: str = field(default="diagnosis:request")


@dataclass(frozen=True)
class OpenDoubt:
    """A doubt without a word from the holder yet."""

    pk: int
    number: int
    source: str
    holder: str
    words: str
    since: date | None
    url_name: str = field(default="diagnosis:doubt")
