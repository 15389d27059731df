"""The words of territories: kinds of places, and what makes two of them comparable."""

from maillage.kernel import Term


class PlaceKind(Term):
    COMMUNE = "commune", "commune"
    DELEGATED = "delegated", "commune déléguée"
    ASSOCIATED = "associated", "commune associée"
    FORMER = "former", "ancienne commune"
    DISTRICT = "district", "arrondissement municipal"
    EPCI = "epci", "intercommunalité"
    DEPARTMENT = "department", "département"
    REGION = "region", "région"


class Criterion(Term):
    """What the rule of comparison weighs, beside the population."""

    QPV = "qpv", "avoir, ou non, un quartier prioritaire"
    EPCI = "epci", "le type d'intercommunalité"
    CENTRE = "centre", "être, ou non, la commune la plus peuplée de son intercommunalité"
    DEPARTMENT = "department", "le même département, à ressemblance égale"
    METROPOLIS = "metropolis", "compter, ou non, une métropole"
    REGION = "region", "la même région, à ressemblance égale"


class LawFamily(Term):
    """What a group of legal rules is about; the value is the letters that open their identifiers."""

    COUNCIL = "CL", "Le conseil"
    INFORMATION = "MI", "L'information du maire"
    GROUPS = "GT", "Les groupes de travail"
    GLTD = "GL", "Le groupe local de traitement de la délinquance"
    SECRECY = "SP", "Le secret et son partage"
    PLAN = "PD", "Le plan départemental"
    FUNDING = "FI", "Les financements"
    FAMILIES = "CD", "Le conseil pour les droits et devoirs des familles"
    REMINDER = "RO", "Le rappel à l'ordre"
    STRATEGY = "ST", "Les stratégies et les contrats"


EPCI_TYPES = {
    "METRO": "métropole", "CU": "communauté urbaine", "CA": "communauté d'agglomération",
    "CC": "communauté de communes", "MET69": "métropole de Lyon",
}  # fmt: skip
