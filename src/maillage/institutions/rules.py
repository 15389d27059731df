"""Decisions on partnerships that need no computer: their key, their colours."""

import re

from maillage.institutions.vocabulary import PartnershipKind

REFUSED_HUES = {"un retard": range(15, 36), "l'espace scellé": range(300, 326)}
PLACE = re.compile(r"^(?:[0-9][0-9AB][0-9]{3}|dep:[0-9][0-9AB][0-9]?|reg:[0-9]{2}|epci:[0-9]{9})$")


def partnership_key(place: str, kind: PartnershipKind) -> str:
    """The workspace's stable key, made of the INSEE code and the kind: `44143-clspd`, `epci-244400404-cispd`."""
    return f"{place.replace(':', '-').lower()}-{kind.value}"


def colour_fault(hue: int, chroma: float) -> str | None:
    """Why a town may not take this accent, as a sentence; None when it may (design, section 3)."""
    if not 0 <= hue <= 359:
        return f"La teinte {hue} n'existe pas : donnez un nombre de 0 à 359."
    if not 0 <= chroma <= 0.09:
        return f"L'intensité {chroma:g} est hors limites : donnez un nombre de 0 à 0,09.".replace(
            ".09", ",09"
        )
    for meaning, hues in REFUSED_HUES.items():
        if hue in hues:
            return (
                f"La teinte {hue} signale déjà {meaning} : choisissez-en une hors de {hues[0]} à {hues[-1]}."
            )
    return None
