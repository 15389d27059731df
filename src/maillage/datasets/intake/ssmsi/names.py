"""What the successive editions of the bases call their columns, their units and their indicators."""

import unicodedata

from maillage.datasets.intake.base import slug
from maillage.datasets.vocabulary import Level
from maillage.tabular import FileRejected, Table

FIRST_YEAR, LAST_YEAR = 2016, 2100
COMMUNE = "codgeo-"  # CODGEO_2025: the suffix is the year of the geography and moves each year
WIDTH = {Level.COMMUNE: 5, Level.DEPARTMENT: 2, Level.REGION: 2}
PREFIX = {Level.COMMUNE: "", Level.DEPARTMENT: "dep:", Level.REGION: "reg:"}
KEY = {Level.COMMUNE: "commune", Level.DEPARTMENT: "department", Level.REGION: "region"}

# our name -> what the editions call it, as slugs: capitals, accents and points do not count
NAMES: dict[str, tuple[str, ...]] = {
    "department": ("code-departement",),
    "region": ("code-region",),
    "year": ("annee",),
    "indicator": ("indicateur", "classe"),
    "unit": ("unite-de-compte",),
    "count": ("nombre", "faits"),
    "rate": ("taux-pour-mille", "tauxpourmille"),
    "published": ("est-diffuse", "valeur-publiee"),
    "population": ("insee-pop", "pop"),
    "dwellings": ("insee-log", "log"),
    "complement_count": ("complement-info-nombre", "complementinfoval"),
    "complement_rate": ("complement-info-taux", "complementinfotaux"),
}
NEEDED = ("year", "indicator", "unit", "count", "rate", "population")
NUMBERS = ("count", "rate", "population", "dwellings", "complement_count", "complement_rate")
UNITS = {
    "victime": "Victime",
    "victime-entendue": "Victime entendue",
    "infraction": "Infraction",
    "vehicule": "Véhicule",
    "mis-en-cause": "Mis en cause",
}
RENAMED = {
    "vols-de-vehicules": "vols-de-vehicule",
    "escroqueries": "escroqueries-et-fraudes-aux-moyens-de-paiement",
}
BURGLARY = "cambriolages-de-logement"  # the one rate per dwelling
LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "àâäçéèêëîïôöùûüœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ '’()-,./:;&+\u00a0"
)


def columns_of(table: Table) -> dict[str, str]:
    """Our names -> the file's, for those that are there."""
    known = {slug(name): name for name in reversed(table.columns)}
    found = {ours: known[name] for ours, names in NAMES.items() for name in names if name in known}
    commune = next((known[name] for name in known if _is_commune(name)), None)
    return found | ({"commune": commune} if commune else {})


def _is_commune(name: str) -> bool:
    year = name.removeprefix(COMMUNE)
    return name.startswith(COMMUNE) and len(year) == 4 and year.isdecimal()


def level_of(table: Table) -> Level | None:
    """The finest territory of the base; None when the table is no such base."""
    found = columns_of(table)
    if not set(NEEDED) <= set(found):
        return None
    level = next((level for level, name in KEY.items() if name in found), None)
    copied = level is Level.DEPARTMENT and "dwellings" not in found  # the copy made by others has lost them
    return None if copied else level


def only_once(table: Table, found: dict[str, str]) -> None:
    """Raises FileRejected when a needed column is there twice: nothing says which one is right."""
    names = [slug(name) for name in table.columns]
    for name in found.values():
        if names.count(slug(name)) > 1 or f"{name}_2" in table.columns:
            raise FileRejected(f"{table.name} a deux colonnes « {name} ». Retirez celle qui est de trop.")


def canonical(indicator: str) -> str:
    """The slug of an indicator, under its present name."""
    return RENAMED.get(slug(indicator), slug(indicator))


def readable(label: str) -> bool:
    """Is this label written in French letters? Other signs come from a wrong encoding."""
    return set(unicodedata.normalize("NFC", label)) <= LETTERS


# the indicators that the editions are known to hold
KNOWN = frozenset(
    canonical(name)
    for name in (
        "Homicides", "Tentatives d'homicide", "Violences physiques intrafamiliales",
        "Violences physiques hors cadre familial", "Violences sexuelles", "Coups et blessures volontaires",
        "Coups et blessures volontaires intrafamiliaux", "Autres coups et blessures volontaires",
        "Vols avec armes", "Vols violents sans arme", "Vols sans violence contre des personnes",
        "Cambriolages de logement",
        "Vols de véhicule", "Vols dans les véhicules", "Vols d'accessoires sur véhicules",
        "Destructions et dégradations volontaires", "Escroqueries et fraudes aux moyens de paiement",
        "Trafic de stupéfiants", "Usage de stupéfiants", "Usage de stupéfiants (AFD)",
        "Usage de stupéfiants (hors AFD)",
    )
)  # fmt: skip
