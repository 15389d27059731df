"""The words of control: campaigns, strata, phases of a control and its steps, motives, letters."""

from maillage.kernel import Term


class Basis(Term):
    DOCUMENTS = "documents", "sur pièces"
    SITE = "site", "sur place"


class StratifyBy(Term):
    NOTHING = "nothing", "aucune strate"
    FUND = "fund", "par fonds"
    SIZE = "size", "par tranche de montant"
    COLLEGE = "college", "par collège de l'organisme"


class Entry(Term):
    """How a body came into a campaign."""

    DRAWN = "drawn", "tirage"
    REPORTED = "reported", "signalement"


class ControlPhase(Term):
    DRAWN = "drawn", "à annoncer"
    ANNOUNCED = "announced", "annoncé, pièces attendues"
    RECEIVED = "received", "pièces reçues"
    SILENT = "silent", "sans réponse à l'annonce"
    CLEARING = "clearing", "phase amiable, éclaircissements attendus"
    REMINDED = "reminded", "phase amiable, relance envoyée"
    CLEARED = "cleared", "éclaircissements reçus"
    ADVERSARIAL = "adversarial", "phase contradictoire, réponse attendue"
    ANSWERED = "answered", "phase contradictoire, réponse reçue"
    UNANSWERED = "unanswered", "phase contradictoire, sans réponse"
    FOUND = "found", "non conforme, reversement à demander"
    RESTITUTION = "restitution", "reversement demandé"
    CONFORM = "conform", "conforme"
    CLOSED = "closed", "reversement soldé"
    EXCUSED = "excused", "dispensé"


class StepKind(Term):
    ANNOUNCE = "announce", "annonce du contrôle"
    EXCUSE = "excuse", "dispense"
    RECEIVE = "receive", "pièces reçues"
    SILENCE = "silence", "absence de réponse constatée"
    CLEAR = "clear", "demande d'éclaircissements"
    REMIND = "remind", "relance"
    ANSWER = "answer", "réponse de l'organisme"
    CONFORM = "conform", "constat de conformité"
    OPEN = "open", "ouverture de la phase contradictoire"
    CONCLUDE = "conclude", "constat de non-conformité"
    ORDER = "order", "demande de reversement"
    CLOSE = "close", "clôture"


class Motive(Term):
    UNSPENT = "unspent", "somme non dépensée"
    OTHER_USE = "other_use", "somme employée à autre chose"
    INELIGIBLE = "ineligible", "dépense non admise par le fonds"
    UNJUSTIFIED = "unjustified", "dépense sans justificatif"


class LetterKind(Term):
    """The letters of a control; the value stands in the address."""

    ANNOUNCE = "annonce", "Annonce d'un contrôle"
    DOCUMENTS = "pieces", "Demande de pièces"
    CLEAR = "eclaircissements", "Demande d'éclaircissements"
    REMIND = "relance", "Rappel de la demande d'éclaircissements"
    CONFORM = "conforme", "Fin du contrôle : conforme"
    ADVERSARIAL = "contradictoire", "Ouverture de la phase contradictoire"
    FINDING = "constat", "Constat définitif"
    RESTITUTION = "reversement", "Demande de reversement"
    RECEIPT = "recu", "Reçu d'un reversement"


THREATS = frozenset({LetterKind.ADVERSARIAL, LetterKind.FINDING, LetterKind.RESTITUTION})
