"""Does a rule concern this kind of place, of this size? Decided with what is known, never beyond."""

from datetime import date
from typing import TYPE_CHECKING

from maillage.law.areas import priority_area
from maillage.law.book import Rule
from maillage.law.inhabitants import over
from maillage.law.partial import in_french
from maillage.law.verdict import Verdict

if TYPE_CHECKING:
    from maillage.law.facts import Facts

EVERYWHERE = {"SP-2", "SP-3", "PD-1", "FI-1", "FI-2", "FI-3", "FI-4", "FI-5", "FI-6", "FI-7", "ST-1", "ST-2"}
ALSO_COUNCIL_OF_EPCI = {"CL-6", "CL-7", "CL-15", "CL-16", "CL-17", "GT-1", "GT-2", "GT-3", "GL-1", "GL-2"}
BEFORE_CISPD = {"CL-2", "CL-3"}
IF_COUNCIL_EXISTS = {"CL-2", "CL-3", "CL-4", *ALSO_COUNCIL_OF_EPCI}
OTHER_STATUTE = {"975", "977", "978", "984", "986", "987", "988", "989"}
MAYOTTE, MAYOTTE_IS_DEPARTMENT = ("976", "reg:06"), date(2012, 1, 1)  # during 2011; the day was not read


def concern(rule: Rule, facts: "Facts", day: date, cispd: bool | None) -> Verdict | None:
    """The verdict from the place alone; None when nothing in the place stands against the rule."""
    missing = _not_there(facts, day)
    if missing:
        return missing
    verdict = _place(rule, facts, day, cispd)
    if verdict and verdict.applies is False and facts.kind != "commune":
        return verdict
    return _other_statute(facts, day) or verdict


def _place(rule: Rule, facts: "Facts", day: date, cispd: bool | None) -> Verdict | None:
    if rule.departments:
        return _departments(rule, facts)
    if rule.id in EVERYWHERE:
        return None
    if facts.kind != "commune" and not facts.successor:
        return _not_a_commune(rule, facts, cispd)
    return _commune(rule, facts, day, cispd)


def _commune(rule: Rule, facts: "Facts", day: date, cispd: bool | None) -> Verdict | None:
    if rule.id == "CL-14":
        return _cispd(cispd)
    if rule.id in ("CL-5", "CL-8"):
        return _council(int(rule.value), facts, day, cispd)
    if rule.id in ("CL-9", "CL-10") or (rule.id == "CD-1" and isinstance(rule.value, int)):
        return over(int(rule.value), facts, day)
    if rule.id in IF_COUNCIL_EXISTS:
        return Verdict(True, "La règle vaut pour le conseil de la commune, s'il existe.")
    return None


def _not_there(facts: "Facts", day: date) -> Verdict | None:
    """A commune that had ceased on that day, or had not begun, has no answer of its own."""
    if facts.successor and (facts.ended is None or day >= facts.ended[0]):
        when = f" ({_when(facts.ended)})" if facts.ended else ""
        return Verdict(None, f"Ce territoire n'existe plus seul{when} : demandez {facts.successor}.")
    if facts.began and day < facts.began[1]:
        return Verdict(None, f"Cette commune n'a été créée ou rétablie que {_when(facts.began)}.")
    return None


def _when(span: tuple[date, date]) -> str:
    first, last = span
    if first == last:
        return f"le {in_french(first)}"
    return f"entre le {in_french(first)} et le {in_french(last)}"


def _other_statute(facts: "Facts", day: date) -> Verdict | None:
    place = facts.department or facts.code
    if place.removeprefix("reg:") in OTHER_STATUTE:
        return Verdict(None, "Le droit de cette collectivité d'outre-mer n'a pas été lu.")
    if place in MAYOTTE and day < MAYOTTE_IS_DEPARTMENT:
        return Verdict(None, "Mayotte est un département depuis 2011 : le droit d'avant n'a pas été lu.")
    return None


def _departments(rule: Rule, facts: "Facts") -> Verdict | None:
    if facts.department in rule.departments:
        return None
    return Verdict(
        None, "Chaque préfecture fixe sa règle chaque année : celle de ce département n'a pas été lue."
    )


def _not_a_commune(rule: Rule, facts: "Facts", cispd: bool | None) -> Verdict:
    if facts.kind == "epci":
        return _epci(rule, cispd)
    if facts.kind == "district":
        return Verdict(False, "La règle concerne la commune entière, non un arrondissement.")
    return Verdict(False, "La règle concerne les communes.")


def _epci(rule: Rule, cispd: bool | None) -> Verdict:
    if rule.id in BEFORE_CISPD:
        return Verdict(None, "Le texte de 2002 n'a été lu que pour les communes.")
    if rule.id not in ALSO_COUNCIL_OF_EPCI:
        return Verdict(False, "La règle concerne la commune, non l'EPCI.")
    if cispd is None:
        return Verdict(None, "Vaut pour un CISPD, si l'EPCI a la compétence : Maillage ne le sait pas.")
    return Verdict(cispd, "Vaut pour le CISPD." if cispd else "Aucun CISPD n'est tenu par cet EPCI.")


def _cispd(cispd: bool | None) -> Verdict | None:
    if cispd is None:
        return Verdict(None, "Maillage ne sait pas si un CISPD existe ici.")
    return None if cispd else Verdict(False, "Aucun CISPD ne couvre la commune.")


def _council(threshold: int, facts: "Facts", day: date, cispd: bool | None) -> Verdict:
    if cispd:
        return Verdict(False, "Un CISPD couvre la commune : le conseil communal est facultatif.")
    size, area = over(threshold, facts, day), priority_area(facts, day)
    reason = f"{size.reason} {area.reason}"
    if size.applies or area.applies:
        optional = "" if cispd is False else " Facultatif si un CISPD couvre la commune."
        return Verdict(True, reason + optional)
    return Verdict(None if size.applies is None or area.applies is None else False, reason)
