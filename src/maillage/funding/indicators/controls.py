"""M5, controlled bodies of the funded ones; M6, euros that came back of those found (domain, 9.6)."""

from dataclasses import dataclass

from maillage.funding.rules.control_sums import LEAST, counted
from maillage.funding.selectors.campaigns import Progress
from maillage.ui.typography import euros


@dataclass(frozen=True)
class Told:
    """A figure with its sentence: counts and euros, a percentage only from five cases on."""

    id: str
    name: str
    value: str
    sentence: str


def control_rate(progress: Progress) -> Told:
    """M5: bodies whose control came to its end, of the bodies funded that year. Gautron (2006), II.2.C."""
    value = counted(progress.controlled, progress.funded) if progress.funded else "aucun organisme financé"
    few = " Moins de cinq organismes : pas de pourcentage." if 0 < progress.funded < LEAST else ""
    return Told(
        "M5", "Organismes contrôlés", value,
        f"Contrôles conclus, sur les organismes financés de l'année.{few} Repère : 20 %, circulaires de 2008"
        " et 2009, non vérifié aujourd'hui.",
    )  # fmt: skip


def restitution(progress: Progress) -> Told:
    """M6: euros recovered, of the euros found non-conform; what was given up is said apart."""
    sums = progress.sums
    if not sums.found:
        return Told("M6", "Sommes rendues", "rien à rendre", "Aucun constat définitif ne retient de somme.")
    return Told(
        "M6", "Sommes rendues", f"{euros(sums.recovered)} sur {euros(sums.found)}",
        f"Abandonné : {euros(sums.waived)} ; reste à rendre : {euros(sums.remaining)}.",
    )  # fmt: skip
