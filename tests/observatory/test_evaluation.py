"""Evaluation: what was due, not what was written; a decision of tomorrow is not yet one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS, figures
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.EVALUATION)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

VALUE = {"due": "2026-01-10"}
EVALUATED = {"day": "2026-01-10"}
FOUND = {"day": "2026-01-10"}
CASES = {
    "E1": ("indicator_values", *({**VALUE, "filled": known} for known in (True, False, None)), alone),
    "E2": ("reviews", *({**VALUE, "held": known} for known in (True, False, None)), alone),
    "E3": ("evaluations", *({**EVALUATED, "decision": known} for known in (True, False, None)), alone),
    "E6": ("findings", *({**FOUND, "author_owns": known} for known in (True, False, None)), alone),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(data=st.data())
def test_nothing_of_tomorrow_nothing_of_the_neighbour_and_bounds_hold(name, data):
    hold(name, data.draw(records(name)))


@pytest.mark.parametrize("name", sorted(CASES))
@FEW
@given(many=MANY)
def test_an_unknown_widens_and_a_no_never_raises(name, many):
    answers(name, CASES[name], many)


@pytest.mark.parametrize(
    ("name", "frame", "dated"), [("E1", "indicator_values", "filled_on"), ("E2", "reviews", "held_on")]
)
def test_what_is_done_after_the_day_was_unknown_on_the_day(name, frame, dated):
    outcome = dated.removesuffix("_on")
    late = {"due": "2026-05-01", outcome: True, dated: "2026-08-01"}
    told = INDICATORS[name].compute(view_of({frame: [late]}, "2026-06-30")).row(0, named=True)
    assert (told["yes"], told["unknown"], told["total"]) == (0, 1, 1)


def test_a_signature_counts_as_long_as_nothing_was_evaluated():
    rows = {"contracts": [{"start": "2024-01-01", "signed": "2024-06-30"}]}
    never = INDICATORS["E0"].compute(view_of(rows, "2026-06-30"))["value"][0]
    once = {**rows, "evaluations": [{"day": "2026-05-30"}]}
    assert never == pytest.approx(24, abs=0.05)
    assert INDICATORS["E0"].compute(view_of(once, "2026-06-30"))["value"][0] == pytest.approx(1, abs=0.05)


def test_one_record_is_enough_for_a_date():
    rows = {"partnerships": [{"opened": "2020-01-01"}], "diagnoses": [{"day": "2025-06-30"}]}
    assert figures(view_of(rows, "2026-06-30"), ["E4"])["status"].to_list() == ["published"]
