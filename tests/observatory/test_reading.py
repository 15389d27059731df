"""The sentences of a reading: few, in order, one a cluster, each with its records and its comparison."""

from datetime import date

import polars as pl
import pytest

from maillage.observatory.indicators.reading import read
from maillage.observatory.rules import reading as rules
from maillage.observatory.rules import sentences
from maillage.observatory.vocabulary import Direction, Kind, Unit
from tests.observatory.readings import indicator, law, shares, sound

BEFORE = date(2025, 6, 30)


def found(name, direction="weakness", p=0.001, comparison="sisters", cluster="", asserted=True):
    return rules.Found(name, cluster, comparison, direction, p, p, asserted)


def test_two_weaknesses_at_most_and_the_law_first():
    rows = [found("A", p=1e-9), found("B", p=0.04, comparison="law"), found("C", p=1e-5)]
    choice = rules.choose(rows)
    assert [row.indicator for row in choice.weaknesses] == ["B", "A"]
    assert [row.indicator for row in choice.looks] == ["C"]


def test_one_sentence_a_cluster_whatever_it_says():
    rows = [
        found("C1", cluster="joint"), found("C2", p=0.01, cluster="joint"),
        found("C7", "better", comparison="past", cluster="joint"), found("X", p=0.03, asserted=False),
    ]  # fmt: skip
    choice = rules.choose(rows)
    assert [row.indicator for row in choice.weaknesses] == ["C1"]
    assert choice.change is None
    assert [row.indicator for row in choice.looks] == ["X"]


def test_what_is_only_to_look_at_is_unlikely_enough_and_tells_what_chance_gives():
    rows = [
        found(name, p=p, asserted=False)
        for name, p in zip("ABCDE", (0.2, 0.05, 0.04, 0.03, 0.02), strict=True)
    ]
    choice = rules.choose(rows)
    assert [row.indicator for row in choice.looks] == ["E", "D", "C"]
    assert rules.by_chance(choice) == pytest.approx(5 * 0.04)
    text = sentences.look([(indicator("A"), row_of(2, 20))], 2.1, 40)
    assert "environ deux chiffres sur 40" in text
    assert "sans rien affirmer" in text


def row_of(yes, total, unknown=0):
    return shares("X", [(1, yes, unknown, total + unknown)]).row(0, named=True)


def test_a_weakness_among_sisters_says_records_interval_unknown_and_their_middle_half():
    others = {"low": 0.7, "middle": 0.8, "high": 0.9, "n": 60}
    text = sentences.weakness(indicator("X", fr="Fiches communes"), row_of(7, 20, 2), "sisters", others)
    assert text.startswith("«\u00a0Fiches communes\u00a0» : 35\u00a0% (7 sur 20, intervalle de ")
    assert "même si les 2 cas inconnus étaient tous favorables" in text
    assert "nettement en dessous de ce que font 60 partenariats comparables" in text
    assert "de 70\u00a0% à 90\u00a0%" in text


def test_a_text_is_quoted_with_its_author_and_the_cut_is_said_to_be_ours():
    text = sentences.weakness(law(), row_of(3, 20), "text", None)
    assert "notre traduction" in text
    assert "« La plupart sont seules » (Auteur 2010)" in text


def test_a_share_of_bad_things_is_above():
    one = indicator("X", good=Direction.LOW)
    assert "nettement au-dessus" in sentences.weakness(one, row_of(18, 20), "sisters", None)


def test_a_rhythm_is_told_by_the_years_lived():
    one = indicator("R", kind=Kind.COUNT, unit=Unit.PER_YEAR)
    figure = {"value": 2 / 3, "numerator": 2.0, "denominator": 3.0, "low": 0.1, "high": 2.4, "unknown": 0}
    assert sentences.shown(one, figure) == (
        "0,7\u00a0par an (2 en 3 ans, intervalle de 0,1\u00a0par an à 2,4\u00a0par an)"
    )


SPECS = [indicator("A"), indicator("B"), law("L"), indicator("Z")]


def figures(mine, day=None):
    """Sixty sisters, a thousandth partnership that is read."""
    parts = [sound("A", 60, 20, 30), sound("B", 60, 20, 30), sound("L", 60, 12, 30)]
    own = [shares(name, [(1, *cell)], *([day] if day else [])) for name, cell in mine.items()]
    return pl.concat([*parts, *own])


def test_a_whole_reading():
    now = figures({"A": (2, 0, 30), "B": (30, 0, 30), "L": (3, 0, 30)})
    before = figures({"A": (3, 0, 30), "B": (10, 0, 30), "L": (3, 0, 30)}, BEFORE)
    told = read(now, before, 1, events=["élections municipales (15/03/2026)"], wanted=SPECS)
    kinds = [line["kind"] for line in told["sentences"]]
    assert kinds == ["weakness", "weakness", "strength", "silence"]
    assert [line["indicator"] for line in told["sentences"]] == ["L", "A", "B", None]
    assert told["sentences"][0]["comparator"] == "text"
    assert told["sentences"][1]["numerator"] == 2
    assert "« Part Z »".replace(" Part Z ", "\u00a0Part Z\u00a0") in told["sentences"][-1]["words"]
    assert told["signs"] is None


def test_a_change_names_the_events_and_no_cause():
    now = figures({"A": (20, 0, 30), "B": (24, 0, 30)})
    before = figures({"A": (20, 0, 30), "B": (8, 0, 30)}, BEFORE)
    told = read(now, before, 1, events=["élections municipales (15/03/2026)"], wanted=SPECS)["sentences"]
    change = next(line for line in told if line["kind"] == "change")
    assert change["indicator"] == "B"
    assert "24 sur 30" in change["words"]
    assert "8 sur 30" in change["words"]
    assert "élections municipales (15/03/2026)" in change["words"]
    assert "sans que l'on puisse dire que cela l'explique" in change["words"]
    assert told[0]["words"] == "Aucune faiblesse nette dans ce que disent vos relevés."


def test_without_thirty_sisters_the_page_keeps_silent_about_them():
    alone = shares("A", [(1, 2, 0, 30)])
    told = read(alone, None, 1, wanted=SPECS)["sentences"]
    assert [line["kind"] for line in told] == ["none", "silence"]


def test_signs_are_counted_where_they_can_be_read():
    signs = pl.DataFrame({
        "partnership": [1, 1, 1, 2], "key": ["C1", "C7", "R", "C1"], "met": [True, None, False, True],
        "certainty": [0.9, None, 0.2, 1.0], "words": ["a", "b", "c", "d"],
    })  # fmt: skip
    told = read(shares("A", [(1, 2, 0, 30)]), None, 1, signs=signs, wanted=SPECS)["signs"]
    assert (told["met"], told["of"], told["fired"]) == (1, 2, None)
    assert [row["key"] for row in told["rows"]] == ["C1", "C7", "R"]
