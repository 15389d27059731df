"""Kinds of bodies (domain, section 4), seed era and present; seats, voices, moments of a body's life."""

from maillage.kernel import Term


class BodyKind(Term):
    """What gathers. `ERAS` gives the years in which the kind existed by law or by custom."""

    CCPD = "ccpd", "Conseil communal de prévention de la délinquance (CCPD)"
    CLSPD = "clspd", "Conseil local de sécurité et de prévention de la délinquance (CLSPD)"
    CISPD = "cispd", "Conseil intercommunal de sécurité et de prévention de la délinquance (CISPD)"
    CMSPD = "cmspd", "Conseil métropolitain de sécurité et de prévention de la délinquance (CMSPD)"
    WORKING_GROUP = "working_group", "Groupe de travail et d'échange d'informations"
    WATCH = "watch", "Cellule de veille"
    NEIGHBOURHOOD = "neighbourhood", "Instance territoriale de quartier"
    GLTD = "gltd", "Groupe local de traitement de la délinquance (GLTD)"
    GPO = "gpo", "Groupe de partenariat opérationnel (GPO)"
    CDP = "cdp", "Conseil départemental de prévention (CDP)"
    CDS = "cds", "Comité départemental de sécurité (CDS)"
    STAFF = "staff", "État-major de sécurité"
    HEALTH_JUSTICE = "health_justice", "Réseau santé-justice"
    VIOLENCE_WOMEN = "violence_women", "Commission départementale des violences faites aux femmes"
    VIOLENCE_WOMEN_SUB = "violence_women_sub", "Sous-commission des violences faites aux femmes"
    CONTRACT_FOLLOW_UP = "contract_follow_up", "Comité de suivi ou de pilotage du contrat"
    CDDF = "cddf", "Conseil pour les droits et devoirs des familles (CDDF)"
    TRADERS_WORKSHOP = "traders_workshop", "Atelier de la sécurité des commerçants"
    CHARTER_DRAFTING = "charter_drafting", "Groupe de rédaction d'une charte"
    MAYORS_COALITION = "mayors_coalition", "Entente de maires avant un CISPD"
    NATIONAL = "national", "Instance nationale, pour mémoire"
    INFORMAL = "informal", "Instance sans base légale"


ERAS: dict[BodyKind, tuple[int | None, int | None]] = {
    BodyKind.CCPD: (1983, 2002),
    BodyKind.CLSPD: (2002, None),
    BodyKind.CISPD: (2002, None),
    BodyKind.GLTD: (None, None),
    BodyKind.GPO: (2019, None),
    BodyKind.CDDF: (2007, None),
}
COUNCILS = (BodyKind.CCPD, BodyKind.CLSPD, BodyKind.CISPD)  # those whose members a text lists
BOUNDED = (BodyKind.GLTD, BodyKind.GPO)  # those tied to a zone and meant to end


class BodyState(Term):
    OPEN = "open", "en activité"
    DORMANT = "dormant", "en sommeil"
    CLOSED = "closed", "close"


class LifeEvent(Term):
    """What happened to a body, each with its day and reason."""

    OPENED = "opened", "ouverture"
    REVIEWED = "reviewed", "réexamen"
    DORMANT = "dormant", "mise en sommeil"
    RESUMED = "resumed", "reprise"
    PROLONGED = "prolonged", "prolongation"
    CLOSED = "closed", "clôture"
    COMPOSED = "composed", "composition arrêtée"


class Formation(Term):
    PLENARY = "plenary", "formation plénière"
    RESTRICTED = "restricted", "formation restreinte"
    GROUP = "group", "séance de groupe"
    PREPARATORY = "preparatory", "réunion préparatoire, sans l'État"
    CRISIS = "crisis", "réunion de crise"


class SeatBasis(Term):
    """Why a seat exists."""

    LAW = "law", "de droit"
    DESIGNATED = "designated", "par désignation"
    INVITED = "invited", "à l'invitation"


class Voice(Term):
    DELIBERATIVE = "deliberative", "voix délibérative"
    ADVISORY = "advisory", "voix consultative"


class SeatRole(Term):
    HOLDER = "holder", "titulaire"
    DEPUTY = "deputy", "suppléant"
