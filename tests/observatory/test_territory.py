"""Territory: what is in force on the day, of which contract, and what left."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.TERRITORY)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SHEET = {"contract": 1, "start": "2025-01-01"}


def between(_rows):
    """The contract of these sheets is intercommunal."""
    return {"contracts": [{"contract": 1, "start": "2025-01-01", "intercommunal": True}]}


CASES = {
    "T1": ("sheets", *({**SHEET, "communes": n} for n in (2, 1, None)), between),
    "T2": ("sheets", *({**SHEET, "plan_opinion": known} for known in (True, False, None)), alone),
}


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


def test_a_contract_that_ends_later_is_still_in_force_on_the_day():
    contracts = [{"start": "2024-01-01", "end": end} for end in ("2026-08-01", "2026-01-01")]
    rows = {"partnerships": [{"opened": "2020-01-01"}], "contracts": contracts}
    assert INDICATORS["T3"].compute(view_of(rows, "2026-06-30"))["count"].to_list() == [1]
    assert INDICATORS["T3c"].compute(view_of(rows, "2026-06-30"))["value"].to_list() == [-0.5]


def test_a_council_younger_than_a_year_has_no_yearly_change():
    rows = {"partnerships": [{"opened": "2026-01-01"}], "contracts": [{"start": "2026-02-01"}]}
    assert INDICATORS["T3c"].compute(view_of(rows, "2026-06-30")).height == 0


def test_a_contract_of_one_commune_tells_nothing_of_intercommunality():
    rows = {"contracts": [{"contract": 1, "start": "2025-01-01", "intercommunal": False}],
            "sheets": [{"contract": 1, "start": "2025-01-01", "communes": 1}]}  # fmt: skip
    assert INDICATORS["T1"].compute(view_of(rows, "2026-06-30")).height == 0
