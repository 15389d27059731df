"""The rules of presence and of the quorum, as tables."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.rules import presence as rules
from maillage.bodies.rules.presence import Came, Sitting
from maillage.bodies.rules.quorum import quorum
from maillage.bodies.vocabulary import AttendanceState, CheckIn
from maillage.kernel import BadInput

PRESENT, DEPUTY, EXCUSED = AttendanceState.PRESENT, AttendanceState.DEPUTY, AttendanceState.EXCUSED
SITTING = (
    Sitting(1, "Titulaire", "holder", "manager"),
    Sitting(2, "Suppléante", "deputy", "middle"),
)
TWO = (*SITTING, Sitting(3, "Autre suppléant", "deputy", "first_line"))
START = datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 2, 3)


def minutes(count):
    return START + datetime.timedelta(minutes=count)


@pytest.mark.parametrize(
    ("state", "who", "other", "level", "sitting", "kept"),
    [
        (PRESENT, None, False, "", SITTING, Came(PRESENT, 1, "manager")),
        (PRESENT, 1, False, "", SITTING, Came(PRESENT, 1, "manager")),
        (DEPUTY, None, False, "", SITTING, Came(DEPUTY, 2, "middle")),
        (DEPUTY, 3, False, "", TWO, Came(DEPUTY, 3, "first_line")),
        (DEPUTY, None, True, "first_line", SITTING, Came(DEPUTY, None, "first_line")),
        (PRESENT, None, True, "", (), Came(PRESENT, None, "")),
        (EXCUSED, 1, False, "manager", SITTING, Came(EXCUSED)),
        (AttendanceState.ABSENT, None, True, "manager", SITTING, Came(AttendanceState.ABSENT)),
        (AttendanceState.UNKNOWN, 2, False, "", SITTING, Came(AttendanceState.UNKNOWN)),
    ],
)
def test_who_came_for_a_seat(state, who, other, level, sitting, kept):
    assert rules.came(state=state, who=who, other=other, level=level, sitting=sitting) == kept


@pytest.mark.parametrize(
    ("state", "who", "sitting", "word"),
    [
        (PRESENT, 2, SITTING, "Suppléante est suppléant"),
        (DEPUTY, 1, SITTING, "Titulaire est titulaire"),
        (PRESENT, 9, SITTING, "ne tenait pas ce siège"),
        (DEPUTY, None, TWO, "Dites qui est venu"),
        (PRESENT, None, (), "Dites qui est venu"),
    ],
)
def test_a_line_that_cannot_be_is_said_with_its_cure(state, who, sitting, word):
    with pytest.raises(BadInput, match=word):
        rules.came(state=state, who=who, other=False, level="", sitting=sitting)


@pytest.mark.parametrize(
    ("was", "now", "typed", "writes", "clashes"),
    [
        ("unknown/", "unknown/", "unknown/", False, False),  # left alone
        ("unknown/", "present/p1", "unknown/", False, False),  # left alone, changed by another: theirs stays
        ("unknown/", "unknown/", "present/p1", True, False),
        ("unknown/", "present/p1", "present/p1", False, False),  # both said the same
        ("unknown/", "absent/", "present/p1", True, True),
        ("present/p1", "present/p1", "excused/", True, False),
    ],
)
def test_two_hands_on_a_line(was, now, typed, writes, clashes):
    assert rules.writes(was, now, typed) is writes
    assert rules.clashes(was, now, typed) is clashes


@given(*[st.sampled_from(["unknown/", "absent/", "present/p1", "deputy/omiddle"])] * 3)
def test_what_is_left_alone_never_erases(was, now, typed):
    if typed == was:
        assert not rules.writes(was, now, typed)
    if not rules.clashes(was, now, typed) and rules.writes(was, now, typed):
        assert was == now


@pytest.mark.parametrize(
    ("at", "state", "word"),
    [
        (-31, "convened", CheckIn.EARLY),
        (-30, "convened", CheckIn.OPEN),
        (0, "draft", CheckIn.OPEN),
        (120, "held", CheckIn.OPEN),
        (300, "held", CheckIn.OPEN),
        (301, "held", CheckIn.OVER),
        (10, "cancelled", CheckIn.CLOSED),
        (10, "submitted", CheckIn.CLOSED),
        (10, "approved", CheckIn.CLOSED),
    ],
)
def test_when_the_code_answers(at, state, word):
    assert rules.check_in(state=state, starts_at=START, minutes_planned=120, now=minutes(at)) is word


@pytest.mark.parametrize(
    ("state", "today", "word"),
    [
        ("convened", DAY, ""),
        ("draft", DAY + datetime.timedelta(1), ""),
        ("submitted", DAY + datetime.timedelta(40), ""),
        ("convened", DAY - datetime.timedelta(1), "prévue le 03/02/2026"),
        ("approved", DAY, "approuvé"),
        ("cancelled", DAY, "annulée"),
    ],
)
def test_when_presence_is_recorded(state, today, word):
    fault = rules.recording_fault(state=state, day=DAY, today=today)
    assert word in fault
    assert bool(fault) is bool(word)


@pytest.mark.parametrize(
    ("ended", "now", "state", "word"),
    [
        (120, 130, "convened", ""),
        (90, 1440, "held", ""),
        (120, -5, "convened", "n'a pas commencé"),
        (0, 60, "convened", "précède le début"),
        (120, 60, "convened", "à venir"),
        (120, 130, "cancelled", "annulée"),
    ],
)
def test_when_a_meeting_is_held(ended, now, state, word):
    fault = rules.holding_fault(state=state, starts_at=START, ended_at=minutes(ended), now=minutes(now))
    assert word in fault
    assert bool(fault) is bool(word)


@pytest.mark.parametrize(
    ("now", "state", "word"),
    [
        (121, "held", ""),
        (121, "approved", ""),
        (119, "held", "pas finie"),
        (121, "cancelled", "annulée"),
        (121, "draft", "ni convoquée ni tenue"),
    ],
)
def test_when_a_presence_is_declared_late(now, state, word):
    fault = rules.late_fault(state=state, ends_at=minutes(120), now=minutes(now))
    assert word in fault
    assert bool(fault) is bool(word)


@pytest.mark.parametrize(
    ("states", "count"),
    [
        ([], 0),
        (["present", "absent"], 0),
        (["absent", "absent", "excused", "absent"], 2),
        (["absent", "unknown", "absent", "deputy"], 2),
    ],
)
def test_absences_in_a_row(states, count):
    assert rules.absences(states) == count


@pytest.mark.parametrize(
    ("asked", "seats", "voices", "there", "reached"),
    [
        (None, [("deliberative", "present")], 1, 1, None),
        (2, [("deliberative", "present"), ("deliberative", "deputy")], 2, 2, True),
        (2, [("deliberative", "present"), ("advisory", "present")], 1, 1, False),
        (1, [("deliberative", "absent"), ("deliberative", "excused")], 2, 0, False),
        (0, [], 0, 0, True),
    ],
)  # fmt: skip
def test_only_deliberative_voices_make_a_quorum(asked, seats, voices, there, reached):
    found = quorum(asked, seats)
    assert (found.voices, found.there, found.reached) == (voices, there, reached)


def test_seats_are_counted_by_state():
    found = rules.counts(["present", "deputy", "absent", "unknown", "present"])
    assert (found.present, found.deputy, found.excused, found.absent, found.unknown) == (2, 1, 0, 1, 1)
    assert (found.there, found.total) == (3, 5)
