"""A history on one axis: months in order, marks at their place, what is outside left out."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ui.timeline import Bar, Event, Mark, Track, around, months_around, shifted, timeline

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


def drawn(*days, **more):
    marks = [Mark(day, "tenue") for day in days]
    return timeline(first=FIRST, last=LAST, tracks=[Track("Conseil", marks)], **more)


def test_the_first_and_the_last_day_stand_at_the_ends():
    marks = drawn(FIRST, LAST).lines[0].marks
    assert [row.at for row in marks] == ["0.28%", "99.72%"]


def test_what_is_outside_is_left_out():
    outside = datetime.date(2026, 7, 1)
    made = drawn(outside, events=[Event(outside, "élections", "élection")], on=outside)
    assert made.empty and made.today == ""


def test_events_cross_every_track():
    made = drawn(events=[Event(datetime.date(2026, 3, 15), "élections", "élection")])
    assert not made.empty and made.events[0].words == "élections"


def test_six_months_name_each_month_and_a_year_one_in_three():
    assert [row.month for row in drawn().months] == [1, 2, 3, 4, 5, 6]
    year = timeline(first=datetime.date(2025, 7, 1), last=LAST, tracks=[])
    assert [row.month for row in year.months] == [7, 10, 1, 4]


@pytest.mark.parametrize(("months", "wanted"), [(0, (2026, 1)), (-1, (2025, 12)), (12, (2027, 1))])
def test_months_are_counted_across_years(months, wanted):
    assert shifted(datetime.date(2026, 1, 31), months) == datetime.date(*wanted, 1)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), st.integers(0, 24), st.integers(0, 24))
def test_the_window_holds_whole_months_around_the_day(on, before, after):
    first, last = months_around(on, before=before, after=after)
    assert first.day == 1 and (last + datetime.timedelta(days=1)).day == 1
    assert first <= on <= last


def test_a_period_is_cut_at_the_ends_of_the_axis_and_keeps_its_own_dates():
    start, end = datetime.date(2025, 12, 1), datetime.date(2026, 1, 9)
    made = timeline(first=FIRST, last=LAST, tracks=[Track("Pose", bars=[Bar(start, end, "pose")])])
    bar = made.lines[0].bars[0]
    assert (bar.at, bar.width, bar.start, bar.end) == ("0.00%", "4.97%", start, end)
    assert made.periods and not made.empty
    gone = Bar(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31), "avant")
    assert timeline(first=FIRST, last=LAST, tracks=[Track("Pose", bars=[gone])]).empty


@given(st.lists(st.dates(), max_size=5))
def test_an_axis_holds_the_days_that_can_be_shown_by_whole_steps_of_months(days):
    first, last = around(days, on=FIRST)
    known = [day for day in days if datetime.date(1900, 1, 1) <= day <= datetime.date(2199, 12, 31)]
    assert first.day == 1 and (last + datetime.timedelta(1)).day == 1
    assert all(first <= day <= last for day in known)
    assert len(timeline(first=first, last=last, tracks=[]).months) <= 301
