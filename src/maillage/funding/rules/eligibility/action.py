"""Checks on the action: precise enough, on target, in time, compatible with the departmental plan."""

import re

from maillage.funding.rules.eligibility.facts import CIRCULARS, Checked, Facts
from maillage.funding.vocabulary.eligibility import Found, Part
from maillage.ui.typography import french_date

_NUMBER = re.compile(r"\d")


def precise(facts: Facts) -> Checked:
    """Is the action precise (domain, M7)? Object, objectives with a measure, public, dates, means,
    evaluation.
    """
    missing = [name for name, there in _asked_for(facts) if not there]
    if missing:
        words = f"Demande imprécise : il manque {_listed(missing)}. Une demande imprécise est renvoyée."
        return Checked("precise", Found.FAILS, words, Part.ACTION, CIRCULARS)
    words = "L'action est décrite : objet, objectifs mesurés, public, dates, moyens, évaluation, montants."
    return Checked("precise", Found.OK, words, Part.ACTION, CIRCULARS)


def _asked_for(facts: Facts) -> list[tuple[str, bool]]:
    measured = bool(_NUMBER.search(facts.objectives) or _NUMBER.search(facts.indicators))
    return [
        ("l'objet", bool(facts.object.strip())),
        ("les objectifs", bool(facts.objectives.strip())),
        ("une mesure dans les objectifs ou les indicateurs", measured),
        ("le public et son nombre", bool(facts.public.strip()) and facts.people is not None),
        ("les dates", facts.start is not None and facts.end is not None),
        ("les moyens", bool(facts.means.strip())),
        ("la façon d'évaluer", bool(facts.evaluation.strip())),
        ("le montant demandé", bool(facts.asked)),
        ("les lignes du plan de financement", bool(facts.lines)),
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def off_target(facts: Facts) -> Checked:
    """Is there a link with a priority (domain, M8)?"""
    source = "priorités du contrat et de l'appel"
    if facts.priorities:
        words = f"L'action répond à une priorité du contrat : « {facts.priorities[0]} »."
        return Checked("off_target", Found.OK, words, Part.ACTION, source)
    if facts.call_priority:
        words = (
            f"L'action répond à l'appel (« {facts.call_priority} »), mais à aucune priorité du contrat :"
            " rattachez-la à une fiche."
        )
        return Checked("off_target", Found.SEE, words, Part.ACTION, source)
    where = "sa fiche n'a pas d'objectif" if facts.has_sheet else "elle n'est rattachée à aucune fiche"
    words = f"Aucun lien avec une priorité : {where}, ni à une priorité de l'appel."
    return Checked("off_target", Found.FAILS, words, Part.ACTION, source)


def in_calendar(facts: Facts) -> Checked:
    """Does the action begin after the decision, and in the future?"""
    source = "calendrier de la demande"
    if facts.start is None or facts.end is None:
        words = "Les dates de l'action ne sont pas connues."
        return Checked("calendar", Found.UNKNOWN, words, Part.ACTION, source)
    decided = facts.decided_on
    if decided is not None and facts.start < decided:
        words = (
            f"L'action commence le {french_date(facts.start)}, avant la décision du {french_date(decided)}."
        )
        return Checked("calendar", Found.SEE, words, Part.ACTION, source)
    if decided is None and facts.end < facts.on:
        words = f"L'action est finie depuis le {french_date(facts.end)} : corrigez les dates."
        return Checked("calendar", Found.FAILS, words, Part.ACTION, source)
    if decided is None and facts.start <= facts.on:
        words = (
            f"L'action commence le {french_date(facts.start)}, avant toute décision : le"
            " financeur peut refuser."
        )
        return Checked("calendar", Found.SEE, words, Part.ACTION, source)
    words = f"L'action commence le {french_date(facts.start)}."
    return Checked("calendar", Found.OK, words, Part.ACTION, source)


def plan_opinion(facts: Facts) -> Checked | None:
    """Was the compatibility with the departmental plan looked at (PD-1; domain, T2)?"""
    if facts.plan_law is None:
        return None
    source = facts.plan_law.reference
    said = {
        "favourable": (Found.OK, "L'avis sur la compatibilité avec le plan départemental est favorable."),
        "reserved": (Found.SEE, "L'avis sur la compatibilité avec le plan départemental porte des réserves."),
        "unfavourable": (
            Found.FAILS, "L'avis sur la compatibilité avec le plan départemental est défavorable.",
        ),
    }  # fmt: skip
    missing = (
        Found.UNKNOWN,
        "Aucun avis sur la compatibilité avec le plan départemental : demandez-le sur la fiche.",
    )
    found, words = said.get(facts.opinion, missing)
    return Checked("plan", found, words, Part.ACTION, source)
