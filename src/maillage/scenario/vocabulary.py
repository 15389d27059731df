"""The words of the generator: how sure a value is, the scales of parameters, the kinds of institution."""

from dataclasses import dataclass

from maillage.institutions.vocabulary import InstitutionKind as Kind
from maillage.kernel import Term


class Certainty(Term):
    """How sure a value is; shown wherever the value is."""

    STATED = "S", "écrit ou trouvé dans une source"
    ASSUMED = "A", "notre hypothèse"
    LAW = "L", "la loi"


class Scale(Term):
    """The scale a parameter lives on: where its change is added, and how sound partnerships spread."""

    LOGIT = "logit", "logit"
    LOG = "log", "logarithme"
    RATE = "rate", "nombre par an (logarithme)"
    PLAIN = "plain", "tel quel"


SPREADS = {Scale.LOGIT: 0.45, Scale.LOG: 0.45, Scale.RATE: 0.30, Scale.PLAIN: 0.0}  # [A]


@dataclass(frozen=True)
class Parameter:
    """One number of the model: its value in a sound partnership, its scale, how sure it is."""

    value: float
    scale: Scale
    certainty: Certainty = Certainty.ASSUMED


@dataclass(frozen=True)
class Slot:
    """One of the 22 institutions: attendance logit, inclusion logit, changes of holder per seat-year."""

    kind: Kind
    attendance: float
    inclusion: float
    turnover: float
    core: bool = False


# [A] except the order of the great absentees [S: Duffe et al. 2005] and high State mobility [S, no figure]
SLOTS = (
    Slot(Kind.TOWN, 3.5, 99, 0.06, core=True),
    Slot(Kind.MUNICIPAL_POLICE, 1.8, 2.0, 0.12),
    Slot(Kind.CCAS, 1.2, 1.0, 0.12),
    Slot(Kind.EPCI, 0.6, 0.8, 0.12),
    Slot(Kind.PREFECTURE, 1.5, 99, 0.45, core=True),
    Slot(Kind.NATIONAL_POLICE, 2.0, 99, 0.33, core=True),
    Slot(Kind.EDUCATION_OFFICE, 1.0, 9, 0.20),
    Slot(Kind.PROSECUTOR, 1.1, 99, 0.33, core=True),
    Slot(Kind.COURT, 0.0, 1.2, 0.33),
    Slot(Kind.PJJ, 0.8, 2.5, 0.25),
    Slot(Kind.PROBATION, 0.7, 1.2, 0.25),
    Slot(Kind.DEPARTMENT, 0.9, 3.0, 0.15),
    Slot(Kind.LANDLORD, 1.4, 9, 0.12),
    Slot(Kind.LANDLORD, 0.8, 0.2, 0.15),
    Slot(Kind.TRANSPORT, 1.0, 1.0, 0.12),
    Slot(Kind.TRADERS, 0.3, 0.3, 0.15),
    Slot(Kind.ASSOCIATION, 1.6, 2.5, 0.12),
    Slot(Kind.STREET_WORK, 0.9, 1.0, 0.15),
    Slot(Kind.VICTIM_SUPPORT, 1.2, 1.0, 0.15),
    Slot(Kind.SOCIAL_CENTRE, 1.2, 1.0, 0.20),
    Slot(Kind.HOSPITAL, 0.0, -0.3, 0.20),
    Slot(Kind.INHABITANTS, 0.3, 0.2, 0.25),
)
TOWN, MUNICIPAL_POLICE, PREFECTURE, POLICE, SCHOOL, PROSECUTOR = 0, 1, 4, 5, 6, 7
COURT, PJJ, PROBATION, DEPARTMENT, LANDLORD = 8, 9, 10, 11, 12
GREAT_ABSENTEES = (COURT, PJJ, PROBATION, DEPARTMENT)
JUSTICE = (PROSECUTOR, COURT, PJJ, PROBATION)
HOLDERS = (POLICE, SCHOOL, PROSECUTOR, PJJ, DEPARTMENT, LANDLORD, PREFECTURE, 14)  # of data; 14: transport
SOUND = "sound"
