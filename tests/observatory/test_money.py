"""Money: euros are counted once, an unknown baseline stays in the total, a département pools."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS, figures
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Family
from tests.observatory.invented import MANY, alone, answers, hold, records

NAMES = sorted(name for name, one in INDICATORS.items() if one.family is Family.MONEY)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

GRANT = {"decided": "2026-01-10", "euros": 100.0}
SHEET = {"start": "2025-01-01"}
CONTROL = {"grantee": 1, "day": "2026-01-10"}
REQUEST = {"filed": "2026-01-10", "imprecise": True}
PROMISE = {"made": "2026-01-10"}
REPORT = {"due": "2026-01-10"}
DATED = {**GRANT, "starts": "2026-03-01"}
CASES = {
    "M1": ("grants", *({**GRANT, "substitution": known} for known in (True, False, None)), alone),
    "M3s": ("grants", *({**GRANT, "small": known} for known in (True, False, None)), alone),
    "M5": ("controls", *({**CONTROL, "controlled": known} for known in (True, False, None)), alone),
    "M7": ("requests", *({**REQUEST, "returned": known} for known in (True, False, None)), alone),
    "M8": ("grants", *({**GRANT, "linked": known} for known in (False, True, None)), alone),
    "M9": ("grants", *({**DATED, "notified": day} for day in ("2026-02-01", "2026-04-01", None)), alone),
    "M9b": ("commitments", *({**PROMISE, "visible": known} for known in (True, False, None)), alone),
    "M10": ("fund_reports", *({**REPORT, "on_time": known} for known in (True, False, None)), alone),
    "M11": ("requests", *({**REQUEST, "object_changed": known} for known in (True, False, None)), alone),
    "M12": ("sheets", *({**SHEET, "overlaps": known} for known in (True, False, None)), alone),
    "M14c": ("sheets", *({**SHEET, "communication_only": known} for known in (True, False, None)), alone),
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


def communes(slope, seed=0):
    """Sixty communes of the same size whose money follows need by `slope`."""
    return [
        {"decided": "2026-01-10", "commune": f"C{n}", "need": float(n), "inhabitants": 1000,
         "euros": 1000.0 + slope * n + (n * 37 + seed) % 11}
        for n in range(60)
    ]  # fmt: skip


def test_money_that_follows_need_is_told_from_money_that_is_sprinkled():
    def figure(rows):
        told = view_of({"partnerships": [{"opened": "2020-01-01"}], "grants": rows}, "2026-06-30")
        return INDICATORS["M3m"].compute(told).row(0, named=True)

    flat, steep, again = figure(communes(0)), figure(communes(50)), figure(communes(50))
    assert flat["low"] < 0.01 and flat["high"] < 0.02 < steep["low"] and steep == again


def test_under_twenty_communes_no_index_is_given():
    told = view_of({"partnerships": [{"opened": "2020-01-01"}], "grants": communes(50)[:19]}, "2026-06-30")
    assert INDICATORS["M3m"].compute(told).height == 0


def test_one_big_grant_moves_the_euros_and_not_the_grants():
    small = [{"decided": "2026-01-10", "euros": 1000.0, "substitution": False} for _ in range(9)]
    rows = {"partnerships": [{"opened": "2020-01-01"}],
            "grants": [*small, {**small[0], "euros": 91000.0, "substitution": True}]}  # fmt: skip
    told = figures(view_of(rows, "2026-06-30"), ["M1", "M1e"])["value"].to_list()
    assert told == pytest.approx([0.1, 0.91])


def test_a_row_of_no_euros_is_no_grant():
    rows = {"partnerships": [{"opened": "2020-01-01"}],
            "grants": [{"decided": "2026-01-10", "euros": 0.0, "substitution": True}]}  # fmt: skip
    assert INDICATORS["M1"].compute(view_of(rows, "2026-06-30")).height == 0
