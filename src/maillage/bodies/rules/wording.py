"""Can anybody tell, one day, whether this commitment was kept? Kind remarks with a better example.

A remark never stops a commitment: the words stay those of the institution that promised.
"""

import re
from dataclasses import dataclass
from datetime import date

RHYTHM, CONDITION, VERB, DELAY, AMOUNT, WHO = "rhythm", "condition", "verb", "delay", "amount", "who"
QUANTITY, DUE = "quantity", "due"


@dataclass(frozen=True)
class Remark:
    """What is unclear, why it matters, and how it could be said."""

    about: str
    words: str
    advice: str
    example: str

    def __str__(self) -> str:
        return f"{self.advice} Par exemple : « {self.example} »."


_VAGUE = {
    RHYTHM: (
        r"régulièrement|régulier(?:s|ère|ères)?|périodiquement|fréquemment|souvent|ponctuellement"
        r"|de temps en temps|en continu|le plus souvent possible",
        "« {} » ne permet pas de savoir si l'engagement est tenu : écrivez un nombre ou un rythme.",
        "quatre soirs par semaine",
    ),
    CONDITION: (
        r"dans la mesure d(?:u|es) (?:possible|moyens)|si possible|autant que possible|sous réserve\b[^,.;]*"
        r"|selon (?:les|ses|nos) (?:moyens|possibilités|disponibilités)|le cas échéant|si besoin",
        "« {} » laisse l'engagement ouvert : dites ce qui sera fait de toute façon.",
        "au moins deux passages par mois",
    ),
    VERB: (
        r"contribuer|participer|favoriser|renforcer|améliorer|promouvoir|sensibiliser|encourager|soutenir"
        r"|œuvrer|oeuvrer|veiller|s['’]efforcer|tendre (?:à|vers)|développer|mobiliser|optimiser|valoriser"
        r"|poursuivre (?:la|le|les|ses|nos) (?:efforts?|démarches?|réflexions?)"
        r"|réfléchir|étudier la possibilité",
        "« {} » ne dit pas ce qui sera remis ou fait : nommez l'acte.",
        "transmettre les incidents par ligne",
    ),
    DELAY: (
        r"prochainement|rapidement|dès que possible|au plus (?:vite|tôt)|à terme|à court terme|à moyen terme"
        r"|dans les meilleurs délais|bientôt|sans tarder",
        "« {} » n'est pas une date : choisissez un jour.",
        "avant le 15 décembre",
    ),
    AMOUNT: (
        r"quelques|plusieurs|divers(?:es)?|différent(?:s|es)|un certain nombre"
        r"|de nombreux|de nombreuses|etc\.?",
        "« {} » ne se compte pas : écrivez un nombre, même petit.",
        "six points lumineux",
    ),
    WHO: (
        r"(?:tous )?les (?:acteurs|partenaires|services) (?:concernés|compétents|locaux)"
        r"|l['’]ensemble des (?:acteurs|partenaires|services)|qui de droit",
        "« {} » ne désigne personne : nommez les institutions.",
        "la ville et le bailleur",
    ),
}
_PATTERNS = {
    about: re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE) for about, (words, _, _) in _VAGUE.items()
}
_COUNTED = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cent|mille|premi(?:er|ère)"
    r"|une? fois|chaque|par (?:jour|semaine|mois|trimestre|an)|hebdomadaires?|mensuel(?:le)?s?"
    r"|trimestriel(?:le)?s?"
    r"|annuel(?:le)?s?|quotidien(?:ne)?s?)\b",
    re.IGNORECASE,
)


def remarks(*, deliverable: str, quantity: str = "", due_on: date | None = None) -> list[Remark]:
    """What could be said more clearly, in the order of the words; nothing when all can be checked."""
    found = [row for row in _vague(f"{deliverable} {quantity}") if not _answered(row.about, quantity, due_on)]
    if not quantity.strip() and not _COUNTED.search(deliverable) and not _about(found, RHYTHM, AMOUNT):
        found.append(
            Remark(QUANTITY, "", "Il manque une quantité ou un rythme : combien, ou tous les combien.",
                   "chaque vendredi")
        )  # fmt: skip
    if due_on is None and not _about(found, DELAY):
        found.append(
            Remark(DUE, "", "Il manque une date : sans elle, personne ne sait quand demander des nouvelles.",
                   "avant le 15 décembre")
        )  # fmt: skip
    return found


def is_precise(*, deliverable: str, quantity: str = "", due_on: date | None = None) -> bool:
    """Holder, deliverable, quantity and date: can it be checked one day (domain, C9)?"""
    return not remarks(deliverable=deliverable, quantity=quantity, due_on=due_on)


def _vague(text: str) -> list[Remark]:
    rows = [
        (found.start(), Remark(about, found[0], _VAGUE[about][1].format(found[0]), _VAGUE[about][2]))
        for about, pattern in _PATTERNS.items()
        for found in pattern.finditer(text)
    ]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _answered(about: str, quantity: str, due_on: date | None) -> bool:
    """« régulièrement » with « chaque vendredi » beside it is answered; « bientôt » with a date is too."""
    if about in (RHYTHM, AMOUNT):
        return bool(_COUNTED.search(quantity))
    return about == DELAY and due_on is not None


def _about(rows: list[Remark], *kinds: str) -> bool:
    return any(row.about in kinds for row in rows)
