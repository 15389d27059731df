"""Had the commune a priority area on a day? ZUS until the end of 2014, then QPV: lists of 2015 and 2024.

Only the decree of 1996 and the list of 2024 were read; of the list of 2015 one knows what that of 2024 kept.
"""

from datetime import date
from typing import TYPE_CHECKING

from maillage.law.verdict import Verdict

if TYPE_CHECKING:
    from maillage.law.facts import Facts

QPV_BEGIN = date(2015, 1, 1)
LIST_OF_2024, LIST_OVERSEAS = date(2024, 1, 1), date(2025, 1, 1)


def priority_area(facts: "Facts", day: date) -> Verdict:
    """Yes, no, or unknown when the list of that day was not read or when a merger came since."""
    verdict = _listed(facts, day)
    grown = any(last > day for _first, last in facts.mergers)
    if facts.kind != "commune":
        return Verdict(None, "Les quartiers de cette ancienne commune ne sont pas connus.")
    if verdict.applies and grown:
        return Verdict(None, "Le quartier peut être sur une commune réunie depuis à celle-ci.")
    return verdict


def _listed(facts: "Facts", day: date) -> Verdict:
    if day < QPV_BEGIN:
        return _sensitive_area(facts)
    if day >= (LIST_OVERSEAS if facts.department.startswith("97") else LIST_OF_2024):
        return _list_of_2024(facts)
    return _list_of_2015(facts)


def _sensitive_area(facts: "Facts") -> Verdict:
    if facts.zus:
        return Verdict(True, "Une zone urbaine sensible (décret de 1996, rapproché par le nom).")
    return Verdict(False, "Aucune zone urbaine sensible au décret de 1996.")


def _list_of_2024(facts: "Facts") -> Verdict:
    count = len(facts.qpv)
    if not count:
        return Verdict(False, "Aucun quartier prioritaire (liste de 2024).")
    ending = "s" if count > 1 else ""
    return Verdict(True, f"{count} quartier{ending} prioritaire{ending} (liste de 2024).")


def _list_of_2015(facts: "Facts") -> Verdict:
    if facts.old_qpv:
        return Verdict(True, "Un quartier prioritaire, repris de la liste de 2015 dans celle de 2024.")
    if facts.qpv or facts.zus:
        return Verdict(None, "La liste des quartiers prioritaires de 2015 n'a pas été lue.")
    return Verdict(
        False, "Ni quartier prioritaire en 2024 ni zone urbaine sensible en 1996 (liste de 2015 non lue)."
    )
