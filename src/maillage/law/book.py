"""Reads the parameters: every rule with its window, its reference and its certainty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from maillage.law.partial import Moment

CERTAINTIES = ("seed", "found", "to_check")
FILES = ("bodies", "information", "nominative", "funding", "contracts")


class LawError(ValueError):
    """A parameter file not to be trusted: value without reference, unknown certainty, reversed window."""


@dataclass(frozen=True)
class Rule:
    """One value of one parameter, from a moment to another (`until` None: still the last known)."""

    id: str
    key: str
    subject: str
    description: str
    unit: str
    value: Any
    since: Moment
    until: Moment | None
    certainty: str
    reference: str
    checked_on: date
    then_unknown: bool = False
    standing: bool = False
    sure_from: date | None = None
    departments: tuple[str, ...] = ()
    doubt: str = ""

    def in_force(self, day: date) -> bool | None:
        """Was this value the law on that day? None when the text gives but a month or year and it matters."""
        began = self.since.reached(day) if not self.standing else (True if day >= self.checked_on else None)
        ended = self.until.passed(day) if self.until else False
        if ended:
            return None if self.then_unknown else False
        if began is False:
            return False
        if began is None or ended is None or (self.sure_from and day < self.sure_from):
            return None
        return True


@dataclass(frozen=True)
class LawOn:
    """The law of one day: `value("clspd_plenieres_par_an")`, or the attribute so named; None when unknown."""

    day: date

    def rule(self, key: str) -> Rule | None:
        """The rule of this parameter surely in force that day. Raises LawError on an unknown parameter."""
        family = [rule for rule in rules() if rule.key == key]
        if not family:
            raise LawError(f"Paramètre de loi inconnu : {key}.")
        return next((rule for rule in family if rule.in_force(self.day)), None)

    def value(self, key: str) -> Any:
        """The value in force that day, None when there is none or when it is not sure."""
        rule = self.rule(key)
        return None if rule is None or rule.certainty == "to_check" else rule.value

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return self.value(key)


def on(day: date) -> LawOn:
    """The law of that day."""
    return LawOn(day)


@cache
def rules() -> tuple[Rule, ...]:
    """Every dated rule, in the order of the files. Raises LawError on a value without reference."""
    return tuple(rule for name in FILES for rule in _read(name))


@cache
def sources() -> tuple[str, ...]:
    """Texts and reports to be shown beside the rules."""
    return tuple(row["title"] for row in _load("sources")["sources"])


def _load(name: str) -> dict[str, Any]:
    text = (resources.files("maillage.law") / "parameters" / f"{name}.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def _read(name: str) -> Iterator[Rule]:
    for key, parameter in _load(name).items():
        for start, entry in parameter["values"].items():
            yield parse(key, parameter, start, entry)


def parse(key: str, parameter: dict[str, Any], start: object, entry: dict[str, Any]) -> Rule:
    """One value of a parameter file as a rule. Raises LawError with the parameter's name and the fault."""
    title = (entry.get("reference") or {}).get("title", "").strip()
    if not title:
        raise LawError(f"{key}, valeur du {start} : il manque la référence.")
    if entry.get("certainty") not in CERTAINTIES:
        raise LawError(f"{key}, valeur du {start} : certitude « {entry.get('certainty')} » inconnue.")
    since, until = Moment.parse(start), Moment.parse(entry["until"]) if "until" in entry else None
    if until and until.last < since.first:
        raise LawError(f"{key}, valeur du {start} : elle finit le {until}, avant de commencer.")
    return Rule(
        entry["rule"],
        key,
        parameter["subject"],
        entry.get("says", parameter["description"]),
        entry.get("unit", parameter["unit"]),
        entry["value"],
        since,
        until,
        entry["certainty"],
        title,
        parameter["checked_on"],
        entry.get("then") == "unknown",
        entry.get("standing", False),
        entry.get("sure_from"),
        tuple(entry.get("departments", ())),
        entry.get("doubt", ""),
    )
