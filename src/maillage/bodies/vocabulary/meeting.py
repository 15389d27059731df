"""The words of a meeting: from its preparation to its minutes (domain, sections 6 and 13.3)."""

from maillage.kernel import Term


class MeetingState(Term):
    DRAFT = "draft", "en préparation"
    CONVENED = "convened", "convoquée"
    HELD = "held", "tenue"
    SUBMITTED = "submitted", "compte rendu à approuver"
    APPROVED = "approved", "compte rendu approuvé"
    CANCELLED = "cancelled", "annulée"


class ItemKind(Term):
    INFORMATION = "information", "information"
    DISCUSSION = "discussion", "discussion"
    DECISION = "decision", "décision"


class ItemOutcome(Term):
    PENDING = "pending", "à traiter"
    HANDLED = "handled", "traité"
    ADOPTED = "adopted", "adopté"
    DISSENT = "dissent", "désaccord gardé"
    CARRIED = "carried", "reporté"
    WITHDRAWN = "withdrawn", "retiré"


class Family(Term):
    """Families of prevention (domain, D8)."""

    SOCIAL = "social", "prévention sociale"
    SECONDARY = "secondary", "prévention secondaire, publics exposés"
    TERTIARY = "tertiary", "prévention de la récidive"
    SITUATIONAL = "situational", "prévention situationnelle"
    REPRESSION = "repression", "répression"
    VICTIMS = "victims", "aide aux victimes"
    NONE = "none", "sans objet"


class StrategyUse(Term):
    """What was done with a police, penal or local strategy put before the body (D7)."""

    NONE = "none", "sans objet"
    PRESENTED = "presented", "présentée seulement"
    DISCUSSED = "discussed", "discutée"


class Pace(Term):
    """How often the meetings of a series come back."""

    WEEKLY = "weekly", "chaque semaine"
    TWO_WEEKS = "two_weeks", "toutes les deux semaines"
    MONTHLY = "monthly", "chaque mois"
    TWO_MONTHS = "two_months", "tous les deux mois"
    QUARTERLY = "quarterly", "chaque trimestre"
    HALF_YEARLY = "half_yearly", "chaque semestre"
    YEARLY = "yearly", "chaque année"


class Answer(Term):
    """What a person answers to a convocation."""

    AWAITED = "awaited", "sans réponse"
    COMING = "coming", "sera présent"
    DEPUTY = "deputy", "se fera représenter"
    EXCUSED = "excused", "excusé"


class Motive(Term):
    """Why a person excuses themselves, or an institution refuses (I10)."""

    NONE = "none", "non dit"
    AGENDA = "agenda", "autre obligation à la même heure"
    TIME = "time", "manque de temps ou de moyens"
    LEAVE = "leave", "congé ou maladie"
    VACANCY = "vacancy", "poste vacant"
    NOT_CONCERNED = "not_concerned", "ordre du jour sans lien avec l'institution"
    SECRECY = "secrecy", "secret professionnel"
    NOTICE = "notice", "convocation trop tardive"
    OTHER = "other", "autre"


class AttendanceState(Term):
    PRESENT = "present", "présent"
    DEPUTY = "deputy", "suppléant présent"
    EXCUSED = "excused", "excusé"
    ABSENT = "absent", "absent"
    UNKNOWN = "unknown", "non relevé"


class RecordedBy(Term):
    """How a presence came to be known."""

    SECRETARY = "secretary", "relevé en séance"
    SHEET = "sheet", "feuille signée"
    SELF = "self", "déclaré sur place par le code affiché"
    LATE = "late", "déclaré après la séance"


class DecisionMode(Term):
    CONSENSUS = "consensus", "consensus"
    VOTE = "vote", "vote"
    CHAIR = "chair", "décision du président"
