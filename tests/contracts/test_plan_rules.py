"""Eras of instruments, quantities that say something, lateness, sums that foot, the step at work, models."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.contracts.rules import eras, journey, lateness, money
from maillage.contracts.rules.pledges import Promised, only_named, standing, vague_quantity
from maillage.contracts.vocabulary import ContractKind, ContractState, Nature, SheetState, Source
from maillage.contracts.vocabulary.models_of_action import MODELS
from maillage.contracts.vocabulary.plan import PledgeStanding

D = datetime.date


@pytest.mark.parametrize(
    ("kind", "start", "strategy", "said"),
    [
        (ContractKind.CLS, D(2003, 1, 1), False, ""),
        (ContractKind.CLS, D(1995, 1, 1), False, "28 octobre 1997"),
        (ContractKind.CLS, D(2010, 2, 1), None, "gardez le nom"),
        (ContractKind.CLS, D(2015, 1, 1), True, "remplace le contrat local"),
        (ContractKind.CLS_NEW, D(2008, 1, 1), False, ""),
        (ContractKind.CLS_NEW, D(2005, 1, 1), False, "4 décembre 2006"),
        (ContractKind.STSPD, D(2005, 1, 1), False, "octobre 2009"),
        (ContractKind.STSPD, D(2026, 1, 1), True, ""),
        (ContractKind.CAP, D(1986, 1, 1), False, ""),
        (ContractKind.CAP, D(2004, 1, 1), False, "1980 et 1990"),
        (ContractKind.CITY, D(2015, 6, 1), True, ""),
        (ContractKind.CITY, D(2007, 1, 1), False, "2014"),
    ],
)
def test_a_kind_out_of_its_day_is_said(kind, start, strategy, said):
    found = eras.remark(kind=kind, start=start, strategy=strategy)
    assert said in found and bool(found) == bool(said)


@pytest.mark.parametrize("text", ["régulièrement", "quelques points", "selon les moyens", "plusieurs fois"])
def test_a_vague_quantity_is_told_with_a_better_example(text):
    assert "Par exemple" in vague_quantity(text)


@pytest.mark.parametrize("text", ["", "4 soirs par semaine", "chaque vendredi", "six points", "640 élèves"])
def test_a_rhythm_a_number_or_nothing_yet_is_taken(text):
    assert vague_quantity(text) == ""


@pytest.mark.parametrize(
    ("confirmed", "withdrawn", "committed", "stands"),
    [
        (False, False, False, PledgeStanding.TO_CONFIRM),
        (True, False, False, PledgeStanding.CONFIRMED),
        (True, False, True, PledgeStanding.IN_FORCE),
        (True, True, True, PledgeStanding.WITHDRAWN),
    ],
)
def test_where_a_pledge_stands(confirmed, withdrawn, committed, stands):
    row = Promised("x", confirmed, withdrawn, committed)
    assert standing(row) is stands
    assert only_named([row]) is withdrawn
    assert only_named([]) is True


def test_a_step_is_late_after_its_end_until_it_is_reached():
    start, end = D(2026, 3, 1), D(2026, 3, 31)
    late = lateness.milestone_late
    assert late(start=start, end=end, done_on=None, on=end) == 0
    assert late(start=start, end=end, done_on=None, on=D(2026, 4, 3)) == 3
    assert late(start=start, end=None, done_on=None, on=D(2026, 3, 4)) == 3
    assert late(start=start, end=end, done_on=D(2026, 4, 2), on=D(2026, 4, 3)) == 0
    near = lateness.milestone_near
    assert near(start=start, end=end, done_on=None, on=D(2026, 3, 17))
    assert not near(start=start, end=end, done_on=None, on=D(2026, 3, 16))
    assert not near(start=start, end=end, done_on=None, on=D(2026, 4, 1))


@pytest.mark.parametrize("state", list(SheetState))
def test_only_an_action_at_work_is_late_at_its_end(state):
    late = lateness.end_late(end=D(2026, 3, 1), state=state.value, on=D(2026, 3, 11))
    assert late == (10 if state in lateness.ALIVE else 0)
    over = state in lateness.OVER
    assert (lateness.mark(state.value, late=True) == "late") is not over


LINES = st.builds(
    money.Line, year=st.integers(2024, 2029), source=st.sampled_from(Source), nature=st.sampled_from(Nature),
    amount=st.none() | st.decimals(min_value=0, max_value=10**8, places=2), obtained=st.booleans(),
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_every_table_of_cost_foots(lines):
    whole = money.total(lines)
    for parts in (money.by_year(lines), money.by_source(lines), money.by_nature(lines)):
        assert sum((part.total for _, part in parts), Decimal(0)) == whole.total
        assert sum(part.to_price for _, part in parts) == whole.to_price
    assert whole.obtained <= whole.total


@pytest.mark.parametrize(
    ("written", "state", "step"),
    [
        ((0, 0, 0, 0, 0), ContractState.DRAFT, 1),
        ((2, 0, 0, 0, 0), ContractState.DRAFT, 2),
        ((2, 1, 0, 0, 0), ContractState.DRAFT, 3),
        ((2, 1, 1, 0, 0), ContractState.DRAFT, 4),
        ((2, 1, 1, 3, 2), ContractState.DRAFT, 5),
        ((2, 1, 1, 3, 3), ContractState.DRAFT, 6),
        ((2, 1, 1, 3, 0), ContractState.SIGNING, 6),
        ((0, 0, 0, 0, 0), ContractState.IN_FORCE, 7),
    ],
)
def test_the_step_at_work(written, state, step):
    assert journey.current(journey.Progress(*written), state) == step


def test_models_say_what_is_known_and_what_to_localise():
    assert len(MODELS) >= 12
    for key, model in MODELS.items():
        assert key == model.key and len(key) <= 40 and len(model.title) <= 200
        assert "[" in model.content and model.public and len(model.public) <= 200
        assert model.effect and model.sources and model.risks and model.partners
        assert {one.kind.value for one in model.indicators} == {"follow_up", "result"}
        assert not any(char.isdigit() for char in model.effect), "no figure that nobody checked"
