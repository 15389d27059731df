"""Alert: those who still wait are counted, and a group past its term is not bounded."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.ALERT)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ALERT = {"day": "2026-01-10"}
GROUP = {"opened": "2025-09-01", "term": "2026-03-01"}
CASES = {
    "A1m": ("alerts", {**ALERT, "hours": 48.0}, {**ALERT, "acted": False}, {**ALERT, "acted": True}, alone),
    "A2": ("alerts", *({**ALERT, "closed": known} for known in (True, False, None)), alone),
    "A3": ("bounded_groups", *({**GROUP, "prolonged": known} for known in (True, False, None)), alone),
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


@FEW
@given(st.lists(st.floats(0, 400), min_size=5, max_size=12), st.integers(1, 12))
def test_alerts_without_action_never_make_a_partnership_quicker(hours, silent):
    quick = [{"day": "2026-01-10", "hours": spent, "acted": True} for spent in hours]
    slow = [{"day": "2026-01-10", "acted": False}] * silent
    one, two = (
        INDICATORS["A1"].compute(view_of({"alerts": rows}, "2026-06-30"))["value"][0]
        for rows in (quick, [*quick, *slow])
    )
    assert two is None or two >= one


def test_an_action_of_tomorrow_is_still_awaited():
    rows = {"alerts": [{"day": "2026-06-25", "hours": 900.0, "acted": True}]}
    view = view_of(rows, "2026-06-30")
    assert INDICATORS["A1"].compute(view)["value"].to_list() == [None]
    assert INDICATORS["A1m"].compute(view).row(0, named=True)["yes"] == 0


def test_a_term_that_is_ahead_bounds_a_group_and_no_term_never_does():
    rows = {"bounded_groups": [{"opened": "2026-01-01", "term": "2026-12-01"}, {"opened": "2026-01-01"}]}
    told = INDICATORS["A3"].compute(view_of(rows, "2026-06-30")).row(0, named=True)
    assert (told["yes"], told["unknown"], told["total"]) == (1, 0, 2)
