"""What is missing from the records: at random, or what did not happen; what is owed stays."""

import polars as pl
import pytest

from maillage.observatory.vocabulary import FRAMES
from maillage.scenario import generate
from maillage.scenario.regimes import OWED


@pytest.fixture(scope="module")
def complete():
    return generate(count=128, years=2, seed=4)


@pytest.fixture(scope="module")
def mcar():
    return generate(count=128, years=2, seed=4, records="mcar:0.3")


@pytest.fixture(scope="module")
def mnar():
    return generate(count=128, years=2, seed=4, records="mnar:0.3")


def lost(frames, name, where=None):
    rows = frames[name] if where is None else frames[name].filter(where)
    return rows[OWED[name][0]].is_null().mean()


@pytest.mark.parametrize("name", sorted(OWED))
def test_what_is_owed_stays_under_every_regime(complete, mcar, mnar, name):
    assert complete.frames[name].height == mcar.frames[name].height == mnar.frames[name].height


def test_rosters_and_meetings_stay_too(complete, mcar, mnar):
    for name in ("meetings", "attendance", "alerts", "seats"):
        assert complete.frames[name].height == mcar.frames[name].height == mnar.frames[name].height


def test_schemas_and_truth_do_not_change(complete, mcar, mnar):
    for made in (mcar, mnar):
        assert made.truth.equals(complete.truth)
        for name, rows in made.frames.items():
            assert dict(rows.schema) == FRAMES[name].schema, name


@pytest.mark.parametrize("name", ["reviews", "statements", "indicator_values", "controls"])
def test_at_random_three_outcomes_in_ten_are_unknown(mcar, name):
    assert lost(mcar.frames, name) == pytest.approx(0.30, abs=0.03)


@pytest.mark.parametrize("name", ["items", "decisions", "transmissions", "grants", "sheets"])
def test_at_random_three_rows_in_ten_are_lost(complete, mcar, name):
    assert mcar.frames[name].height / complete.frames[name].height == pytest.approx(0.7, abs=0.04)


def test_at_random_a_meeting_goes_with_its_presence(mcar):
    meetings, presence = mcar.frames["meetings"], mcar.frames["attendance"]
    assert meetings["held"].is_null().mean() == pytest.approx(0.3, abs=0.03)
    both = presence.join(meetings.select("meeting", "held"), on="meeting")
    assert (both["present"].is_null() == both["held"].is_null()).all()


def test_what_did_not_happen_is_seldom_written(complete, mnar):
    held = complete.frames["reviews"]["held"]
    seen = mnar.frames["reviews"]["held"].is_not_null()
    assert seen.filter(~held).mean() == pytest.approx(0.3, abs=0.05)
    assert seen.filter(held).mean() == pytest.approx(0.9, abs=0.03)


def test_an_absence_is_seldom_written(complete, mnar):
    present = complete.frames["attendance"]["present"]
    seen = mnar.frames["attendance"]["present"].is_not_null()
    assert seen.filter(~present).mean() == pytest.approx(0.3, abs=0.03)
    assert seen.filter(present).mean() == pytest.approx(0.9, abs=0.03)


def test_half_of_the_dissents_and_most_off_stage_decisions_are_lost(complete, mnar):
    before, after = complete.frames["decisions"], mnar.frames["decisions"]
    off = pl.col("meeting").is_null()
    kept = after.filter(off).height / before.filter(off).height
    assert kept == pytest.approx(0.3 * 0.9, abs=0.08)
    assert after["dissents"].mean() == pytest.approx(before["dissents"].mean() / 2, rel=0.25)


def test_nothing_is_lost_when_nothing_is_said(complete):
    again = generate(count=128, years=2, seed=4, records="mcar:0")
    assert all(rows.equals(complete.frames[name]) for name, rows in again.frames.items())
