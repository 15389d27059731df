"""Notices, series, who is convened: tables of cases, and what must hold for every date."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.rules import convening, notice, series
from maillage.bodies.vocabulary import Answer, Formation, Motive, Pace
from maillage.institutions.vocabulary import College
from maillage.territory import selectors as territory
from maillage.territory.rules import zone_of

D = datetime.date
DAY = datetime.timedelta(days=1)
PLACES = ("44143", "57463", "67482", "97101", "97209", "97302", "97411", "97502", "97608", "97701", "97801",
          "98611", "98735", "98818")  # fmt: skip
days = st.dates(D(2020, 1, 1), D(2040, 12, 31))
places = st.sampled_from(PLACES)


def around(place, day):
    return territory.public_holidays(place, range(day.year - 1, day.year + 2))


@pytest.mark.parametrize(
    ("meeting", "asked", "working", "place", "last"),
    [
        (D(2026, 11, 12), 15, False, "44143", D(2026, 10, 28)),
        (D(2026, 11, 12), 0, False, "44143", D(2026, 11, 12)),
        (D(2028, 3, 1), 1, False, "44143", D(2028, 2, 29)),  # a leap day counts
        (D(2026, 11, 12), 1, True, "44143", D(2026, 11, 10)),  # the 11th is a holiday
        (D(2026, 12, 28), 1, True, "44143", D(2026, 12, 24)),  # Christmas, then the week-end
        (D(2025, 12, 29), 1, True, "57463", D(2025, 12, 24)),  # Alsace-Moselle: the 26th as well
        (D(2025, 12, 29), 1, True, "44143", D(2025, 12, 26)),
        (D(2027, 3, 29), 1, True, "67482", D(2027, 3, 25)),  # Good Friday in Strasbourg
        (D(2026, 12, 21), 1, True, "97411", D(2026, 12, 18)),  # the 20th, a Sunday, changes nothing
        (D(2024, 12, 23), 1, True, "97411", D(2024, 12, 19)),  # the 20th, a Friday, does in La Réunion
        (D(2026, 5, 25), 2, True, "97209", D(2026, 5, 20)),  # 22 May in Martinique
    ],
)
def test_last_days(meeting, asked, working, place, last):
    holidays = around(place, meeting)
    assert notice.last_day(meeting, asked, working=working, holidays=holidays) == last


@given(days, st.integers(0, 60), st.booleans(), places)
def test_a_convocation_is_on_time_until_its_last_day_and_late_after(meeting, asked, working, place):
    holidays = around(place, meeting)
    last = notice.last_day(meeting, asked, working=working, holidays=holidays)

    def lacking(sent):
        found = notice.verdict(meeting, sent, notice_days=asked, working=working, holidays=holidays)
        assert found.last_day == last and found.on_time is (found.lacking == 0)
        return found.lacking

    assert lacking(last) == 0 and lacking(last - DAY) == 0
    if asked:
        assert lacking(last + DAY) > 0
    assert lacking(meeting) == asked
    assert last <= meeting and (not working or not asked or notice.is_working_day(last, holidays))


@given(days, st.integers(1, 60), places)
def test_working_days_never_leave_less_time_than_days(meeting, asked, place):
    holidays = around(place, meeting)
    calendar = notice.last_day(meeting, asked, working=False, holidays=holidays)
    assert notice.last_day(meeting, asked, working=True, holidays=holidays) <= calendar


@given(days, places)
def test_every_territory_has_at_least_the_common_holidays(day, place):
    common = territory.public_holidays("44143", [day.year])
    assert common <= territory.public_holidays(place, [day.year])


def test_words_of_a_notice():
    found = notice.verdict(D(2026, 11, 12), D(2026, 10, 29), notice_days=15, working=False, holidays=set())
    assert found.words == (
        "Le règlement demande 15 jours : elle devait partir le 28 octobre 2026 ; il manque un jour."
    )
    found = notice.verdict(D(2026, 11, 13), D(2026, 11, 12), notice_days=3, working=True, holidays=set())
    assert "3 jours ouvrés" in found.words and "il manque 2 jours ouvrés" in found.words


def test_clocks_of_territories():
    zones = {place: territory.time_zone(place).key for place in PLACES}
    assert zones["44143"] == zones["57463"] == "Europe/Paris"
    assert zones["97411"] == "Indian/Reunion" and zones["98735"] == "Pacific/Tahiti"
    assert territory.time_zone("reg:04").key == "Indian/Reunion"
    assert territory.time_zone("inconnu").key == zone_of("")
    assert all(ZoneInfo(key) for key in zones.values())


@given(days, st.sampled_from(list(Pace)), places)
def test_a_series_keeps_its_weekday_but_on_holidays(first, pace, place):
    last = first + 400 * DAY
    holidays = around(place, first) | around(place, last)
    rule = series.rhythm(pace, first)
    found = series.days(rule, first, last, holidays)
    assert found and len({row.day for row in found}) == len(found)
    for row in found:
        assert row.wanted.weekday() == first.weekday() and first <= row.wanted <= last
        assert row.day not in holidays and row.moved is (row.wanted in holidays)
        assert row.day.weekday() < 5 or not row.moved
    start = datetime.datetime.combine(first, datetime.time())
    assert first in {moment.date() for moment in rrulestr(rule, dtstart=start).between(
        start, start + DAY, inc=True)}  # fmt: skip


def test_a_series_on_the_second_thursdays_of_2026():
    found = series.days(series.rhythm(Pace.TWO_MONTHS, D(2026, 1, 8)), D(2026, 1, 8), D(2026, 12, 31), set())
    assert [row.day for row in found] == [
        D(2026, 1, 8), D(2026, 3, 12), D(2026, 5, 14), D(2026, 7, 9), D(2026, 9, 10), D(2026, 11, 12)
    ]  # fmt: skip
    held = territory.public_holidays("44143", [2026])
    moved = next(
        row for row in series.days("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TH", D(2026, 1, 8), D(2026, 6, 1), held)
        if row.moved
    )  # fmt: skip
    assert (moved.wanted, moved.day) == (D(2026, 5, 14), D(2026, 5, 15))


@pytest.mark.parametrize(
    ("change", "convened"),
    [
        ({}, True),
        ({"formation": Formation.RESTRICTED}, False),
        ({"formation": Formation.RESTRICTED, "core": True}, True),
        ({"formation": Formation.RESTRICTED, "body_has_core": False}, True),
        ({"formation": Formation.PREPARATORY, "college": College.STATE}, False),
        ({"without_state": True, "college": College.STATE, "core": True}, False),
        ({"without_state": True, "college": College.JUSTICE}, True),
        ({"college": College.STATE}, True),
    ],
)
def test_who_is_convened(change, convened):
    usual = {"formation": Formation.PLENARY, "without_state": False, "college": College.LOCAL, "core": False,
             "body_has_core": True}  # fmt: skip
    assert convening.seat_is_convened(**usual | change) is convened


def test_answers_lack_nothing_or_say_what():
    assert convening.fault_of_answer(Answer.COMING, Motive.NONE, "") == ""
    assert "qui vous représentera" in convening.fault_of_answer(Answer.DEPUTY, Motive.NONE, "  ")
    assert "pourquoi" in convening.fault_of_answer(Answer.EXCUSED, Motive.NONE, "")
    assert convening.fault_of_answer(Answer.EXCUSED, Motive.LEAVE, "") == ""
    assert convening.fault_of_answer(Answer.AWAITED, Motive.LEAVE, "x") != ""


@pytest.mark.parametrize(
    ("sent", "on", "answer", "due"),
    [
        (D(2026, 10, 20), D(2026, 11, 4), Answer.AWAITED, False),
        (D(2026, 10, 20), D(2026, 11, 5), Answer.AWAITED, True),
        (D(2026, 10, 20), D(2026, 11, 12), Answer.AWAITED, True),
        (D(2026, 10, 20), D(2026, 11, 13), Answer.AWAITED, False),
        (D(2026, 10, 20), D(2026, 11, 5), Answer.EXCUSED, False),
        (D(2026, 11, 3), D(2026, 11, 5), Answer.AWAITED, False),
        (None, D(2026, 11, 5), Answer.AWAITED, False),
    ],
)
def test_when_the_silent_are_asked_again(sent, on, answer, due):
    assert convening.is_reminded(sent_on=sent, meeting_day=D(2026, 11, 12), answer=answer, on=on) is due


@pytest.mark.parametrize(
    ("promised", "legal", "meetings", "plenaries", "lacking"),
    [(None, None, 0, 0, 0), (4, None, 1, 0, 3), (None, 1, 3, 0, 1), (2, 1, 2, 0, 1), (2, 1, 3, 1, 0)],
)
def test_what_a_year_lacks(promised, legal, meetings, plenaries, lacking):
    found = convening.YearOf(promised, legal, meetings, plenaries)
    assert found.lacking == lacking and bool(found.words) is (promised is not None or legal is not None)
