"""The rules of money: tables of cases a jurist can extend, and properties of plans, payments and sums."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.contracts.vocabulary import Nature
from maillage.funding.rules import eligibility, fund_law, grants, life, numbers, reminders
from maillage.funding.rules.amounts import ZERO, share, total
from maillage.funding.rules.eligibility import Facts, FundFacts
from maillage.funding.rules.plan import Line, faults, right_side, totals
from maillage.funding.vocabulary import IN_KIND, INCOMES, Account, FundKind, Purpose, RequestState, Side
from maillage.funding.vocabulary.eligibility import Found
from maillage.kernel import BadInput
from maillage.ui.typography import euros

DAY = datetime.date(2026, 3, 2)
LATER = datetime.date(2026, 9, 1)
MONEY = st.decimals(min_value=0, max_value=9_999_999, places=2)
PAID = st.decimals(min_value=Decimal("0.01"), max_value=9_999_999, places=2)


@st.composite
def lines(draw):
    account = draw(st.sampled_from(Account))
    side = Side.INCOME if account in INCOMES else Side.EXPENSE
    return Line(side, account, draw(MONEY), actual=draw(st.none() | MONEY))


@given(st.lists(lines(), max_size=12), st.randoms(use_true_random=False))
def test_totals_are_exact_whatever_the_order_and_keep_the_in_kind_apart(plan, chance):
    found = totals(plan)
    mixed = list(plan)
    chance.shuffle(mixed)
    assert totals(mixed) == found
    parts = (found.expenses, found.incomes, found.in_kind_expenses, found.in_kind_incomes)
    assert sum(parts) == sum((row.planned for row in plan), ZERO)
    assert found.in_kind_expenses + found.in_kind_incomes == total(
        row.planned for row in plan if row.account in IN_KIND
    )
    assert all(isinstance(part, Decimal) and part == round(part, 2) for part in parts)
    assert found.gap == found.incomes - found.expenses


@given(st.lists(lines(), min_size=1, max_size=8))
def test_a_plan_closed_on_its_gaps_has_no_fault(plan):
    found = totals(plan)
    more = [
        Line(Side.INCOME, Account.A74, max(ZERO, -found.gap)),
        Line(Side.EXPENSE, Account.A60, max(ZERO, found.gap)),
        Line(Side.INCOME, Account.A87, max(ZERO, -found.in_kind_gap)),
        Line(Side.EXPENSE, Account.A86, max(ZERO, found.in_kind_gap)),
    ]
    closed = [*plan, *more]
    assert totals(closed).balanced
    assert not [one for one in faults(closed) if "équilibrez" in one]
    tilted = [*closed, Line(Side.EXPENSE, Account.A60, Decimal("0.01"))]
    assert any("équilibrez" in one for one in faults(tilted))


@given(PAID, st.lists(PAID, max_size=12))
def test_payments_never_exceed_the_grant(granted, asked):
    kept: list[Decimal] = []
    for amount in asked:
        try:
            grants.check_payment(granted, kept, amount)
        except BadInput:
            assert sum(kept, ZERO) + amount > granted
        else:
            kept.append(amount)
    assert grants.room(granted, kept) >= ZERO
    assert isinstance(grants.room(granted, kept), Decimal)


@given(PAID, st.lists(PAID, max_size=12))
def test_what_is_ordered_is_what_came_and_what_is_left(ordered, came):
    repaid = ZERO
    for amount in came:
        try:
            grants.check_repayment(grants.Balance(ordered, repaid), amount)
        except BadInput:
            continue
        repaid += amount
    balance = grants.Balance(ordered, repaid)
    assert balance.left + balance.repaid == ordered and balance.left >= ZERO
    assert replace(balance, waived=True).left == ZERO


@given(granted=PAID, part=st.integers(0, 100), planned=PAID, actual=MONEY)
def test_what_was_not_spent_is_never_more_than_was_paid(granted, part, planned, actual):
    paid = (granted * part / 100).quantize(Decimal("0.01"))
    found = grants.unspent(paid=paid, granted=granted, planned=planned, actual=actual)
    assert ZERO <= found <= paid
    if actual >= planned:
        assert found == max(ZERO, paid - granted)


def test_an_actual_cost_that_is_not_known_suggests_nothing():
    assert grants.unspent(paid=Decimal(5), granted=Decimal(5), planned=Decimal(9), actual=None) is None


@pytest.mark.parametrize(("side", "account", "right"), [
    (Side.EXPENSE, Account.A64, True), (Side.INCOME, Account.A64, False),
    (Side.INCOME, Account.A74, True), (Side.EXPENSE, Account.A74, False), (Side.EXPENSE, Account.A86, True),
])  # fmt: skip
def test_an_account_stands_on_one_side(side, account, right):
    assert right_side(side, account) is right


def fund(**change) -> FundFacts:
    known = {
        "ceiling": Decimal(50), "running": True, "equipment": True, "staff": True, "source": "appel 2026",
    }  # fmt: skip
    return FundFacts(1, "FIPD", FundKind.FIPD, **(known | change))


def plan(**change) -> tuple[Line, ...]:
    expense = Line(Side.EXPENSE, Account.A64, Decimal("20000.00"), Nature.STAFF.value, paid_before=False)
    return (
        replace(expense, **change),
        Line(Side.INCOME, Account.A74, Decimal("10000.00"), fund=1, state=True),
        Line(Side.INCOME, Account.A75, Decimal("10000.00")),
    )


SOUND = Facts(
    on=DAY, fund=fund(), asked=Decimal("10000.00"), lines=plan(), object="Médiation", public="élèves",
    objectives="Passer de 38 % à 25 %", people=120, means="deux médiateurs", evaluation="enquête",
    start=LATER, end=LATER, baseline_known=True, priorities=("Apaiser les trajets",), opinion="favourable",
    association=True, republican=True, plan_law=fund_law.plan_rule(DAY),
    republican_law=fund_law.republican_rule(DAY), report_law=fund_law.report_rule(DAY),
)  # fmt: skip
OK, SEE, FAILS, UNKNOWN = Found.OK, Found.SEE, Found.FAILS, Found.UNKNOWN


def test_a_sound_request_has_nothing_to_mend():
    found = eligibility.verdicts(SOUND)
    assert {row.found for row in found} == {OK} and len(found) == 11
    assert all(row.words.endswith(".") and row.source for row in found)


@pytest.mark.parametrize(("change", "key", "found", "words"), [
    ({"object": " "}, "precise", FAILS, "il manque l'objet."),
    ({"objectives": "Apaiser", "indicators": ""}, "precise", FAILS, "une mesure"),
    ({"people": None, "means": ""}, "precise", FAILS, "le public et son nombre et les moyens"),
    ({"priorities": (), "call_priority": "Jeunes"}, "off_target", SEE, "aucune priorité du contrat"),
    ({"priorities": (), "has_sheet": True}, "off_target", FAILS, "sa fiche n'a pas d'objectif"),
    ({"priorities": ()}, "off_target", FAILS, "rattachée à aucune fiche"),
    ({"individual_equipment": True}, "substitution", FAILS, "équipement individuel"),
    ({"baseline": Decimal(500)}, "substitution", FAILS, "payés avant"),
    ({"lines": plan(paid_before=True)}, "substitution", FAILS, "déjà payés"),
    ({"purpose": Purpose.RUNNING}, "substitution", SEE, "fonctionnement global"),
    ({"baseline_known": None}, "substitution", UNKNOWN, "Inconnu"),
    ({"lines": plan(paid_before=None)}, "substitution", UNKNOWN, "Inconnu"),
    ({"lines": plan(planned=Decimal("20000.01"))}, "balance", FAILS, "dépassent les produits"),
    ({"fund": fund(ceiling=None)}, "ceiling", UNKNOWN, "Plafond inconnu"),
    ({"fund": fund(ceiling=None)}, "state", UNKNOWN, "plafond inconnu"),
    ({"fund": fund(ceiling=Decimal(40))}, "ceiling", FAILS, "pour un plafond de 40"),
    ({"asked": None}, "ceiling", UNKNOWN, "n'est pas connue"),
    ({"fund": fund(staff=False)}, "natures", FAILS, "personnel"),
    ({"fund": fund(staff=None)}, "natures", UNKNOWN, "ne sont pas renseignées"),
    ({"lines": plan(nature="")}, "natures", UNKNOWN, "nature de certaines charges"),
    ({"fund": fund(floor=Decimal(10001))}, "amounts", FAILS, "au-dessous du minimum"),
    ({"fund": fund(most=Decimal(9999))}, "amounts", FAILS, "au-dessus du maximum"),
    ({"fund": fund(floor=Decimal(1))}, "amounts", OK, "dans les limites"),
    ({"start": None}, "calendar", UNKNOWN, "ne sont pas connues"),
    ({"start": DAY}, "calendar", SEE, "avant toute décision"),
    ({"start": datetime.date(2025, 1, 1), "end": datetime.date(2025, 2, 1)}, "calendar", FAILS, "est finie"),
    ({"decided_on": datetime.date(2026, 10, 1)}, "calendar", SEE, "avant la décision"),
    ({"opinion": ""}, "plan", UNKNOWN, "Aucun avis"),
    ({"opinion": "reserved"}, "plan", SEE, "réserves"),
    ({"opinion": "unfavourable"}, "plan", FAILS, "défavorable"),
    ({"republican": None}, "republican", UNKNOWN, "On ne sait pas"),
    ({"republican": False}, "republican", SEE, "à confirmer"),
    ({"reports_due": (("Ancienne", datetime.date(2025, 6, 30)),)}, "report", FAILS, "envoyez-le d'abord"),
    ({"reports_due": (("Ancienne", datetime.date(2026, 6, 30)),)}, "report", SEE, "est dû le"),
])  # fmt: skip
def test_each_check_says_what_it_saw(change, key, found, words):
    rows = {row.key: row for row in eligibility.verdicts(replace(SOUND, **change))}
    assert rows[key].found is found and words in rows[key].words.replace("\u202f", " ")


def test_the_state_s_share_counts_the_sum_asked_while_its_line_is_not_written():
    lines_left = (plan()[0], Line(Side.INCOME, Account.A74, Decimal("4000.00"), fund=2, state=True))
    rows = {row.key: row for row in eligibility.verdicts(replace(SOUND, lines=lines_left))}
    assert rows["state"].found is FAILS and "70" in rows["state"].words


@pytest.mark.parametrize("change", [{"association": False}, {"republican_law": None}])
def test_the_republican_contract_is_asked_of_associations_only(change):
    assert "republican" not in {row.key for row in eligibility.verdicts(replace(SOUND, **change))}


@pytest.mark.parametrize(("department", "day", "ceiling"), [
    ("70", "2024-03-01", 50), ("28", "2024-12-01", 50), ("44", "2024-03-01", None),
    ("70", "2025-03-01", None), ("70", "2023-03-01", None),
])  # fmt: skip
def test_the_ceiling_read_is_that_of_two_departements_in_2024(department, day, ceiling):
    found = fund_law.ceiling(FundKind.FIPD, day=datetime.date.fromisoformat(day), department=department)
    assert found == (None if ceiling is None else Decimal(ceiling))
    assert fund_law.ceiling(FundKind.CAF, day=datetime.date.fromisoformat(day), department=department) is None


@pytest.mark.parametrize(("day", "rule", "needed"), [
    ("2008-06-01", "FI-2", True), ("2019-10-01", "FI-2", True), ("2020-02-01", "FI-3", None),
    ("2006-06-01", None, None),
])  # fmt: skip
def test_the_convention_is_that_of_its_day(day, rule, needed):
    on = datetime.date.fromisoformat(day)
    found = fund_law.convention_rule(on)
    assert (found.id if found else None) == rule
    assert fund_law.needs_convention(FundKind.FIPD, on) is needed
    assert fund_law.needs_convention(FundKind.TOWN, on) is None


@pytest.mark.parametrize(("day", "known"), [("2026-03-02", True), ("2020-03-02", False)])
def test_the_law_lines_say_when_they_are_not_sure(day, known):
    on = datetime.date.fromisoformat(day)
    rows = {row.id: row for row in fund_law.lines(FundKind.FIPD, day=on, department="44")}
    assert rows["FI-6"].known is known and not rows["FI-5"].known
    assert all(row.reference and "vérifié au" in row.checked for row in rows.values())


@pytest.mark.parametrize(("end", "due"), [
    ("2026-12-31", "2027-06-30"), ("2026-01-01", "2027-06-30"), ("9999-12-31", "9999-06-30"),
])  # fmt: skip
def test_the_report_is_due_six_months_after_the_year(end, due):
    assert fund_law.report_due(datetime.date.fromisoformat(end)).isoformat() == due


@pytest.mark.parametrize("text", ["FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189"])
def test_an_iban_loses_its_spaces(text):
    assert numbers.iban(text) == "FR7630006000011234567890189"


@pytest.mark.parametrize("text", ["FR7630006000011234567890188", "12", "FR", "²²", "X" * 200])
def test_a_false_iban_is_named(text):
    with pytest.raises(BadInput, match="n'est pas un IBAN"):
        numbers.iban(text)


def test_an_rna_has_its_form():
    assert numbers.rna(" w442 001234 ") == "W442001234" and numbers.rna("") == ""


def test_every_state_has_its_steps_and_only_decided_ones_have_none():
    without = {state for state in RequestState if not life.steps(state)}
    assert without == {RequestState.GRANTED, RequestState.REFUSED}


@pytest.mark.parametrize(
    ("now", "fields"), [({}, []), ({"object": "b"}, ["object"]), ({"asked": "9.00"}, ["asked"])]
)
def test_what_changed_since_validation_is_compared_field_by_field(now, fields):
    kept = {"object": "a", "asked": "8.00"}
    assert [row.field for row in life.changes(kept, kept | now)] == fields
    assert life.changes({}, now) == []


@pytest.mark.parametrize(("on", "step"), [
    ("2027-05-30", None), ("2027-05-31", -1), ("2027-06-30", -1), ("2027-07-01", None), ("2027-07-15", None),
    ("2027-07-16", 1), ("2028-01-01", 1),
])  # fmt: skip
def test_a_body_is_reminded_once_before_and_once_after(on, step):
    found = reminders.reminder(7, datetime.date(2027, 6, 30), datetime.date.fromisoformat(on))
    assert (found.step if found else None) == step


@given(MONEY)
def test_euros_never_round(amount):
    digits = euros(amount).replace("\u202f", "").removesuffix("€").replace(",", ".")
    assert Decimal(digits) == amount


def test_a_share_of_nothing_is_unknown():
    assert share(Decimal(1), ZERO) is None and share(Decimal(1), Decimal(3)) == Decimal("33.33")
