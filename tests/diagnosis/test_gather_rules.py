"""Plausibility, deadlines, periods: tables of cases. The pair of 1997 must be doubted."""

import datetime

import pytest

from maillage.diagnosis.intake import series
from maillage.diagnosis.rules import deadlines, plausibility, yardsticks
from maillage.diagnosis.rules.deadlines import Request
from maillage.diagnosis.rules.plausibility import Asked, Elsewhere
from maillage.diagnosis.vocabulary.gathered import DoubtKind, Frequency, Point, Yardstick
from maillage.kernel import BadInput

NOTE = "Relevé trimestriel des chefs d'établissement, depuis 2019."
DUE = datetime.date(2026, 4, 15)


def points(*rows):
    return [
        Point(line, *row[:4], exposed=row[4] if len(row) > 4 else None) for line, row in enumerate(rows, 2)
    ]


def kinds(rows, *, asked=Asked(), note=NOTE, others=()):
    return {row.kind for row in plausibility.examine(points(*rows), asked=asked, note=note, others=others)}


PAIR = [("1997", "Collège A", "usage de stupéfiants", 1), ("1997", "Collège B", "trafic de stupéfiants", 1)]


def test_the_pair_of_1997_is_doubted_for_its_missing_readings_alone():
    """One case of use, one of dealing, in two collèges, though a quarterly collection existed."""
    found = plausibility.examine(points(*PAIR), asked=Asked(Frequency.QUARTERLY), note="")
    assert {row.kind for row in found} == {DoubtKind.GAPS, DoubtKind.NO_NOTE}
    assert "aucun relevé" in next(row.words for row in found if row.kind is DoubtKind.GAPS)


def test_the_pair_of_1997_is_implausibly_low_once_a_yardstick_is_known():
    """The yardstick is ours, invented for the test: 60 cases for 10 000 pupils elsewhere."""
    yards = (Yardstick("Usage de stupéfiants", 60, 10_000, "essai"),)
    found = plausibility.examine(
        points(*PAIR), asked=Asked(Frequency.QUARTERLY, 20_000, "élèves", yards), note=NOTE
    )
    low = [row for row in found if row.kind is DoubtKind.LOW]
    assert [row.subject for row in low] == ["usage de stupéfiants, 1997"]
    assert "environ 120" in low[0].words
    assert "1 pour 20\u202f000 élèves" in low[0].words


@pytest.mark.parametrize(("count", "doubted"), [(0, True), (1, True), (8, True), (31, False), (60, False)])
def test_low_needs_both_chance_and_a_quarter_of_what_is_expected(count, doubted):
    asked = Asked(exposed=10_000, yardsticks=(Yardstick("a", 60, 10_000, "essai"),))
    assert (DoubtKind.LOW in kinds([("2024", "", "a", count)], asked=asked)) is doubted


def test_a_small_population_is_never_too_low_by_chance():
    asked = Asked(exposed=100, yardsticks=(Yardstick("a", 60, 10_000, "essai"),))
    assert not kinds([("2024", "", "a", 0)], asked=asked)


@pytest.mark.parametrize(("own", "doubted"), [(0, True), (30, False)])
def test_a_place_far_below_the_others_of_the_file(own, doubted):
    rows = [("2024", f"lieu {n}", "a", 40, 1000) for n in range(6)] + [("2024", "ici", "a", own, 1000)]
    found = plausibility.among_places(points(*rows))
    assert bool(found) is doubted
    assert all("ici" in row.subject for row in found)


def test_few_places_are_not_compared():
    rows = [("2024", f"lieu {n}", "a", 40, 1000) for n in range(3)] + [("2024", "ici", "a", 0, 1000)]
    assert not plausibility.among_places(points(*rows))


@pytest.mark.parametrize(
    ("before", "after", "doubted"),
    [(100, 20, True), (20, 100, True), (100, 60, False), (2, 9, False), (0, 0, False), (0, 60, True),
     (1000, 1900, False), (1000, 2100, True)],
)  # fmt: skip
def test_jumps(before, after, doubted):
    rows = [("2023", "", "a", before), ("2024", "", "a", after)]
    assert (DoubtKind.JUMP in kinds(rows)) is doubted


