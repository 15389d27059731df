"""The law's answers: a table of cases a jurist can extend, and what must hold for every place and day."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maillage import law
from maillage.law.partial import Moment
from maillage.territory.intake import reference
from maillage.territory.intake.reference import PlaceFacts

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
DAYS = st.dates(date(1985, 1, 1), date(2035, 12, 31))


def answers(place: str, day: date, cispd: bool | None = None) -> dict[str, law.Answer]:
    facts = reference.place(place)
    assert facts is not None
    return {row.id: row for row in law.answers(facts, day, cispd=cispd)}


@pytest.mark.parametrize("case", CASES, ids=[f"{row['name']} {row['day']}" for row in CASES])
def test_the_table_of_cases(case):
    found = answers(case["place"], case["day"], case.get("cispd"))
    assert {rule: found[rule].applies for rule in case["expect"]} == case["expect"]


def test_every_rule_of_the_reference_is_answered(shared):
    section = (shared / "domain.md").read_text("utf-8").split("## 7.")[1].split("## 8.")[0]
    wanted = set(re.findall(r"^\| ([A-Z]{2}-\d+) \|", section, re.MULTILINE))
    assert len(wanted) > 35
    assert set(answers("44109", date(2026, 1, 1))) == wanted


@pytest.mark.parametrize(
    ("day", "present", "value"),
    [(date(2003, 6, 1), "CL-2", 2), (date(2009, 6, 1), "CL-6", 1), (date(2009, 6, 1), "CL-5", 10000),
     (date(2022, 6, 1), "CL-8", 5000), (date(2015, 6, 1), "CD-1", 50000)],
)  # fmt: skip
def test_values_are_those_of_the_day(day, present, value):
    assert answers("44109", day)[present].value == value


def test_an_answer_names_its_article_its_date_and_its_certainty():
    row = answers("44109", date(2009, 3, 1))["CL-5"]
    assert "L. 2211-4" in row.reference
    assert (row.since, row.until, row.certainty) == ("2007-03-07", "2021-05-26", "seed")
    assert (
        "292\u202f718 habitants (population municipale de 2013, la plus proche de celle de 2006)"
        in row.reason
    )


def test_after_the_last_check_the_last_known_rule_answers_and_says_so():
    row = answers("44109", date(2030, 1, 1))["CL-8"]
    assert row.applies
    assert "vérifié au 31 mars 2024" in row.reason


@given(day=DAYS, code=st.sampled_from(["44109", "01002", "44160", "dep:44", "epci:244400404", "reg:52"]))
def test_what_was_not_checked_never_answers_yes(day, code):
    assert not [row.id for row in answers(code, day).values() if row.certainty == "to_check" and row.applies]


@given(day=DAYS, first=st.integers(0, 3_000_000), more=st.integers(0, 100_000), year=st.integers(2010, 2030))
def test_more_inhabitants_never_remove_a_duty(day, first, more, year):
    def facts(population):
        return PlaceFacts("00001", "Invention", "commune", population, population_year=year)

    small = {row.id: row.applies for row in law.answers(facts(first), day)}
    large = {row.id: row.applies for row in law.answers(facts(first + more), day)}
    order = {False: 0, None: 1, True: 2}
    assert all(order[large[rule]] >= order[small[rule]] for rule in small)


@given(day=DAYS)
def test_a_council_of_several_towns_makes_that_of_one_optional(day):
    facts = reference.place("44109")
    found = {row.id: row.applies for row in law.answers(facts, day, cispd=True)}
    assert found["CL-5"] is not True
    assert found["CL-8"] is not True


@given(day=DAYS)
def test_every_answer_has_a_reason_and_a_reference(day):
    assert all(row.reason and row.reference for row in answers("44143", day).values())


def test_the_parameters_of_a_day_are_read_by_name():
    assert law.on(date(2003, 6, 1)).clspd_plenieres_par_an == 2
    assert law.on(date(2020, 6, 1)).clspd_seuil_population == 10000
    assert law.on(date(2022, 6, 1)).clspd_seuil_population == 5000
    assert law.on(date(2025, 6, 1)).clspd_membres_de_droit is None
    with pytest.raises(law.LawError, match="inconnu"):
        _ = law.on(date(2022, 6, 1)).plenieres_mensuelles


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reference": None}, "référence"),
        ({"certainty": "sans doute"}, "certitude"),
        ({"until": 1990}, "avant"),
    ],
)
def test_a_value_that_cannot_be_trusted_is_refused(change, words):
    from maillage.law.book import parse

    parameter = {"subject": "S", "description": "D", "unit": "u", "checked_on": date(2024, 1, 1)}
    entry = {"value": 1, "rule": "X-1", "certainty": "found", "reference": {"title": "T"}} | change
    with pytest.raises(law.LawError, match=words):
        parse("essai", parameter, 2000, entry)


def test_two_values_of_a_parameter_never_overlap():
    families: dict[str, list] = {}
    for rule in law.rules():
        families.setdefault(rule.key, []).append(rule)
    for rules in families.values():
        for earlier, later in pairwise(rules):
            assert earlier.until is not None
            assert earlier.until.last < later.since.first


@pytest.mark.parametrize(
    ("given_text", "day", "reached"),
    [(2007, date(2006, 12, 31), False), (2007, date(2007, 6, 1), None), (2007, date(2007, 12, 31), True),
     ("2007-07", date(2007, 7, 30), None), ("2007-07-25", date(2007, 7, 25), True)],
)  # fmt: skip
def test_a_date_known_to_the_month_is_not_sure_inside_it(given_text, day, reached):
    assert Moment.parse(given_text).reached(day) is reached


@pytest.mark.parametrize(("day", "words"), [
    (date(2009, 3, 1), "Début donné seulement comme « 2007 » : jour exact à vérifier"),
    (date(2007, 9, 1), "Le texte ne donne que « 2007 » : le jour exact est à vérifier"),
    (date(2006, 9, 1), "Pas encore en vigueur : depuis 2007 seulement"),
])  # fmt: skip
def test_a_start_known_to_the_year_is_said_to_check(day, words):
    row = answers("44109", day)["MI-6"]
    assert words in row.reason
    assert (row.since, row.since_precision) == ("2007", "year")


def test_a_rule_without_a_known_start_gives_none():
    before, after = (answers("44109", date(year, 6, 1))["FI-6"] for year in (2024, 2026))
    assert (before.applies, before.since, before.since_precision) == (None, None, "unknown")
    assert after.applies
    assert "date de début n'est pas connue" in after.reason


def test_a_no_after_the_last_check_says_so_too():
    row = answers("01002", date(2030, 1, 1))["CL-8"]
    assert row.applies is False
    assert "vérifié au 31 mars 2024" in row.reason
    assert "vérifié" not in answers("01002", date(2030, 1, 1))["CL-5"].reason


@pytest.mark.parametrize(("place", "day", "words"), [
    ("79048", date(2021, 4, 27), "5\u202f786 habitants (population municipale de 2018), 10\u202f000 au plus"),
    ("44003", date(2009, 3, 1), "7\u202f474 habitants (population municipale de 2013"),
    ("44003", date(2026, 3, 1), "11\u202f600 habitants (population municipale de 2023)"),
    ("01031", date(2018, 3, 1), "repris de la liste de 2015"),
    ("44109", date(2009, 3, 1), "zone urbaine sensible (décret de 1996"),
    ("44160", date(2026, 3, 1), "le 1er janvier 2019) : demandez 44003"),
    ("01039", date(2026, 3, 1), "entre le 2 janvier 2022 et le 1er janvier 2023"),
])  # fmt: skip
def test_the_reason_names_what_was_counted(place, day, words):
    row = answers(place, day)["CL-8" if day.year > 2021 else "CL-5"]
    assert words in row.reason


def town(population, **facts):
    return PlaceFacts("00001", "Invention", "commune", population, **facts)


@pytest.mark.parametrize(("population", "applies"), [(4_999, False), (5_000, False), (5_001, True)])
def test_a_threshold_is_strictly_more_than(population, applies):
    rows = {row.id: row for row in law.answers(town(population), date(2026, 6, 1))}
    assert rows["CL-8"].applies is applies


def test_a_count_of_another_year_leaves_a_doubt_near_the_threshold():
    here = town(15_100, populations={2018: 14_990})
    found = {
        day: {row.id: row for row in law.answers(here, day)}["CL-9"].applies
        for day in (date(2021, 6, 1), date(2022, 6, 1), date(2026, 6, 1))
    }
    assert list(found.values()) == [False, None, True]


def test_a_commune_grown_by_a_merger_is_not_judged_by_its_present_size():
    merged = (date(2017, 1, 1), date(2017, 1, 1))
    grown = town(30_000, mergers=(merged,), populations={2013: 9_000, 2015: 29_000})
    small = town(6_000, mergers=(merged,))
    unknown = town(30_000, mergers=(merged,))
    day = date(2016, 6, 1)
    found = [{row.id: row for row in law.answers(facts, day)}["CL-5"] for facts in (grown, small, unknown)]
    assert [row.applies for row in found] == [False, False, None]
    assert "une fusion a agrandi la commune (1er janvier 2017)" in found[2].reason


@given(day=DAYS, code=st.sampled_from(["44160", "14666", "epci:200035459", "98818", "97701"]))
def test_a_place_that_has_ceased_or_another_statute_never_has_a_duty(day, code):
    facts = reference.place(code)
    gone = facts.ended is not None and day >= facts.ended[0]
    elsewhere = facts.department in ("977", "988") or (facts.began and day < facts.began[1])
    if gone or elsewhere:
        assert not [row.id for row in law.answers(facts, day) if row.applies]
