"""Does a rule concern this kind of place, this size, these districts? Decided with what is known alone."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from maillage.law.book import Rule

if TYPE_CHECKING:
    from maillage.law.answers import Facts

EVERYWHERE = {"SP-2", "SP-3", "PD-1", "FI-1", "FI-2", "FI-3", "FI-4", "FI-5", "FI-6", "FI-7", "ST-1", "ST-2"}
ALSO_COUNCIL_OF_EPCI = {"CL-6", "CL-7", "CL-15", "CL-16", "CL-17", "GT-1", "GT-2", "GT-3", "GL-1", "GL-2"}
IF_COUNCIL_EXISTS = {
    "CL-2",
    "CL-3",
    "CL-6",
    "CL-7",
    "CL-15",
    "CL-16",
    "CL-17",
    "GT-1",
    "GT-2",
    "GT-3",
    "GL-1",
    "GL-2",
}
DRIFT = 0.015  # a commune's population may move by this share a year: ours, stated in the reason
LEGAL_LAG = 3  # the population in force in year Y is the one counted for Y - 3
QPV_BEGIN, QPV_LIST_BEGIN = date(2015, 1, 1), date(2024, 1, 1)


@dataclass(frozen=True)
class Verdict:
    """Yes, no or unknown, and why."""

    applies: bool | None
    reason: str


def concern(rule: Rule, facts: "Facts", day: date, cispd: bool | None) -> Verdict | None:
    """The verdict from the place alone; None when nothing in the place stands against the rule."""
    if rule.departments:
        return _departments(rule, facts)
    if rule.id in EVERYWHERE:
        return None
    if facts.kind != "commune":
        return _not_a_commune(rule, facts)
    if rule.id == "CL-14":
        return _cispd(cispd)
    if rule.id in ("CL-5", "CL-8"):
        return _council(int(rule.value), facts, day, cispd)
    if rule.id in ("CL-9", "CL-10") or (rule.id == "CD-1" and isinstance(rule.value, int)):
        return _size(int(rule.value), facts, day)
    if rule.id in IF_COUNCIL_EXISTS:
        return Verdict(True, "La règle vaut pour le conseil de la commune, s'il existe.")
    return None


def _departments(rule: Rule, facts: "Facts") -> Verdict | None:
    if facts.department in rule.departments:
        return None
    return Verdict(
        None, "Chaque préfecture fixe sa règle chaque année : celle de ce département n'a pas été lue."
    )


def _not_a_commune(rule: Rule, facts: "Facts") -> Verdict:
    if facts.kind == "epci":
        if rule.id in ALSO_COUNCIL_OF_EPCI:
            return Verdict(None, "Vaut pour un CISPD, si l'EPCI a la compétence : Maillage ne le sait pas.")
        return Verdict(False, "La règle concerne la commune, non l'EPCI.")
    if facts.successor:
        return Verdict(None, f"Cette commune n'existe plus seule : demandez la commune {facts.successor}.")
    if facts.kind == "district":
        return Verdict(False, "La règle concerne la commune entière, non un arrondissement.")
    return Verdict(False, "La règle concerne les communes.")


def _cispd(cispd: bool | None) -> Verdict | None:
    if cispd is None:
        return Verdict(None, "Maillage ne sait pas si un CISPD existe ici.")
    return None if cispd else Verdict(False, "Aucun CISPD ne couvre la commune.")


def _size(threshold: int, facts: "Facts", day: date) -> Verdict:
    if facts.population is None:
        return Verdict(
            None, f"La population n'est pas connue ; le seuil est de {_thousands(threshold)} habitants."
        )
    margin = DRIFT * abs(min(day.year, facts.population_year + LEGAL_LAG) - facts.population_year - LEGAL_LAG)
    said = f"{_thousands(facts.population)} habitants (population {facts.population_year})"
    if margin and abs(facts.population - threshold) <= margin * threshold:
        return Verdict(
            None, f"{said}, trop près du seuil de {_thousands(threshold)} pour en juger en {day.year}."
        )
    if facts.population > threshold:
        return Verdict(True, f"{said}, plus de {_thousands(threshold)}.")
    return Verdict(False, f"{said}, {_thousands(threshold)} au plus.")


def _council(threshold: int, facts: "Facts", day: date, cispd: bool | None) -> Verdict:
    if cispd:
        return Verdict(False, "Un CISPD couvre la commune : le conseil communal est facultatif.")
    size, area = _size(threshold, facts, day), _area(facts, day)
    reason = f"{size.reason} {area.reason}"
    if size.applies or area.applies:
        return Verdict(True, f"{reason} Facultatif si un CISPD couvre la commune.")
    return Verdict(None if size.applies is None or area.applies is None else False, reason)


def _area(facts: "Facts", day: date) -> Verdict:
    if day < QPV_BEGIN:
        if facts.zus:
            return Verdict(True, "Une zone urbaine sensible (décret de 1996, rapproché par le nom).")
        return Verdict(False, "Aucune zone urbaine sensible au décret de 1996.")
    if day >= QPV_LIST_BEGIN:
        count = len(facts.qpv)
        if count:
            return Verdict(
                True, f"{count} quartier{'s' if count > 1 else ''} prioritaire{'s' if count > 1 else ''}."
            )
        return Verdict(False, "Aucun quartier prioritaire (liste de 2024).")
    if facts.qpv or facts.zus:
        return Verdict(None, "La liste des quartiers prioritaires de 2015 n'a pas été lue.")
    return Verdict(
        False, "Ni quartier prioritaire en 2024 ni zone urbaine sensible en 1996 (liste de 2015 non lue)."
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