def test_months_are_compared_with_the_same_month_not_with_the_one_before():
    rows = [("2024-07", "", "a", 10), ("2024-08", "", "a", 200)]
    assert DoubtKind.JUMP not in kinds(rows)
    assert DoubtKind.JUMP in kinds([("2023-08", "", "a", 10), ("2024-08", "", "a", 200)])


@pytest.mark.parametrize(
    ("periods", "frequency", "doubted"),
    [(["2024-T1", "2024-T2", "2024-T3", "2024-T4"], Frequency.QUARTERLY, False),
     (["2024-T1"], Frequency.QUARTERLY, True), (["2024"], Frequency.QUARTERLY, True),
     (["2024"], Frequency.YEARLY, False), (["2024"], Frequency.NONE, False),
     (["2024-01"], Frequency.MONTHLY, True)],
)  # fmt: skip
def test_missing_readings(periods, frequency, doubted):
    rows = [(period, "", "a", 5) for period in periods]
    assert (DoubtKind.GAPS in kinds(rows, asked=Asked(frequency))) is doubted


@pytest.mark.parametrize(("theirs", "doubted"), [(60, True), (14, False), (10, False), (13, False)])
def test_contradiction(theirs, doubted):
    other = Elsewhere("Réseau", tuple(points(("2024", "Collège A", "Violences", theirs))), 7)
    found = plausibility.contradictions(points(("2024", "collège A", "violences", 10)), [other])
    assert bool(found) is doubted
    assert all(row.against == 7 for row in found)


@pytest.mark.parametrize(("note", "doubted"), [("", True), ("ok", True), (NOTE, False)])
def test_method_note(note, doubted):
    assert (DoubtKind.NO_NOTE in kinds([("2024", "", "a", 5)], note=note)) is doubted


def test_a_long_series_is_told_without_end():
    rows = [(str(1950 + n), f"{m}", f"a{m}", 100 * (n % 2)) for n in range(40) for m in range(20)]
    found = plausibility.examine(points(*rows), asked=Asked(), note=NOTE)
    assert 0 < len(found) <= plausibility.SHOWN


@pytest.mark.parametrize(
    ("on", "step"),
    [("2026-04-07", None), ("2026-04-08", -7), ("2026-04-15", -7), ("2026-04-16", None),
     ("2026-04-22", 7), ("2026-06-30", 7)],
)  # fmt: skip
def test_reminders(on, step):
    row = Request(1, "expected", datetime.date(2026, 3, 2), DUE)
    found = deadlines.reminder(row, datetime.date.fromisoformat(on))
    assert (found.step if found else None) == step


@pytest.mark.parametrize("state", ["received", "partial", "refused", "to_ask"])
def test_no_reminder_to_one_who_answered(state):
    assert deadlines.reminder(Request(1, state, None, DUE), DUE + datetime.timedelta(days=30)) is None


def test_no_reminder_for_a_request_made_the_same_week():
    assert deadlines.reminder(Request(1, "expected", DUE, DUE), DUE) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [("2024", "2024"), ("2023/2024", "2023-2024"), ("2024-03", "2024-03"), ("03/2024", "2024-03"),
     ("mars 2024", "2024-03"), ("Août 2024", "2024-08"), ("T1 2024", "2024-T1"), ("2024-T4", "2024-T4"),
     ("2024-03-01 00:00:00", "2024-03"), ("2024-13", ""), ("hier", ""), ("2024/2030", ""), ("", "")],
)  # fmt: skip
def test_periods(text, period):
    assert series.period(text) == period


def test_yardsticks_are_read_and_written_back():
    rows = yardsticks.parse("usage ; 60 ; 10 000 ; enquête d'essai\n")
    assert yardsticks.typed(rows) == (Yardstick("usage", 60, 10_000, "enquête d'essai"),)
    assert yardsticks.parse(yardsticks.written(rows)) == rows


@pytest.mark.parametrize("text", ["usage ; 60", "usage ; x ; 10 ; s", "usage ; 6 ; 0 ; s"])
def test_a_faulty_yardstick_says_its_line(text):
    with pytest.raises(BadInput, match="Ligne 1"):
        yardsticks.parse(text)
