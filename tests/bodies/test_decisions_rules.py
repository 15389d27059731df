"""Wording, lateness, presence, reminders by dates, counts of answers, departures: tables and properties."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.rules import commitments, decisions, handover, questions, reminders, wording
from maillage.bodies.rules.reminders import Promise
from maillage.bodies.vocabulary import CommitmentState, DecisionMode, Question

DUE = datetime.date(2026, 6, 15)
DAYS = st.dates(datetime.date(2023, 1, 1), datetime.date(2030, 12, 31))


def day(distance):
    return DUE + datetime.timedelta(days=distance)


VAGUE = [
    ("passer régulièrement à l'arrêt", "", "rhythm", "régulièrement"),
    (
        "transmettre les faits dans la mesure du possible",
        "6 par an",
        "condition",
        "dans la mesure du possible",
    ),
    ("contribuer à la tranquillité", "chaque mois", "verb", "contribuer"),
    ("s'efforcer de répondre", "chaque mois", "verb", "s'efforcer"),
    ("réparer quelques lampes", "", "amount", "quelques"),
    ("réunir les acteurs concernés", "chaque mois", "who", "les acteurs concernés"),
    ("Améliorer l'éclairage", "6 points", "verb", "Améliorer"),
]


@pytest.mark.parametrize(("deliverable", "quantity", "about", "words"), VAGUE)
def test_vague_words_give_a_remark_with_an_example(deliverable, quantity, about, words):
    found = wording.remarks(deliverable=deliverable, quantity=quantity, due_on=DUE)
    assert [(row.about, row.words) for row in found] == [(about, words)]
    assert words in str(found[0]) and "Par exemple" in str(found[0])


CLEAR = [
    ("tenir la présence à l'arrêt", "4 soirs par semaine"),
    ("prévenir des sorties décalées", "chaque vendredi"),
    ("remettre six points lumineux en service", ""),
    ("transmettre régulièrement les incidents par ligne", "chaque vendredi"),
    ("présenter un bilan annuel", ""),
]


@pytest.mark.parametrize(("deliverable", "quantity"), CLEAR)
def test_what_can_be_checked_gets_no_remark(deliverable, quantity):
    assert wording.is_precise(deliverable=deliverable, quantity=quantity, due_on=DUE)


def test_a_missing_quantity_or_date_is_said_once():
    found = wording.remarks(deliverable="transmettre les incidents")
    assert [row.about for row in found] == ["quantity", "due"]
    found = wording.remarks(deliverable="transmettre prochainement les incidents", quantity="chaque mois")
    assert [row.about for row in found] == ["delay"]


@given(st.text(max_size=120), st.text(max_size=40), st.none() | DAYS)
def test_wording_never_fails_and_never_blocks(deliverable, quantity, due_on):
    for row in wording.remarks(deliverable=deliverable, quantity=quantity, due_on=due_on):
        assert row.advice and row.example


@pytest.mark.parametrize(
    ("distance", "step"),
    [
        (-15, None), (-14, -14), (-10, -14), (-4, -14), (-3, -3), (0, -3), (1, None), (6, None), (7, 7),
        (36, 7), (37, 37), (66, 37), (67, 67), (400, 397),
    ],
)  # fmt: skip
def test_steps_are_fourteen_three_seven_then_every_thirty(distance, step):
    assert reminders.last_step(distance) == step


def due(on, *, state=CommitmentState.OPEN, since=datetime.date(2026, 1, 1), due_on=DUE):
    return reminders.due([Promise(1, state.value, due_on, since)], on)


@pytest.mark.parametrize("state", [row for row in CommitmentState if row is not CommitmentState.OPEN])
def test_what_is_no_longer_awaited_is_never_reminded(state):
    assert not any(due(day(distance), state=state) for distance in range(-20, 200))


def test_a_commitment_without_a_date_is_never_reminded():
    assert due(day(7), due_on=None) == []


def test_a_promise_made_within_a_step_waits_for_the_next():
    assert due(day(-5), since=day(-10)) == []
    assert [row.step for row in due(day(-3), since=day(-10))] == [-3]


@given(DAYS, st.integers(1, 90), st.integers(0, 200))
def test_a_daily_round_writes_each_step_once_and_in_order(due_on, before, after):
    made = due_on - datetime.timedelta(days=before)
    days = [made + datetime.timedelta(days=n) for n in range(before + after + 1)]
    keys = [row.key for on in days for row in due(on, since=made, due_on=due_on)]
    once = [key for key, _ in itertools.groupby(keys)]
    assert len(once) == len(set(once))
    expected = [-d for d in (14, 3) if d < before]
    late = [7 + 30 * n for n in range(after) if 7 + 30 * n <= after]
    assert [int(key.rsplit(":", 1)[1]) for key in once] == expected + late


@given(DAYS, st.integers(-40, 400), st.integers(1, 29))
def test_missed_rounds_never_send_two_steps_at_once(due_on, distance, gap):
    on = due_on + datetime.timedelta(days=distance)
    made = due_on - datetime.timedelta(days=60)
    assert len(due(on, since=made, due_on=due_on)) <= 1
    later = due(on + datetime.timedelta(days=gap), since=made, due_on=due_on)
    assert len(later) <= 1


@given(DAYS, DAYS)
def test_a_new_date_begins_its_steps_again(first, second):
    one = reminders.Reminder(7, first, 7).key
    other = reminders.Reminder(7, second, 7).key
    assert (one == other) is (first == second)


def test_days_late_are_those_of_what_is_awaited():
    late = commitments.days_late
    assert late(due_on=DUE, state="open", on=day(3)) == 3
    assert late(due_on=DUE, state="open", on=DUE) == 0
    assert late(due_on=DUE, state="delivered", on=day(3)) == 0 == late(due_on=None, state="open", on=day(3))


@pytest.mark.parametrize(
    ("state", "shape"),
    [("open", "open"), ("delivered", ""), ("partly", "part"), ("not_delivered", "late"), ("unknown", "wait"),
     ("withdrawn", "no")],
)  # fmt: skip
def test_each_state_has_its_shape(state, shape):
    assert commitments.mark(due_on=DUE, state=state, on=DUE) == shape
    assert commitments.mark(due_on=DUE, state="open", on=day(1)) == "late"


def test_presence_is_known_only_when_something_was_recorded():
    known = decisions.presence(
        bound=[1, 2, 3], attendances={1: ["present"], 2: ["absent", "deputy"]}, convened=[1]
    )
    assert (known.known, known.absent, known.not_convened) == (True, {3}, {3})
    assert not decisions.presence(bound=[1], attendances={1: ["unknown"]}, convened=[1]).known


def test_votes_fit_the_mode():
    fault = decisions.vote_fault
    assert fault(DecisionMode.CONSENSUS, (None, None, None)) == "" == fault(DecisionMode.VOTE, (3, 0, None))
    assert "pour un vote" in fault(DecisionMode.CHAIR, (1, None, None))


def answers(*values):
    return [{question.value: value for question in Question} for value in values]


def test_under_five_answers_nothing_is_shown():
    assert questions.counts(answers(5, 5, 5, 5)) is None
    found = questions.counts(answers(5, 4, 3, 2, None))
    assert [(row.yes, row.partly, row.no, row.silent) for row in found] == [(2, 1, 1, 1)] * 5


@given(st.lists(st.none() | st.integers(1, 5), min_size=5, max_size=40))
def test_every_answer_is_counted_once(values):
    for row in questions.counts(answers(*values)):
        assert row.yes + row.partly + row.no + row.silent == len(values)


START = datetime.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("positions", "archived_on", "left_on", "gone"),
    [
        ([], None, None, False),
        ([(START, None)], None, None, False),
        ([(START, day(-1))], None, None, True),
        ([(START, DUE)], None, None, False),
        ([], None, day(-1), True),
        ([], None, DUE, False),
        ([(START, day(-9)), (day(-5), None)], None, day(-9), False),
        ([(START, None)], DUE, None, True),
    ],
)
def test_who_is_gone(positions, archived_on, left_on, gone):
    assert handover.departed(positions=positions, archived_on=archived_on, left_on=left_on, on=DUE) is gone


@given(DAYS, st.integers(0, 300), st.integers(0, 300))
def test_vacancy_counts_the_days_with_nobody(last, gap, seen):
    arrives, on = last + datetime.timedelta(days=gap), last + datetime.timedelta(days=seen)
    empty = [last + datetime.timedelta(days=n) for n in range(1, seen + 1)]
    assert handover.vacant_days(last_day=last, arrives_on=arrives, on=on) == sum(
        one < arrives for one in empty
    )
    assert handover.vacant_days(last_day=last, arrives_on=None, on=on) == seen
    assert handover.takes_over_on(last_day=last, arrives_on=arrives) > last
