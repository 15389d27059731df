"""Checks on the money: balance, ceiling, share of the State, natures admitted, floor and most."""

from decimal import Decimal

from maillage.contracts.vocabulary import Nature
from maillage.funding.rules.amounts import ZERO, share, total
from maillage.funding.rules.eligibility.facts import Checked, Facts
from maillage.funding.rules.plan import faults, totals
from maillage.funding.vocabulary import Side
from maillage.funding.vocabulary.eligibility import Found, Part
from maillage.ui.typography import euros, percent


def _source(facts: Facts) -> str:
    return facts.fund.source or f"règle du fonds {facts.fund.name} à renseigner"


def _checked(key: str, found: Found, words: str, source: str) -> Checked:
    return Checked(key, found, words, Part.BUDGET, source)


def balance(facts: Facts) -> Checked:
    """Do charges and produits meet?"""
    found = faults(facts.lines)
    if found:
        return _checked("balance", Found.FAILS, " ".join(found), "plan de financement")
    sums = totals(facts.lines)
    return _checked(
        "balance", Found.OK, f"Le plan est équilibré : {euros(sums.expenses)}.", "plan de financement"
    )


def own_share(facts: Facts) -> Checked:
    """Does the sum asked stay under the ceiling of the fund, in percent of the cost without the in-kind?"""
    cost = totals(facts.lines).expenses
    part = share(facts.asked, cost) if facts.asked is not None else None
    if facts.fund.ceiling is None:
        said = f" La demande en couvre {percent(part)}." if part is not None else ""
        words = f"Plafond inconnu : la règle du fonds n'est pas renseignée.{said}"
        return _checked("ceiling", Found.UNKNOWN, words, _source(facts))
    if part is None:
        words = "La part demandée n'est pas connue : il manque le montant ou les charges."
        return _checked("ceiling", Found.UNKNOWN, words, _source(facts))
    return _against("ceiling", "La demande couvre", part, facts)


def state_share(facts: Facts) -> Checked | None:
    """The share of the State in the cost (domain, M2), all its funds together."""
    if not facts.fund.state:
        return None
    sums = totals(facts.lines)
    part = share(_state_money(facts), sums.expenses)
    if part is None:
        return _checked("state", Found.UNKNOWN, "La part de l'État n'est pas connue.", _source(facts))
    if facts.fund.ceiling is None:
        words = f"L'État paierait {percent(part)} du coût ; plafond inconnu."
        return _checked("state", Found.UNKNOWN, words, _source(facts))
    return _against("state", "L'État paierait", part, facts)


def _state_money(facts: Facts) -> Decimal:
    """The State's lines of the plan; the sum asked stands for its own line while it is not written."""
    lines = [row for row in facts.lines if row.side is Side.INCOME and row.state and not row.in_kind]
    written = total(row.planned for row in lines)
    own = any(row.fund == facts.fund.pk for row in lines)
    return written if own else written + (facts.asked or ZERO)


def _against(key: str, subject: str, part: Decimal, facts: Facts) -> Checked:
    ceiling = facts.fund.ceiling or ZERO
    found = Found.OK if part <= ceiling else Found.FAILS
    end = (
        f"sous le plafond de {percent(ceiling)}"
        if found is Found.OK
        else f"pour un plafond de {percent(ceiling)}"
    )
    return _checked(key, found, f"{subject} {percent(part)} du coût, {end}.", _source(facts))


def natures(facts: Facts) -> Checked:
    """Are the natures of expense those that the fund admits?"""
    admitted = {
        Nature.RUNNING: facts.fund.running, Nature.EQUIPMENT: facts.fund.equipment,
        Nature.STAFF: facts.fund.staff,
    }  # fmt: skip
    if None in admitted.values():
        words = "Les natures de dépense admises ne sont pas renseignées."
        return _checked("natures", Found.UNKNOWN, words, _source(facts))
    expenses = [row for row in facts.lines if row.side is Side.EXPENSE and not row.in_kind]
    refused = [
        (word, sum_)
        for word, allowed in admitted.items()
        if not allowed and (sum_ := total(row.planned for row in expenses if row.nature == word.value))
    ]
    if refused:
        said = ", ".join(f"{word.label} ({euros(amount)})" for word, amount in refused)
        return _checked("natures", Found.FAILS, f"Le fonds n'admet pas : {said}.", _source(facts))
    if not expenses or any(not row.nature for row in expenses):
        words = "La nature de certaines charges n'est pas dite : fonctionnement, équipement ou personnel."
        return _checked("natures", Found.UNKNOWN, words, _source(facts))
    return _checked("natures", Found.OK, "Les natures de dépense sont admises.", _source(facts))


def amounts(facts: Facts) -> Checked | None:
    """Is the sum asked between the floor and the most of the fund?"""
    low, high, asked = facts.fund.floor, facts.fund.most, facts.asked
    if low is None and high is None:
        return None
    if asked is None:
        return _checked("amounts", Found.UNKNOWN, "Le montant demandé n'est pas connu.", _source(facts))
    if low is not None and asked < low:
        words = f"{euros(asked)} demandés, au-dessous du minimum de {euros(low)}."
        return _checked("amounts", Found.FAILS, words, _source(facts))
    if high is not None and asked > high:
        words = f"{euros(asked)} demandés, au-dessus du maximum de {euros(high)}."
        return _checked("amounts", Found.FAILS, words, _source(facts))
    return _checked(
        "amounts", Found.OK, f"{euros(asked)} demandés, dans les limites du fonds.", _source(facts)
    )
