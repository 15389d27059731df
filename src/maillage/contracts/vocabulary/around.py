"""The words of what stands around a contract: agreements, dated acts, plans of the département."""

from maillage.kernel import Term


class AgreementKind(Term):
    """An agreement outside the contract."""

    STATE_MAYOR = "state_mayor", "convention État-maire (CSI, art. L. 132-10)"
    DEPARTMENT = "department", "convention commune-département (CSI, art. L. 132-15)"
    POLICE = "police", "convention de coordination de la police municipale et des forces de l'État"
    TWO_PARTY = "two_party", "convention entre deux institutions"
    OTHER = "other", "autre convention"


class AgreementState(Term):
    COMING = "coming", "à venir"
    IN_FORCE = "in_force", "en vigueur"
    ENDED = "ended", "terminée"
    WITHDRAWN = "withdrawn", "retirée"


class ActKind(Term):
    """An act of one authority alone, kept with its day and never with a name."""

    PARENTAL = "parental", "contrats de responsabilité parentale"
    SAFEGUARD = "safeguard", "lettre de sauvegarde"


class PlanKind(Term):
    """What the departmental council examines: the plan, and its programmes."""

    PLAN = "plan", "plan départemental de prévention de la délinquance"
    DRUGS = "drugs", "programme de lutte contre les drogues"
    JUVENILE = "juvenile", "programme de prévention de la délinquance des mineurs"
    VIOLENCE_WOMEN = "violence_women", "programme de lutte contre les violences faites aux femmes"
    COMMUNITY_SERVICE = "community_service", "programme de travail d'intérêt général"


class PlanOrigin(Term):
    """Who put a priority in the plan."""

    STATE = "state", "État"
    COUNCIL = "council", "conseil local"
