"""The law of councils: a table of cases a jurist can extend, and what holds for every day and every seat."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maillage import law
from maillage.bodies.rules.composition import SeatFact, conformity, proposed_members
from maillage.bodies.vocabulary import BodyKind, SeatBasis, Verdict, Voice
from maillage.institutions.vocabulary import InstitutionKind
from maillage.law import councils

CASES = yaml.safe_load((Path(__file__).parent / "councils.yaml").read_text("utf-8"))
COUNCILS = ("ccpd", "clspd", "cispd")
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
KINDS = st.lists(st.sampled_from([kind.value for kind in InstitutionKind]), max_size=12)


def seats(kinds, voice=Voice.DELIBERATIVE, basis=SeatBasis.LAW):
    return [SeatFact("", kind, voice.value, basis.value) for kind in kinds]


@pytest.mark.parametrize("case", CASES, ids=lambda row: f"{row['council']} {row['day']} {row['verdict']}")
def test_the_table_of_cases(case):
    book = law.council(case["council"], case["day"])
    found = conformity(
        seats(case["seats"]), book, epci_competent=case.get("competent"), towns=case.get("towns")
    )
    assert found.verdict == case["verdict"], found
    assert [gap.key for gap in found.missing] == case.get("missing", [])
    assert [gap.key for gap in found.excess] == case.get("excess", [])
    if "unsure" in case:
        assert [gap.key for gap in found.unsure] == case["unsure"]
    assert found.rule == case.get("rule", found.rule)
    asked = law.meetings(case["council"], case["day"])
    assert asked.minimum == case.get("plenaries", asked.minimum)
    if case.get("right"):
        assert "préfet" in asked.by_right


def test_every_change_has_its_case_a_month_before_and_after():
    tried = {(row["council"], row["day"]) for row in CASES}
    for council, day in (("clspd", date(2007, 7, 25)), ("clspd", date(2024, 3, 23))):
        before = [d for name, d in tried if name == council and 0 < (day - d).days <= 62]
        after = [d for name, d in tried if name == council and 0 < (d - day).days <= 62]
        assert before and after, day


@given(
    council=st.sampled_from(COUNCILS), day=DAYS, kinds=KINDS, competent=st.sampled_from([True, False, None])
)
def test_what_is_not_sure_is_never_declared(council, day, kinds, competent):
    book = law.council(council, day)
    found = conformity(seats(kinds), book, epci_competent=competent)
    if not book.sure:
        assert found.verdict is Verdict.UNKNOWN
        assert not found.missing and not found.excess


@given(day=st.dates(date(2024, 3, 23), date(2035, 1, 1)), kinds=KINDS)
def test_since_march_2024_neither_conformity_nor_its_contrary(day, kinds):
    assert conformity(seats(kinds), law.council("clspd", day)).verdict is Verdict.UNKNOWN


@given(council=st.sampled_from(COUNCILS), day=DAYS, competent=st.booleans())
def test_taking_the_whole_proposal_leaves_no_member_missing(council, day, competent):
    book = law.council(council, day)
    lines = proposed_members(book, epci_competent=competent)
    facts = [SeatFact(row.member_key, row.kind.value, row.voice.value, row.basis.value) for row in lines]
    assert not conformity(facts, book, epci_competent=competent, towns=1).missing


@given(council=st.sampled_from(COUNCILS), day=DAYS, kinds=KINDS, more=KINDS)
def test_one_more_seat_never_makes_a_member_missing(council, day, kinds, more):
    book = law.council(council, day)
    before = {gap.key for gap in conformity(seats(kinds), book).missing}
    after = {gap.key for gap in conformity(seats([*kinds, *more]), book).missing}
    assert after <= before


def test_only_what_the_text_names_is_ticked_at_first():
    lines = proposed_members(law.council("clspd", date(2015, 6, 1)))
    assert [row.member_key for row in lines if row.taken] == ["maire", "prefet", "procureur", "departement"]
    assert all(row.note for row in lines if not row.taken)


def test_the_epci_is_ticked_when_it_has_the_competence():
    lines = proposed_members(law.council("clspd", date(2015, 6, 1)), epci_competent=True)
    assert "epci" in [row.member_key for row in lines if row.taken]


def test_completing_never_proposes_twice_the_same_seat():
    book = law.council("clspd", date(2015, 6, 1))
    held = [SeatFact("prefet", "prefecture", "deliberative", "law"), *seats(["prosecutor", "landlord"])]
    lines = {row.key: row for row in proposed_members(book, seats=held)}
    assert [row.member_key for row in lines.values() if row.taken] == ["maire", "departement"]
    assert lines["associations-landlord"].note == lines["prefet-prefecture"].note == "A déjà un siège."


def test_every_proposed_seat_has_its_article():
    for council in COUNCILS:
        for line in proposed_members(law.council(council, date(2010, 1, 1))):
            assert line.rule == "CL-7" and "D. " in line.article


def test_an_invited_seat_does_not_fill_a_line_of_the_law():
    book = law.council("clspd", date(2015, 6, 1))
    found = conformity(seats(["prosecutor"], basis=SeatBasis.INVITED), book, epci_competent=False)
    assert "procureur" in [gap.key for gap in found.missing]


def test_an_advisory_voice_does_not_count_in_the_parity():
    book = law.council("ccpd", date(1995, 1, 1))
    facts = seats(["town", "town", "prosecutor", "national_police"]) + seats(["court"], Voice.ADVISORY)
    assert conformity(facts, book).verdict is Verdict.CONFORM


@pytest.mark.parametrize("kind", [row for row in BodyKind if row.value not in COUNCILS])
def test_no_text_composes_the_other_bodies(kind):
    book = law.council(kind.value, date(2015, 1, 1))
    assert (book.members, book.sure) == ((), False)


def test_the_file_of_councils_speaks_the_words_of_the_house():
    known = {kind.value for kind in InstitutionKind}
    for row in councils._lists():
        used = {kind for member in row.members for kind in member.kinds}
        used |= {kind for side in row.sides for kind in (*side.kinds, *side.maybe)}
        assert used <= known
        assert all(SeatBasis(member.basis) and Voice(member.voice) for member in row.members)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"reference": " "}, "référence"), ({"balance": "autre"}, "équilibre"),
     ({"members": [{"key": "x", "label": "X", "need": "peut-être", "kinds": [], "basis": "law",
                    "voice": "deliberative"}]}, "besoin")],
)  # fmt: skip
def test_a_list_that_cannot_be_trusted_is_refused(change, words):
    row = {"rule": "essai", "councils": ["clspd"], "reference": "T", "visas": [], "members": []} | change
    with pytest.raises(law.LawError, match=words):
        councils.parse(row)


@pytest.mark.parametrize(
    ("day", "cited", "not_cited"),
    [(date(2010, 1, 1), "D. 2211-2", "132-8"), (date(2013, 1, 1), "L. 132-4", "L. 2211-4"),
     (date(2015, 1, 1), "D. 132-8", "D. 2211-2")],
)  # fmt: skip
def test_the_visas_are_those_of_the_day(day, cited, not_cited):
    text = " ".join(visa.text for visa in law.council("clspd", day).visas)
    assert cited in text and not_cited not in text


def test_today_s_visas_say_which_are_to_be_confirmed():
    assert [visa.sure for visa in law.council("clspd", date(2026, 1, 1)).visas] == [True, False]


@pytest.mark.parametrize(
    ("day", "called"), [(date(2015, 2, 28), "conseil général"), (date(2015, 5, 1), "conseil départemental")]
)
def test_a_member_is_called_as_on_that_day(day, called):
    member = law.council("clspd", day).member("departement")
    assert member.label == f"Le président du {called} ou son représentant"
