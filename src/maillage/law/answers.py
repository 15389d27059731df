"""What each dated rule means for one place on one day: yes, no, or unknown, always with its reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.law.book import Rule, rules
from maillage.law.concern import concern
from maillage.law.facts import Facts
from maillage.law.partial import in_french
from maillage.law.verdict import Verdict


@dataclass(frozen=True)
class Answer:
    """One rule for one place on one day. `applies` None means unknown; dates as the texts give them.

    `since` is None where no text read gives the beginning; `since_precision` says how far it is known.
    """

    id: str
    subject: str
    value: Any
    applies: bool | None
    since: str | None
    until: str | None
    reference: str
    certainty: str
    reason: str
    checked_on: str
    unit: str
    description: str
    since_precision: str


def answers(facts: Facts, day: date, *, cispd: bool | None = None) -> list[Answer]:
    """One answer for each rule of the book, in its order; of a rule with several values, the one of that day.

    `cispd` says whether an intercommunal council covers the commune; None when it is not known.
    """
    families: dict[str, list[Rule]] = {}
    for rule in rules():
        families.setdefault(rule.id, []).append(rule)
    found = [_answer(_of_the_day(family, day), facts, day, cispd) for family in families.values()]
    return sorted(found, key=lambda row: _order(row.id))


def _order(identifier: str) -> tuple[int, int]:
    family, _, number = identifier.partition("-")
    return ("CL", "MI", "GT", "GL", "SP", "PD", "FI", "CD", "RO", "ST").index(family), int(number)


def _of_the_day(family: list[Rule], day: date) -> Rule:
    """The value of that day; before all of them the first, else the last that began."""
    for wanted in (True, None):
        for rule in family:
            if rule.in_force(day) is wanted:
                return rule
    begun = [rule for rule in family if rule.since.first <= day]
    return begun[-1] if begun else family[0]


def _answer(rule: Rule, facts: Facts, day: date, cispd: bool | None) -> Answer:
    verdict = _verdict(rule, facts, day, cispd)
    return Answer(
        rule.id, rule.subject, rule.value, verdict.applies, None if rule.standing else str(rule.since),
        str(rule.until) if rule.until else None, rule.reference, rule.certainty,
        _sentence(verdict, rule, day),
        rule.checked_on.isoformat(), rule.unit, rule.description,
        "unknown" if rule.standing else rule.since.precision,
    )  # fmt: skip


def _verdict(rule: Rule, facts: Facts, day: date, cispd: bool | None) -> Verdict:
    before, about = _window(rule, day), concern(rule, facts, day, cispd)
    if before and before.applies is False:
        return before
    if about and about.applies is False:
        return about
    if before:
        return before
    if rule.certainty == "to_check":
        return Verdict(None, rule.doubt or "Ce point n'a pas été vérifié dans le texte : ni oui, ni non.")
    return about or Verdict(True, "La règle est en vigueur ce jour-là.")


def _window(rule: Rule, day: date) -> Verdict | None:
    """What the dates alone say; None when the rule is surely in force."""
    force = rule.in_force(day)
    if force:
        return None
    if day < rule.since.first and not rule.standing:
        return Verdict(False, f"Pas encore en vigueur : depuis {rule.since.with_article} seulement.")
    if force is False:
        assert rule.until is not None
        return Verdict(False, f"N'est plus en vigueur : la règle valait {_end(rule)}.")
    if rule.until and rule.until.passed(day):
        return Verdict(None, f"Connue {_end(rule)} ; la suite n'a pas été vérifiée.")
    if rule.standing:
        return Verdict(
            None, f"Lue en vigueur le {in_french(rule.checked_on)} ; sa date de début n'est pas connue."
        )
    if rule.sure_from and day > rule.since.last:
        return Verdict(None, rule.doubt)
    return Verdict(None, f"Le texte ne donne que « {_vague(rule, day)} » : le jour exact est à vérifier.")


def _vague(rule: Rule, day: date) -> str:
    ending = rule.until is not None and rule.until.passed(day) is None
    return rule.until.french if ending and rule.until else rule.since.french


def _end(rule: Rule) -> str:
    assert rule.until is not None
    return f"jusqu'au {rule.until.french}" if rule.until.exact else f"jusqu'en {rule.until.french}"


def _sentence(verdict: Verdict, rule: Rule, day: date) -> str:
    """The reason, then what is to be checked about its dates: a start known by halves, an old reading."""
    said = [verdict.reason]
    if rule.in_force(day):
        if rule.standing:
            said.append("La date de début n'est pas connue.")
        elif not rule.since.exact:
            said.append(f"Début donné seulement comme « {rule.since.french} » : jour exact à vérifier.")
        if day > rule.checked_on:
            said.append(f"Dernière règle connue, droit vérifié au {in_french(rule.checked_on)}.")
    elif day > rule.checked_on and verdict.applies is None:
        said.append(f"Droit vérifié au {in_french(rule.checked_on)}.")
    return " ".join(said)
