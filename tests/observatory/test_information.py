"""Information: what is not written accuses nobody; what is not due is in no total."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.INFORMATION)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

STATEMENT = {"holder": 1, "due": "2026-03-10"}
REPORT = {"kind": "article_40", "sent": "2025-09-01", "due": "2025-10-01"}
LEAVE = {"kind": "prison_leave", "sent": "2025-09-01", "due": "2025-10-01"}
REQUEST = {"holder": 1, "asked": "2025-09-01", "due": "2025-10-01", "answered": "2025-10-02"}
SIGNAL = {"day": "2026-01-10"}
DUTY = {"article": "MI-4", "due": "2026-01-10"}
REFUSAL = {"kind": "data", "day": "2026-01-10"}
CASES = {
    "I1": ("statements", *({**STATEMENT, "on_time": known} for known in (True, False, None)), alone),
    "I2": ("reports", *({**REPORT, "on_time": known} for known in (True, False, None)), alone),
    "I3": ("data_requests", *({**REQUEST, "outcome": how} for how in ("full", "refused", None)), alone),
    "I4": (
        "data_requests",
        *({**REQUEST, "outcome": "full", "doubtful": known} for known in (True, False, None)),
        alone,
    ),
    "I8": ("signals", *({**SIGNAL, "feedback": known} for known in (True, False, None)), alone),
    "I10": ("refusals", *({**REFUSAL, "motive": why} for why in ("secrecy", "time", None)), alone),
    "I10t": ("refusals", *({**REFUSAL, "motive": why} for why in ("time", "other", None)), alone),
    "I11": ("duties", *({**DUTY, "fulfilled": known} for known in (True, False, None)), alone),
    "I11p": ("reports", {**LEAVE, "answered": "2025-12-01"}, {**LEAVE, "on_time": False}, LEAVE, alone),
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


def test_a_request_in_its_delay_is_in_no_total():
    late = {"holder": 1, "asked": "2026-06-20", "due": "2026-07-20"}
    told = view_of({"partnerships": [{"opened": "2020-01-01"}], "data_requests": [late]}, "2026-06-30")
    assert INDICATORS["I3"].compute(told).height == 0


def test_volume_and_doubtful_series_are_never_judged():
    assert not any(INDICATORS[name].judged for name in ("I4", "I7", "I10", "I3h"))


def test_quarters_under_five_exchanges_are_hidden_even_when_written():
    rows = {
        "partnerships": [{"opened": "2020-01-01"}],
        "tallies": [{"quarter": "2026-01-01", "exchanges": 4}],
    }
    assert INDICATORS["I7"].compute(view_of(rows, "2026-06-30")).height == 0
