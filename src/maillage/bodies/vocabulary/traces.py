"""The light records between partners, and what is owed to the mayor (domain, sections 7 and 9)."""

from maillage.kernel import Term


class CommitmentState(Term):
    """Three outcomes and what precedes them; `unknown` is an answer."""

    OPEN = "open", "attendu"
    DELIVERED = "delivered", "tenu"
    PARTLY = "partly", "tenu en partie"
    NOT_DELIVERED = "not_delivered", "non tenu"
    UNKNOWN = "unknown", "issue inconnue"
    WITHDRAWN = "withdrawn", "retiré"


class ContactMeans(Term):
    PHONE = "phone", "téléphone"
    MAIL = "mail", "message"
    VISIT = "visit", "rencontre"


class TransmissionBasis(Term):
    DUTY = "duty", "obligation"
    COURTESY = "courtesy", "courtoisie"


class EventKind(Term):
    """Events of the territory, drawn on every history."""

    ELECTION = "election", "élection"
    LAW = "law", "loi ou décret"
    CRISIS = "crisis", "crise"
    PREFECT = "prefect", "changement de préfet"
    PROSECUTOR = "prosecutor", "changement de procureur"
    HEAD = "head", "changement à la tête d'une institution"
    OTHER = "other", "autre"


class Duty(Term):
    """The mayor's right to information, as dated duties (MI-1 to MI-7); the value is the rule's id."""

    OFFENCES = "MI-1", "infractions troublant l'ordre public, portées à la connaissance du maire sans délai"
    OUTCOMES_ASKED = "MI-2", "suites judiciaires, sur demande du maire"
    OUTCOMES_SYSTEMATIC = "MI-3", "suites judiciaires, systématiquement, sur demande"
    OUTCOMES_FULL = "MI-4", "suites judiciaires, sans demande"
    CLOSURES = "MI-5", "fermetures administratives et suites du trafic de stupéfiants"
    ARTICLE_40 = "MI-6", "suites des signalements du maire (article 40)"
    PREFECT_REPORT = "CL-15", "information annuelle du conseil par le préfet"


class DutyState(Term):
    EXPECTED = "expected", "attendu"
    RECEIVED = "received", "reçu"
    MISSING = "missing", "non reçu"


class ReportOutcome(Term):
    """Counts only, never names: what became of reports or requests."""

    AWAITED = "awaited", "sans réponse"
    CLOSED = "closed", "classement sans suite"
    ALTERNATIVE = "alternative", "alternative aux poursuites"
    PROSECUTED = "prosecuted", "poursuites"
    JUDGED = "judged", "jugement définitif"
    ANSWERED = "answered", "réponse donnée"


class YearlyCountKind(Term):
    """What is only kept as a yearly count, with no date and no person."""

    RAPPEL_A_L_ORDRE = "rappel_a_l_ordre", "rappels à l'ordre"
    CDDF_SESSIONS = "cddf_sessions", "séances du CDDF"
    ARTICLE_40 = "article_40", "signalements au procureur (article 40)"
    PRISON_LEAVE_ASKED = "prison_leave_asked", "demandes sur des sorties de prison"
    PRISON_LEAVE_ANSWERED = "prison_leave_answered", "réponses sur des sorties de prison"
