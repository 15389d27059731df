"""Comparison of texts, days of values, scans and signatures: tables of cases and properties."""

import copy
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.contracts.rules import comparison, schedule, signing
from maillage.contracts.vocabulary.life import ChangeKind, Rhythm

SHEET = {
    "id": 7, "number": 1, "title": "Présence du soir", "content": "Deux médiateurs.", "start": "2026-09-01",
    "existed_before": None, "without": {}, "in_objectives": ["1.1.1"],
    "partners": [{"id": 3, "institution": "Collège (fictif)", "pledges": [
        {"id": 4, "deliverable": "signaler", "quantity": "chaque jour", "due_on": "2026-12-01",
         "confirmed_on": "", "on_paper": False}]}],
    "costs": [{"id": 5, "year": 2026, "source": "FIPD", "nature": "personnel", "amount": "6200.00"}],
}  # fmt: skip
TEXT = {
    "contract": {"title": "Stratégie", "end": "2028-12-31"},
    "axes": [{"id": 1, "number": 1, "title": "Prévenir", "priorities": []}], "sheets": [SHEET],
    "words": [], "remarks": ["Fiche 1 : il manque le coût."],
}  # fmt: skip


def changed(change):
    text = copy.deepcopy(TEXT)
    change(text)
    return comparison.compare(TEXT, text)


def test_the_same_text_has_no_change():
    assert comparison.compare(TEXT, copy.deepcopy(TEXT)) == []


def test_a_changed_field_says_what_it_was():
    [row] = changed(lambda text: text["sheets"][0].update(start="2026-10-01"))
    assert (row.kind, row.field, row.before, row.after) == (
        ChangeKind.CHANGED, "début", "1er\u00a0septembre 2026", "1er\u00a0octobre 2026",
    )  # fmt: skip
    assert row.where == "Fiche 1, Présence du soir"


def test_lines_are_added_withdrawn_and_changed_where_they_stand():
    [row] = changed(lambda text: text["sheets"].clear())
    assert (row.kind, row.before, row.after) == (ChangeKind.WITHDRAWN, "Présence du soir", "")
    [row] = changed(lambda text: text["words"].append({"id": 1, "number": 1, "word": "médiation"}))
    assert (row.kind, row.after) == (ChangeKind.ADDED, "médiation")
    [row] = changed(lambda text: text["sheets"][0]["partners"][0]["pledges"][0].update(quantity=""))
    place, partner, pledge = row.where.split(" · ")
    assert (place, partner) == ("Fiche 1, Présence du soir", "partenaire « Collège (fictif) »")
    assert pledge == "engagement « signaler, 1er\u00a0décembre 2026 »"
    assert (row.before, row.after) == ("chaque jour", "")
    [row] = changed(lambda text: text["contract"].update(end="2027-12-31"))
    assert row.where == "Contrat"
    [row] = changed(lambda text: text["sheets"][0]["costs"][0].update(amount="7000.00"))
    assert (row.before, row.after) == ("6200.00", "7000.00")


def test_what_happens_to_a_text_is_no_change_of_it():
    assert changed(lambda text: text["remarks"].clear()) == []
    pledge = "sheets", 0, "partners", 0, "pledges", 0
    assert changed(lambda text: _at(text, pledge).update(confirmed_on="2026-03-02", on_paper=True)) == []


def _at(text, path):
    for step in path:
        text = text[step]
    return text


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)), st.text("abc", min_size=1))
def test_lines_are_matched_by_their_id_whatever_their_order(order, kept, words):
    lines = [{"id": n, "number": n, "word": f"mot {n}", "meaning": "x"} for n in range(4)]
    after = [lines[n] | {"meaning": f"x{words}"} for n in order if n in kept]
    found = comparison.compare({"words": lines}, {"words": after})
    assert sum(row.kind is ChangeKind.CHANGED for row in found) == len(kept)
    assert sum(row.kind is ChangeKind.WITHDRAWN for row in found) == 4 - len(kept)
    back = comparison.compare({"words": after}, {"words": lines})
    assert sum(row.kind is ChangeKind.ADDED for row in back) == 4 - len(kept)


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm.MONTH, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (Rhythm.QUARTER, ["2027-01-31", "2027-04-30"]),
        (Rhythm.YEAR, ["2027-01-31"]),
    ],
)
def test_values_are_asked_on_the_same_day_of_the_month(rhythm, expected):
    first, last = datetime.date(2027, 1, 31), datetime.date(2027, 5, 30)
    assert [str(day) for day in schedule.days(rhythm=rhythm, first=first, last=last)] == expected


def test_own_days_are_sorted_and_faulty_ones_are_told():
    days = [datetime.date(2027, 6, 30), datetime.date(2026, 6, 30), datetime.date(2027, 6, 30)]
    kept = schedule.days(rhythm=Rhythm.OWN, first=days[0], last=days[0], own=days)
    assert kept == [days[1], days[0]]
    for rhythm, first, last, words in (
        (Rhythm.OWN, days[0], days[0], "au moins une date"),
        (Rhythm.MONTH, days[0], days[1], "inversez"),
        (Rhythm.MONTH, datetime.date.min, datetime.date.max, "plus de 60"),
    ):
        with pytest.raises(ValueError, match=words):
            schedule.days(rhythm=rhythm, first=first, last=last)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(9999, 12, 31)), st.sampled_from(list(Rhythm)[:3]))
def test_days_rise_within_their_bounds(first, rhythm):
    last = min(datetime.date.max, first + datetime.timedelta(days=min(900, (datetime.date.max - first).days)))
    days = schedule.days(rhythm=rhythm, first=first, last=last)
    assert days[0] == first and days == sorted(days) and days[-1] <= last


@given(st.binary(max_size=60))
def test_only_three_kinds_of_scans_are_known(content):
    known = content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
    assert bool(signing.scan_kind(content)) == known
    assert bool(signing.scan_fault(content, "x.pdf")) != known


def test_a_text_is_signed_when_everybody_signed_and_never_when_nobody_has_to():
    assert not signing.is_signed(set(), set())
    assert not signing.is_signed({1, 2}, {1, 3})
    assert signing.is_signed({1, 2}, {1, 2, 3})
    assert signing.awaited({1, 2}, {2}) == {1}
