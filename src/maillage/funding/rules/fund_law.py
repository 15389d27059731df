"""What the law says of a fund on a day: each line with its article, how sure it is, when it was checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage import law
from maillage.funding.vocabulary import FundKind
from maillage.law.book import Rule
from maillage.ui.typography import french_date

KEYS = (
    "fipd_convention",
    "fipd_plafond",
    "fipd_controle",
    "compte_rendu_financier",
    "contrat_engagement_republicain",
)
STATE_FUNDS = frozenset({FundKind.FIPD, FundKind.CITY_POLICY, FundKind.MILDECA})
SURE = {
    "seed": "tiré de l'étude de 2010", "found": "lu dans une source citée", "to_check": "à confirmer",
}  # fmt: skip
PLAN = "plan_departemental"
MONTHS, YEAR_END = 6, (12, 31)


@dataclass(frozen=True)
class LawLine:
    """One rule of the law on a day. `known` False: nobody can say, and `words` says why."""

    id: str
    subject: str
    words: str
    reference: str
    certainty: str
    checked_on: date
    known: bool

    @property
    def checked(self) -> str:
        """« vérifié au 31 décembre 2024 »."""
        return f"vérifié au {french_date(self.checked_on)}"


def lines(kind: FundKind, *, day: date, department: str) -> list[LawLine]:
    """The rules of law of a fund that day; only the FIPD has some of its own."""
    keys = KEYS if kind is FundKind.FIPD else KEYS[3:]
    found = [_line(key, day, department) for key in keys]
    return [row for row in found if row is not None]


def _line(key: str, day: date, department: str) -> LawLine | None:
    rule = _in_force(key, day)
    if key == "fipd_plafond":
        return _ceiling_line(rule, department, day)
    if rule is not None:
        return _said(rule, _words(rule), known=rule.certainty != "to_check")
    last = latest(key, day)
    if last is None:
        return None
    return _said(last, f"{_words(last)} Pas vérifié au {french_date(day)} : à confirmer.", known=False)


def _ceiling_line(rule: Rule | None, department: str, day: date) -> LawLine:
    last = rule or latest("fipd_plafond", day) or _family("fipd_plafond")[0]
    if rule is not None and department in rule.departments:
        return _said(rule, f"La subvention ne dépasse pas {rule.value} % du coût de l'action.", known=True)
    return _said(last, "À renseigner, règle de la préfecture : elle change chaque année.", known=False)


def ceiling(kind: FundKind, *, day: date, department: str) -> Decimal | None:
    """The ceiling of the FIPD in percent of the cost (FI-5): read for two départements, one year only."""
    rule = _in_force("fipd_plafond", day) if kind is FundKind.FIPD else None
    return Decimal(rule.value) if rule is not None and department in rule.departments else None


def convention_rule(day: date) -> LawLine | None:
    """What the grant is written in that day: a convention (FI-2), a decision or a convention (FI-3)."""
    rule = _in_force("fipd_convention", day)
    return _said(rule, _words(rule), known=True) if rule else None


def needs_convention(kind: FundKind, day: date) -> bool | None:
    """Must the grant be a convention? Yes under FI-2; None when no rule read says so."""
    rule = _in_force("fipd_convention", day) if kind is FundKind.FIPD else None
    return True if rule is not None and rule.id == "FI-2" else None


def report_rule(day: date) -> LawLine:
    """The financial report within six months (FI-6), sure from the day it was checked."""
    rule = _in_force("compte_rendu_financier", day)
    last = rule or _family("compte_rendu_financier")[-1]
    words = (
        "Compte rendu financier dans les six mois qui suivent la fin de l'exercice,"
        " avant toute nouvelle demande."
    )
    return _said(last, words, known=rule is not None)


def report_due(end: date) -> date:
    """The last day of the financial report of an action that ends that day: 30 June of the next year."""
    return date(min(end.year + 1, date.max.year), MONTHS, 30)


def republican_rule(day: date) -> LawLine | None:
    """The republican contract asked of associations (FI-7): never affirmed, it was not read in the text."""
    rule = _in_force("contrat_engagement_republicain", day)
    return _said(rule, _words(rule), known=False) if rule else None


def plan_rule(day: date) -> LawLine | None:
    """Local actions are not incompatible with the departmental plan (PD-1)."""
    rule = _in_force(PLAN, day)
    return _said(rule, _words(rule), known=True) if rule else None


def yearly_rule(day: date) -> LawLine | None:
    """The yearly report on the FIPD: of the mayor under FI-2, local since FI-3."""
    return convention_rule(day)


def latest(key: str, day: date) -> Rule | None:
    """The last rule that had begun that day, even when nobody can say that it still holds."""
    begun = [rule for rule in _family(key) if rule.since.reached(day) or rule.standing]
    return begun[-1] if begun else None


def _in_force(key: str, day: date) -> Rule | None:
    return law.on(day).rule(key)


def _family(key: str) -> list[Rule]:
    return [rule for rule in law.rules() if rule.key == key]


def _words(rule: Rule) -> str:
    words = rule.description.rstrip(".")
    if isinstance(rule.value, int):
        words = f"{rule.value} {rule.unit} : {words[0].lower()}{words[1:]}"
    return f"{words}."


def _said(rule: Rule, words: str, *, known: bool) -> LawLine:
    return LawLine(rule.id, rule.subject, words, rule.reference, SURE[rule.certainty], rule.checked_on, known)
