"""Words of the diagnosis: its outline, its evidence, and what each recorded-crime series counts."""

from dataclasses import dataclass

from maillage.kernel import Term


class Base(Term):
    """What a count is divided by."""

    INHABITANTS = "inhabitants", "habitants"
    DWELLINGS = "dwellings", "logements"


class Confidence(Term):
    """How far a finding can be leaned upon, in the eyes of those who sign it."""

    GOOD = "good", "bonne"
    FAIR = "fair", "moyenne"
    WEAK = "weak", "faible"


class SourceState(Term):
    """Where a request for information stands."""

    TO_ASK = "to_ask", "à demander"
    EXPECTED = "expected", "attendue"
    RECEIVED = "received", "reçue"
    PARTIAL = "partial", "reçue en partie"
    DOUBTFUL = "doubtful", "douteuse"
    REFUSED = "refused", "refusée"
    WITHDRAWN = "withdrawn", "retirée"


class MeansNature(Term):
    """What a means is for (outline of the diagnosis, inventory of means)."""

    PREVENTIVE = "preventive", "prévention"
    REPRESSIVE = "repressive", "répression"
    SUPPORT = "support", "aide et accompagnement"


class DiagnosisState(Term):
    DRAFT = "draft", "version de travail"
    SHARED = "shared", "présenté aux partenaires"


class DiagnosisSection(Term):
    """The outline of a local safety diagnosis; the sections without figures are written by hand."""

    METHOD = "method", "Méthode, périmètre et auteurs"
    TERRITORY = "territory", "Le territoire et ses habitants"
    FACTS = "facts", "Les faits enregistrés"
    PEOPLE = "people", "Auteurs et victimes"
    INCIDENTS = "incidents", "Incidents : écoles, transports, logement, commerces"
    FEELING = "feeling", "Sentiment d'insécurité et attentes des habitants"
    PROFESSIONALS = "professionals", "Ce que disent les professionnels et les bénévoles"
    MEANS = "means", "Les moyens : inventaire, adéquation, manques"
    PERVERSE = "perverse", "Effets pervers à surveiller"
    FINDINGS = "findings", "Constats"
    PRIORITIES = "priorities", "Priorités proposées"
    OBJECTIONS = "objections", "Objections et réserves"
    NEXT = "next", "Prochaine mise à jour"


HINTS: dict[DiagnosisSection, str] = {
    DiagnosisSection.METHOD: "Qui a écrit, sur quel périmètre, avec qui, entre quelles dates.",
    DiagnosisSection.TERRITORY: (
        "Ce qu'il faut savoir du lieu : quartiers, centralités, saisons, projets en cours."
    ),
    DiagnosisSection.FACTS: (
        "Ce que les partenaires lisent dans les chiffres : lieux, heures, modes opératoires. Aucun nom."
    ),
    DiagnosisSection.PEOPLE: (
        "Âges, liens entre auteurs et victimes, en nombres agrégés. Aucun cas individuel."
    ),
    DiagnosisSection.INCIDENTS: (
        "Ce que les établissements scolaires, les transporteurs, les bailleurs et les commerces relèvent."
    ),
    DiagnosisSection.FEELING: (
        "Enquêtes, marches exploratoires, réunions : dates, nombre de réponses, qui n'a pas répondu."
    ),
    DiagnosisSection.PROFESSIONALS: (
        "Éducateurs, enseignants, gardiens, agents d'accueil, associations : ce qu'ils voient."
    ),
    DiagnosisSection.MEANS: "Ce qui existe déjà, ce qui manque, ce qui fait double emploi.",
    DiagnosisSection.PERVERSE: "Ce qu'une action pourrait aggraver ou déplacer.",
    DiagnosisSection.PRIORITIES: "Trois à cinq priorités, chacune tirée d'un constat numéroté.",
    DiagnosisSection.OBJECTIONS: "Ce qui a été contesté, par quelle institution, en quels termes.",
    DiagnosisSection.NEXT: "La date de la prochaine mise à jour et qui la prépare.",
}


@dataclass(frozen=True)
class Offence:
    """One series: `subject` opens a sentence, `counted` is what is counted, `additive` false when places may
    not be summed.
    """

    slug: str
    label: str
    short: str
    subject: str
    counted: str
    base: Base = Base.INHABITANTS
    additive: bool = True

    @property
    def unit(self) -> str:
        """The unit of the rate, as it is printed."""
        return f"pour 1 000 {self.base.label}"


_VICTIM, _HEARD, _OFFENCE, _VEHICLE, _SUSPECT = (
    "victimes",
    "victimes entendues",
    "infractions",
    "véhicules",
    "personnes mises en cause",
)

