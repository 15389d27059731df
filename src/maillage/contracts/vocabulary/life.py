"""The words of signature: state of a version, capacity of a signatory, how a signature is known."""

from maillage.kernel import Term


class VersionState(Term):
    OPEN = "open", "en cours de signature"
    SIGNED = "signed", "signée"
    DROPPED = "dropped", "retirée de la signature"


class Capacity(Term):
    PREFECT = "prefect", "préfet"
    PROSECUTOR = "prosecutor", "procureur de la République"
    MAYOR = "mayor", "maire"
    EPCI = "epci", "président de l'intercommunalité"
    DEPARTMENT = "department", "président du conseil départemental"
    RECTOR = "rector", "autorité académique"
    MANAGER = "manager", "responsable de l'institution"


class SignatureMode(Term):
    CONFIRMED = "confirmed", "confirmée en ligne"
    SCANNED = "scanned", "original numérisé"
    PAPER = "paper", "vue sur l'original"


class ChangeKind(Term):
    """What happened to a line between two texts."""

    ADDED = "added", "ajouté"
    WITHDRAWN = "withdrawn", "retiré"
    CHANGED = "changed", "modifié"


class Rhythm(Term):
    """How often the value of an indicator is asked."""

    MONTH = "month", "chaque mois"
    QUARTER = "quarter", "chaque trimestre"
    YEAR = "year", "chaque année"
    OWN = "own", "aux dates que je donne"
