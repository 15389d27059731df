"""Who the law seats in a council on a day, in what balance, and who may have it meet.

The dates and the certainty are those of `parameters/bodies.yaml`; `parameters/councils.yaml` has the lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from maillage.law.book import LawError, Rule, on, rules
from maillage.law.partial import in_french

NEEDS = ("always", "designated", "if_competent", "may")
BALANCES = ("", "parity", "half")


@dataclass(frozen=True)
class Member:
    """One line of the law's list. `need`: always, designated, if_competent or may."""

    key: str
    label: str
    need: str
    kinds: tuple[str, ...]
    basis: str
    voice: str
    former: tuple[tuple[str, date], ...] = ()  # what it was called, until which day

    def on(self, day: date) -> "Member":
        """The same member as it was called that day."""
        names = [label for label, until in self.former if day <= until]
        return replace(self, label=names[0]) if names else self


@dataclass(frozen=True)
class Side:
    """A college or a side of a parity; `maybe` are the kinds that the text does not place for sure."""

    key: str
    label: str
    kinds: tuple[str, ...]
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visa:
    """A text that an act on this council cites; `sure` False: to be confirmed before it is signed."""

    text: str
    sure: bool
    since: date | None = None
    until: date | None = None

    def cited_on(self, day: date) -> bool:
        """Is it the text to cite on that day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class CouncilLaw:
    """The list of one council on one day. `sure` False: neither conformity nor its contrary may be said."""

    council: str
    day: date
    sure: bool
    rule: str
    reference: str
    reason: str
    members: tuple[Member, ...] = ()
    balance: str = ""
    counted: str = "members"
    sides: tuple[Side, ...] = ()
    visas: tuple[Visa, ...] = ()

    def member(self, key: str) -> Member | None:
        """The line of that key, or None."""
        return next((row for row in self.members if row.key == key), None)


@dataclass(frozen=True)
class MeetingLaw:
    """How often a council must meet on a day, and who may have it meet. `minimum` None: not known."""

    minimum: int | None
    rule: str
    reference: str
    by_right: str
    by_right_reference: str
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class _List:
    key: str
    councils: tuple[str, ...]
    reference: str
    members: tuple[Member, ...]
    balance: str
    counted: str
    sides: tuple[Side, ...]
    visas: tuple[Visa, ...]


def council(kind: str, day: date) -> CouncilLaw:
    """The law's list for this kind of council (ccpd, clspd, cispd) on that day; empty when none was read."""
    found = [(row, rule) for row in _lists() if kind in row.councils for rule in _rules(row.key)]
    for wanted in (True, None):
        for row, rule in found:
            if rule.in_force(day) is wanted:
                return _of(kind, day, row, rule)
    reason = f"Aucune liste légale n'a été lue pour ce conseil au {in_french(day)}."
    return CouncilLaw(kind, day, False, "", "", reason)


def _of(kind: str, day: date, row: _List, rule: Rule) -> CouncilLaw:
    sure = rule.in_force(day) is True and rule.certainty != "to_check"
    visas = tuple(visa for visa in row.visas if visa.cited_on(day))
    return CouncilLaw(
        kind, day, sure, rule.id, row.reference, _reason(rule, day),
        tuple(member.on(day) for member in row.members), row.balance, row.counted, row.sides, visas,
    )  # fmt: skip


def _reason(rule: Rule, day: date) -> str:
    if rule.certainty == "to_check":
        return (
            f"Depuis le {rule.since.french}, la liste des membres de droit est à confirmer :"
            " ni la conformité ni son contraire ne sont déclarés."
        )
    if rule.in_force(day) is None:
        vague = rule.until if rule.until and day >= rule.until.first else rule.since
        return f"Le texte ne donne que « {vague.french} » : le jour exact du changement est à vérifier."
    late = f" Dernière règle connue, vérifiée au {in_french(rule.checked_on)}."
    return "La liste est celle du texte en vigueur ce jour-là." + (late if day > rule.checked_on else "")


def meetings(kind: str, day: date) -> MeetingLaw:
    """The yearly minimum of plenaries and the right to have the council meet, that day."""
    if kind not in ("clspd", "cispd"):
        return MeetingLaw(None, "", "", "", "")
    book = on(day)
    rule, presence = book.rule("clspd_plenieres_par_an"), book.rule("clspd_presence_membres_de_droit")
    unsure = (f"{presence.description} ({presence.id}).",) if presence else ()
    if rule is None:
        return MeetingLaw(None, "", "", "", "", unsure)
    right = _file()["reunion_de_droit"].get(rule.id, {"who": "", "reference": ""})
    return MeetingLaw(int(rule.value), rule.id, rule.reference, right["who"], right["reference"], unsure)


def _rules(key: str) -> list[Rule]:
    family = [rule for rule in rules() if rule.key == key]
    if not family:
        raise LawError(f"councils.yaml renvoie au paramètre inconnu « {key} ».")
    return family


@cache
def _file() -> dict[str, Any]:
    text = (resources.files("maillage.law") / "parameters" / "councils.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


@cache
def _lists() -> tuple[_List, ...]:
    return tuple(parse(row) for row in _file()["compositions"])


def parse(row: dict[str, Any]) -> _List:
    """One list of the file. Raises LawError without reference, or with a word it does not know."""
    if not row.get("reference", "").strip():
        raise LawError(f"councils.yaml, {row['rule']} : il manque la référence.")
    if row.get("balance", "") not in BALANCES:
        raise LawError(f"councils.yaml, {row['rule']} : équilibre « {row['balance']} » inconnu.")
    sides = tuple(
        Side(key, side["label"], tuple(side["kinds"]), tuple(side.get("maybe", ())))
        for key, side in row.get("groups", {}).items()
    )
    return _List(
        row["rule"], tuple(row["councils"]), row["reference"], tuple(_members(row)),
        row.get("balance", ""), row.get("counted", "members"), sides, tuple(_visas(row)),
    )  # fmt: skip


def _visas(row: dict[str, Any]) -> Iterator[Visa]:
    for line in row["visas"]:
        yield Visa(line["text"], line.get("certainty") != "to_check", line.get("since"), line.get("until"))


def _members(row: dict[str, Any]) -> Iterator[Member]:
    for line in row["members"]:
        if line["need"] not in NEEDS:
            raise LawError(f"councils.yaml, {line['key']} : besoin « {line['need']} » inconnu.")
        yield Member(
            line["key"], line["label"], line["need"], tuple(line["kinds"]), line["basis"], line["voice"],
            tuple((old["label"], old["until"]) for old in line.get("former", ())),
        )  # fmt: skip
