"""Eras, lifecycle, obligations and information owed: decisions true without a computer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.rules import eras, information, lifecycle, obligations
from maillage.bodies.vocabulary import BodyKind, BodyState, Duty, LifeEvent, ObligationState, Rhythm

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kind", "day", "word"),
    [(BodyKind.GPO, date(2009, 3, 1), "2019"), (BodyKind.CCPD, date(2010, 1, 1), "2002"),
     (BodyKind.CLSPD, date(2001, 1, 1), "2002"), (BodyKind.CDDF, date(2006, 1, 1), "2007")],
)  # fmt: skip
def test_a_kind_out_of_its_time_is_explained(kind, day, word):
    said = eras.era_remark(kind, day)
    assert word in said and kind.label in said


@pytest.mark.parametrize("kind", [BodyKind.CLSPD, BodyKind.GLTD, BodyKind.INFORMAL, BodyKind.NATIONAL])
def test_a_kind_in_its_time_calls_no_remark(kind):
    assert eras.era_remark(kind, date(2026, 1, 1)) == ""


def test_a_group_of_the_prosecutor_wants_a_zone_and_a_term():
    assert len(eras.bounds_remarks(BodyKind.GLTD, zone="", term=None)) == 2
    assert eras.bounds_remarks(BodyKind.GPO, zone="Château", term=None) == ()
    assert eras.bounds_remarks(BodyKind.CLSPD, zone="", term=None) == ()


@given(days=st.integers(-400, 400), closed=st.booleans())
def test_a_term_is_past_only_for_what_still_runs(days, closed):
    found = eras.overdue_days(term=DAY - timedelta(days=days), closed=closed, on=DAY)
    assert found == (0 if closed else max(days, 0))


def fault(**change):
    given_ = {
        "state": BodyState.OPEN, "event": LifeEvent.DORMANT, "on": DAY, "last": date(2020, 1, 1),
        "reason": "départ", "account": "", "term": None, "until": None,
    }  # fmt: skip
    return lifecycle.step_fault(**(given_ | change))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"reason": "  "}, "reason"),
        ({"on": date(2019, 1, 1)}, "on"),
        ({"state": BodyState.CLOSED}, "kind"),
        ({"event": LifeEvent.CLOSED}, "account"),
        ({"event": LifeEvent.CLOSED, "account": "fait"}, None),
        ({"event": LifeEvent.PROLONGED}, "until"),
        ({"event": LifeEvent.PROLONGED, "until": DAY}, "until"),
        ({"event": LifeEvent.PROLONGED, "until": date(2027, 1, 1), "term": date(2027, 6, 1)}, "until"),
        ({"event": LifeEvent.PROLONGED, "until": date(2027, 1, 1), "term": date(2026, 1, 1)}, None),
        ({"event": LifeEvent.RESUMED}, "kind"),
        ({"event": LifeEvent.RESUMED, "state": BodyState.DORMANT}, None),
        ({"event": LifeEvent.RESUMED, "state": BodyState.CLOSED}, None),
        ({"event": LifeEvent.OPENED}, "kind"),
        ({"event": LifeEvent.COMPOSED, "reason": ""}, None),
    ],
)
def test_the_steps_of_a_body(change, field):
    found = fault(**change)
    assert (found[0] if found else None) == field


@given(state=st.sampled_from(BodyState), dated=st.booleans())
def test_every_step_offered_can_be_taken(state, dated):
    term = date(2026, 1, 1) if dated else None
    for event in lifecycle.possible_steps(state, dated=dated):
        assert fault(state=state, event=event, account="bilan", term=term, until=date(2030, 1, 1)) is None


def plenaries(**change):
    given_ = {"minimum": 1, "held": [], "planned": [], "year": 2026, "on": DAY}
    return obligations.plenaries(**(given_ | change))


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"held": [date(2026, 2, 1)]}, ObligationState.MET),
        ({"planned": [date(2026, 6, 1)]}, ObligationState.DUE),
        ({}, ObligationState.DUE),
        ({"year": 2025}, ObligationState.MISSED),
        ({"minimum": 2, "held": [date(2026, 1, 5)]}, ObligationState.DUE),
        ({"minimum": 2, "held": [date(2026, 1, 5), date(2026, 2, 5)]}, ObligationState.MET),
    ],
)
def test_the_plenaries_of_a_year(change, state):
    assert plenaries(**change).state is state


def test_a_planned_plenary_gives_its_day():
    assert plenaries(planned=[date(2026, 6, 1)]).on == date(2026, 6, 1)
    assert "1er juin 2026" in plenaries(planned=[date(2026, 6, 1)]).reason


def test_what_is_not_known_is_never_met():
    assert obligations.opening_state(applies=None, open_one=False) is ObligationState.UNKNOWN
    assert obligations.composition_state(sure=False, decided=True) is ObligationState.UNKNOWN


def test_a_body_is_behind_only_after_a_year():
    assert obligations.behind(4, 2, opened=date(2020, 1, 1), on=DAY)
    assert not obligations.behind(4, 2, opened=date(2025, 9, 1), on=DAY)
    assert not obligations.behind(None, 0, opened=date(2020, 1, 1), on=DAY)
    assert not obligations.behind(4, 4, opened=date(2020, 1, 1), on=DAY)


@pytest.mark.parametrize(
    ("duty", "day", "force"),
    [(Duty.OUTCOMES_ASKED, date(2021, 4, 26), True), (Duty.OUTCOMES_ASKED, date(2021, 6, 26), False),
     (Duty.OUTCOMES_SYSTEMATIC, date(2021, 6, 26), True),
     (Duty.OUTCOMES_SYSTEMATIC, date(2024, 4, 23), False),
     (Duty.OUTCOMES_FULL, date(2024, 4, 23), True), (Duty.OUTCOMES_FULL, date(2024, 2, 23), False),
     (Duty.CLOSURES, date(2025, 7, 13), None), (Duty.CLOSURES, date(2025, 5, 13), False),
     (Duty.OFFENCES, date(2007, 6, 1), None), (Duty.PREFECT_REPORT, date(2007, 8, 25), True),
     (Duty.PREFECT_REPORT, date(2007, 6, 25), False)],
)  # fmt: skip
def test_the_duties_of_a_day(duty, day, force):
    assert information.duty_in_force(duty, day) is force


@given(rhythm=st.sampled_from(Rhythm), year=st.integers(1990, 2100))
def test_the_periods_of_a_year_follow_each_other_to_its_end(rhythm, year):
    found = list(information.periods(rhythm, year))
    days = [last for _, last in found]
    assert len(found) == {Rhythm.MONTHLY: 12, Rhythm.QUARTERLY: 4, Rhythm.YEARLY: 1}[rhythm]
    assert days == sorted(set(days)) and days[-1] == date(year, 12, 31)
    assert all((last + timedelta(days=1)).day == 1 for last in days)
    assert len({name for name, _ in found}) == len(found)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_month_later_is_never_more_than_a_month(day):
    later = information.month_after(day)
    assert 28 <= (later - day).days <= 31
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_delays():
    assert information.late_days(expected_on=DAY, received_on=None, on=DAY + timedelta(days=3)) == 3
    assert information.late_days(expected_on=DAY, received_on=DAY - timedelta(days=1), on=DAY) == 0
    assert information.answer_days([]) is None
    assert information.answer_days([(DAY, DAY + timedelta(days=n)) for n in (1, 4, 40)]) == 4
