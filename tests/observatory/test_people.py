"""People: no name, no person-level figure; departures come from seats, open vacancies still count."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.PEOPLE)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LEFT = {"left": "2025-09-01"}
CASES = {"H3": ("holders", *({**LEFT, "note": known} for known in (True, False, None)), alone)}


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


def figure(name, pilots):
    """The figure for sheets piloted by these people."""
    sheets = [{"sheet": n, "start": "2025-01-01", "pilot": pilot} for n, pilot in enumerate(pilots)]
    told = INDICATORS[name].compute(view_of({"sheets": sheets}, "2026-06-30"))
    return told.row(0, named=True)


@FEW
@given(st.lists(st.integers(1, 6), min_size=2, max_size=30))
def test_fewer_carriers_are_never_more_pilots(pilots):
    merged = [min(pilot, 5) for pilot in pilots]
    assert figure("H1m", merged)["value"] <= figure("H1m", pilots)["value"]
    assert figure("H1", merged)["value"] <= figure("H1", pilots)["value"]
    assert figure("H1t", merged)["yes"] >= figure("H1t", pilots)["yes"]


@FEW
@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_the_smallest_number_of_departures_is_what_a_search_finds(pilots):
    counts = sorted(Counter(pilots).values(), reverse=True)
    least = next(n for n in range(1, len(counts) + 1) if 2 * sum(counts[:n]) >= len(pilots))
    assert figure("H1", pilots)["value"] == least


def test_the_effective_number_does_not_depend_on_the_size_of_the_plan():
    # unbiased: over every way to draw 4 of these sheets, one over the figure is Simpson's index of all
    pool = [1, 1, 1, 2, 2, 3, 3, 4]
    drawn = list(combinations(pool, 4))
    same = [1 / figure("H1m", rows)["value"] if len(set(rows)) < 4 else 0 for rows in drawn]
    assert sum(same) / len(same) == pytest.approx(1 / figure("H1m", pool)["value"])


def test_no_frame_names_a_person_and_none_is_returned():
    for name in NAMES:
        one = INDICATORS[name]
        assert one.level.value != "person"
        assert "pilot" not in one.compute(view_of(one.example.rows, one.example.day)).columns