OFFENCES: dict[str, Offence] = {
    row.slug: row
    for row in (
        Offence(
            "cambriolages-de-logement",
            "Cambriolages de logement",
            "Cambriolages",
            "Les cambriolages de logement",
            _OFFENCE,
            Base.DWELLINGS,
        ),
        Offence(
            "vols-dans-les-vehicules",
            "Vols dans les véhicules",
            "Vols dans les véhicules",
            "Les vols dans les véhicules",
            _VEHICLE,
        ),
        Offence("vols-de-vehicule", "Vols de véhicule", "Vols de véhicule", "Les vols de véhicule", _VEHICLE),
        Offence(
            "vols-d-accessoires-sur-vehicules",
            "Vols d'accessoires sur véhicules",
            "Vols d'accessoires",
            "Les vols d'accessoires sur véhicules",
            _VEHICLE,
        ),
        Offence(
            "vols-sans-violence-contre-des-personnes",
            "Vols sans violence contre des personnes",
            "Vols sans violence",
            "Les vols sans violence contre des personnes",
            _HEARD,
        ),
        Offence(
            "vols-violents-sans-arme",
            "Vols violents sans arme",
            "Vols violents",
            "Les vols violents sans arme",
            _OFFENCE,
        ),
        Offence("vols-avec-armes", "Vols avec armes", "Vols avec armes", "Les vols avec armes", _OFFENCE),
        Offence(
            "violences-physiques-hors-cadre-familial",
            "Violences physiques hors cadre familial",
            "Violences hors famille",
            "Les violences physiques hors cadre familial",
            _VICTIM,
        ),
        Offence(
            "violences-physiques-intrafamiliales",
            "Violences physiques intrafamiliales",
            "Violences intrafamiliales",
            "Les violences physiques intrafamiliales",
            _VICTIM,
        ),
        Offence(
            "violences-sexuelles",
            "Violences sexuelles",
            "Violences sexuelles",
            "Les violences sexuelles",
            _VICTIM,
        ),
        Offence(
            "destructions-et-degradations-volontaires",
            "Destructions et dégradations volontaires",
            "Dégradations",
            "Les destructions et dégradations volontaires",
            _OFFENCE,
        ),
        Offence(
            "escroqueries-et-fraudes-aux-moyens-de-paiement",
            "Escroqueries et fraudes aux moyens de paiement",
            "Escroqueries",
            "Les escroqueries et fraudes aux moyens de paiement",
            _VICTIM,
        ),
        Offence(
            "trafic-de-stupefiants",
            "Trafic de stupéfiants",
            "Trafic de stupéfiants",
            "Les mises en cause pour trafic de stupéfiants",
            _SUSPECT,
            additive=False,
        ),
        Offence(
            "usage-de-stupefiants",
            "Usage de stupéfiants",
            "Usage de stupéfiants",
            "Les mises en cause pour usage de stupéfiants",
            _SUSPECT,
            additive=False,
        ),
        Offence(
            "usage-de-stupefiants-afd",
            "Usage de stupéfiants (AFD)",
            "Usage (AFD)",
            "Les amendes forfaitaires pour usage de stupéfiants",
            _SUSPECT,
            additive=False,
        ),
        Offence(
            "usage-de-stupefiants-hors-afd",
            "Usage de stupéfiants (hors AFD)",
            "Usage (hors AFD)",
            "Les mises en cause pour usage de stupéfiants (hors amende forfaitaire)",
            _SUSPECT,
            additive=False,
        ),
        Offence("homicides", "Homicides", "Homicides", "Les homicides", _VICTIM),
        Offence(
            "tentatives-d-homicide",
            "Tentatives d'homicide",
            "Tentatives d'homicide",
            "Les tentatives d'homicide",
            _VICTIM,
        ),
        Offence(
            "coups-et-blessures-volontaires",
            "Coups et blessures volontaires",
            "Coups et blessures",
            "Les coups et blessures volontaires",
            _VICTIM,
        ),
        Offence(
            "coups-et-blessures-volontaires-intrafamiliaux",
            "Coups et blessures volontaires intrafamiliaux",
            "Coups et blessures en famille",
            "Les coups et blessures volontaires intrafamiliaux",
            _VICTIM,
        ),
        Offence(
            "autres-coups-et-blessures-volontaires",
            "Autres coups et blessures volontaires",
            "Autres coups et blessures",
            "Les autres coups et blessures volontaires",
            _VICTIM,
        ),
    )
}

# Sums of several published series, of mixed units, found only in a file rebuilt by others.
GROUPS: dict[str, Offence] = {
    slug: Offence(slug, label, label, f"Les {label[:1].lower()}{label[1:]}", "faits")
    for slug, label in (
        ("groupe-violences-personnes", "Violences aux personnes (somme des séries publiées)"),
        ("groupe-atteintes-biens", "Atteintes aux biens (somme des séries publiées)"),
        ("groupe-destructions-degradations", "Destructions et dégradations (somme des séries publiées)"),
    )
}

# The groups of the monthly état 4001, as they are written.
MONTHLY = {
    "homicides-et-tentatives": "Homicides et tentatives",
    "vols": "Vols",
    "cambriolages-et-violations-domicile": "Cambriolages et violations de domicile",
    "infractions-sexuelles": "Infractions sexuelles",
    "stupefiants": "Infractions sur les stupéfiants",
    "destructions-degradations": "Destructions et dégradations",
    "violences": "Violences",
    "faux-fraudes": "Faux et fraudes",
    "economique-financier": "Infractions économiques et financières",
    "travail-illegal": "Travail illégal",
}

# The six series of the page's small multiples, then the three that open it; others follow in the order above.
FIRST = (
    "cambriolages-de-logement",
    "vols-dans-les-vehicules",
    "violences-physiques-hors-cadre-familial",
    "vols-sans-violence-contre-des-personnes",
    "violences-physiques-intrafamiliales",
    "destructions-et-degradations-volontaires",
)
ORDER = {slug: rank for rank, slug in enumerate((*FIRST, *(slug for slug in OFFENCES if slug not in FIRST)))}


def offence(slug: str, unit: str = "") -> Offence:
    """The word for a series; one that is not known here speaks by its own slug and `unit`."""
    if slug in OFFENCES or slug in GROUPS:
        return OFFENCES.get(slug) or GROUPS[slug]
    label = slug.replace("-", " ").capitalize()
    return Offence(slug, label, label, label, unit.lower() or "faits")
