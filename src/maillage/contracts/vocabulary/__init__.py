"""The words of contracts: kinds and states, origins, themes, families of prevention, states of a sheet."""

from maillage.kernel import Term


class ContractKind(Term):
    """The instruments and their era (domain, sections 2 and 5)."""

    CAP = "cap", "contrat d'action de prévention (CAP)"
    CLS = "cls", "contrat local de sécurité (CLS)"
    CLS_NEW = "cls_ng", "contrat local de sécurité « nouvelle génération »"
    STSPD = "stspd", "stratégie territoriale de sécurité et de prévention (STSPD)"
    CITY = "contrat_de_ville", "contrat de ville"


class ContractState(Term):
    DRAFT = "draft", "en préparation"
    SIGNING = "signing", "en cours de signature"
    IN_FORCE = "in_force", "en vigueur"
    ENDED = "ended", "terminé"
    DROPPED = "dropped", "abandonné"


class Ordering(Term):
    """The first key of the plan; that it is by institution is shown, never hidden (domain, C2)."""

    THEME = "theme", "par thème"
    INSTITUTION = "institution", "par institution"


class Origin(Term):
    """Where a priority or an objective comes from (domain, D6)."""

    FINDING = "finding", "constat local"
    LOCAL = "local", "choix local, sans constat"
    DEPARTMENT = "department", "liste départementale"
    NATIONAL = "national", "liste nationale"


class Theme(Term):
    YOUTH = "youth", "jeunesse et prévention de la récidive des mineurs"
    FAMILY = "family", "parentalité et familles"
    SCHOOL = "school", "école et décrochage"
    VIOLENCE_WOMEN = "violence_women", "violences faites aux femmes et intrafamiliales"
    VICTIMS = "victims", "aide aux victimes et accès au droit"
    DRUGS = "drugs", "drogues et addictions"
    TRANQUILLITY = "tranquillity", "tranquillité publique"
    HOUSING = "housing", "logement et gardiennage"
    TRANSPORT = "transport", "transports"
    REOFFENDING = "reoffending", "prévention de la récidive"
    INTEGRATION = "integration", "insertion et emploi"
    VIDEO = "video", "vidéoprotection"
    ROAD = "road", "sécurité routière"
    OTHER = "other", "autre thème"


class PreventionFamily(Term):
    """The mix of prevention (domain, D8)."""

    SOCIAL = "social", "prévention sociale"
    SITUATIONAL = "situational", "prévention situationnelle"
    REPRESSION = "repression", "répression et présence policière"
    VICTIMS = "victims", "aide aux victimes"
    REOFFENDING = "reoffending", "prévention de la récidive"


class SheetState(Term):
    DRAFT = "draft", "à l'état de projet"
    PLANNED = "planned", "prévue"
    RUNNING = "running", "en cours"
    BLOCKED = "blocked", "bloquée"
    DONE = "done", "achevée"
    STOPPED = "stopped", "arrêtée"


class IndicatorKind(Term):
    FOLLOW_UP = "follow_up", "suivi"
    RESULT = "result", "résultat"


class Source(Term):
    """Who pays a line of cost (domain, 13.1)."""

    FIPD = "fipd", "FIPD"
    CITY_POLICY = "city_policy", "politique de la ville"
    MILDECA = "mildeca", "MILDECA"
    CAF = "caf", "CAF"
    REGION = "region", "région"
    DEPARTMENT = "department", "département"
    TOWN = "town", "commune ou intercommunalité"
    LANDLORD = "landlord", "bailleur social"
    ORDINARY = "ordinary", "crédits ordinaires d'un service de l'État"
    OWN = "own", "fonds propres du porteur"
    OTHER = "other", "autre financeur"


STATE_SOURCES = frozenset({Source.FIPD, Source.CITY_POLICY, Source.MILDECA, Source.ORDINARY})


class Nature(Term):
    RUNNING = "running", "fonctionnement"
    EQUIPMENT = "equipment", "équipement"
    STAFF = "staff", "personnel"


class Verdict(Term):
    """What an opinion says: on the compatibility of an action with a plan, or on a contract."""

    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "favorable sous réserve"
    UNFAVOURABLE = "unfavourable", "défavorable"


__all__ = [
    "STATE_SOURCES", "ContractKind", "ContractState", "IndicatorKind", "Nature", "Ordering", "Origin",
    "PreventionFamily", "SheetState", "Source", "Theme", "Verdict",
]  # fmt: skip
