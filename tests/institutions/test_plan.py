"""What an import would do, on plain facts: matched, completed, doubtful, rejected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.institutions.rules.plan import Known, KnownInstitution, KnownPerson, KnownPosition, draw
from maillage.institutions.vocabulary import DirectoryRow, DirectorySheet, Fate, Level

DAY = date(2026, 3, 2)
SIRET, OTHER = "21750001600019", "73282932000074"


def institution(identity=1, name="Collège Salvador-Allende", **more):
    given = {"kind": "school", "sector": "education", "college": "state"}
    return KnownInstitution(identity, name, **(given | more))


def person(identity=7, name="Léna Morin", institutions=(1,), **more):
    return KnownPerson(identity, name, institutions=frozenset(institutions), **more)


def position(**more):
    given = {"id": 3, "person": 7, "institution": 1, "title": "Principale", "level": "manager",
             "start": date(2021, 9, 1)}  # fmt: skip
    return KnownPosition(**(given | more))


def plan(*rows, known=None, choices=None):
    sheet = DirectorySheet(tuple(DirectoryRow(at + 2, **row) for at, row in enumerate(rows)))
    return draw(sheet, known or Known(), on=DAY, choices=choices)


def fates(steps):
    return [step.fate for step in steps.values()]


def test_what_is_new_is_created_and_what_is_supposed_is_said():
    found = plan({"institution": "Collège Allende", "person": "Léna Morin", "title": "Principale adjointe"})
    place, somebody, function = found.steps()
    assert (place.values["kind"], place.values["college"]) == ("school", "state")
    assert place.supposed == ["genre : établissement scolaire"]
    assert (function.values["level"], function.values["start"]) == ("middle", DAY)
    assert function.owners == (somebody.key, place.key)
    assert found.moves


def test_a_row_already_there_moves_nothing():
    known = Known([institution()], [person(email="lena@exemple.invalid")], [position()])
    found = plan({"institution": "college salvador allende", "person": "MORIN Léna", "title": "principale"},
                 known=known)  # fmt: skip
    assert fates(found.institutions) + fates(found.people) + fates(found.positions) == [Fate.SAME] * 3
    assert not found.moves


def test_an_institution_is_known_by_its_siret_under_another_name():
    known = Known([institution(siret=SIRET)])
    found = plan({"institution": "Tout autre nom", "siret": "217 500 016 00019"}, known=known)
    assert [step.known for step in found.institutions.values()] == [1]


def test_an_institution_that_was_absorbed_is_known_by_the_name_it_had():
    known = Known([institution(aliases=("Ancien collège fictif",))])
    assert fates(plan({"institution": "Ancien collège fictif"}, known=known).institutions) == [Fate.SAME]


def test_what_the_file_adds_completes_and_an_empty_cell_erases_nothing():
    known = Known([institution(short_name="CSA")], [person(phone="0240")], [position()])
    row = {"institution": "Collège Salvador-Allende", "person": "Léna Morin", "email": "lena@exemple.invalid",
           "title": "Principale", "level": Level.MIDDLE, "may_commit": True}  # fmt: skip
    found = plan(row, known=known)
    place, somebody, function = found.steps()
    assert place.fate is Fate.SAME
    assert somebody.values == {"email": "lena@exemple.invalid"}
    assert [(c.label, c.old, c.new) for c in function.changes] == [
        ("niveau", "responsable", "cadre intermédiaire"), ("peut engager son institution", "vide", "oui"),
    ]  # fmt: skip


def test_a_near_name_is_asked_and_the_answer_is_followed():
    known = Known([institution()])
    row = {"institution": "Collège Salvator Allende"}
    asked = plan(row, known=known)
    doubt = next(iter(asked.doubts.values()))
    assert (doubt.known, doubt.known_name) == (1, "Collège Salvador-Allende")
    assert fates(asked.institutions) == [Fate.CREATED]
    answered = plan(row, known=known, choices={doubt.key: "1"})
    assert fates(answered.institutions) == [Fate.SAME]
    assert fates(plan(row, known=known, choices={doubt.key: "2"}).institutions) == [Fate.CREATED]


def test_a_shared_service_address_is_asked():
    known = Known([institution(email="accueil@exemple.invalid")])
    found = plan({"institution": "Vie scolaire", "service_email": "accueil@exemple.invalid"}, known=known)
    assert len(found.doubts) == 1


def test_a_namesake_elsewhere_is_asked_and_never_taken_for_the_same():
    known = Known([institution(), institution(2, "Parquet")], [person()], [position()])
    found = plan({"institution": "Parquet", "person": "Léna Morin"}, known=known)
    assert fates(found.people) == [Fate.CREATED]
    assert [doubt.is_person for doubt in found.doubts.values()] == [True]


def test_an_address_recognises_a_person_in_a_new_institution():
    known = Known(
        [institution(), institution(2, "Parquet")], [person(email="l@exemple.invalid")], [position()]
    )
    found = plan(
        {"institution": "Parquet", "person": "Léna Morin", "email": "l@exemple.invalid"}, known=known
    )
    assert fates(found.people) == [Fate.SAME]
    assert fates(found.positions) == [Fate.CREATED]
    assert not found.doubts


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"institution": "Parquet", "siret": "12345678901234"}], "clé"),
        ([{"institution": "Collège Salvador-Allende", "siret": OTHER}], "porte le SIRET"),
        ([{"institution": "X", "siret": SIRET}, {"institution": "X", "siret": OTHER}], "deux SIRET"),
        ([{"institution": "Parquet", "person": "Un Autre", "email": "lena@exemple.invalid"}],
         "déjà celle de"),
        ([{"institution": "X", "person": "Un Tel", "email": "a@exemple.invalid"},
          {"institution": "X", "person": "Une Autre", "email": "a@exemple.invalid"}], "deux personnes"),
        ([{"institution": "Collège Salvador-Allende", "person": "Léna Morin", "title": "Principale",
           "end": date(2020, 1, 1)}], "précède le début connu"),
    ],
)  # fmt: skip
def test_what_contradicts_is_rejected_with_its_line_and_creates_nothing(rows, words):
    known = Known([institution(siret=SIRET)], [person(email="lena@exemple.invalid")], [position()])
    if "deux SIRET" in words:
        known = Known()
    found = plan(*rows, known=known)
    assert [(reject.line, words in reject.reason) for reject in found.rejects] == [(len(rows) + 1, True)]
    assert len(found.steps()) <= 3 * (len(rows) - 1)


def test_lines_on_one_institution_make_one_card_that_they_fill_together():
    second = {"institution": "le parquet", "person": "C D", "siret": SIRET, "short_name": "TJ"}
    found = plan({"institution": "Parquet", "person": "A B"}, second)
    (place,) = found.institutions.values()
    assert (place.values["siret"], place.values["short_name"]) == (SIRET, "TJ")
    assert len(found.people) == len(found.positions) == 2


def test_a_function_that_ended_and_begins_again_is_a_new_one():
    ended = position(end=date(2025, 1, 1))
    known = Known([institution()], [person()], [ended])
    row = {"institution": "Collège Salvador-Allende", "person": "Léna Morin", "title": "Principale"}
    assert fates(plan(row, known=known).positions) == [Fate.CREATED]
    assert fates(plan(row | {"end": date(2025, 1, 1)}, known=known).positions) == [Fate.SAME]


def test_who_was_put_away_comes_back_in_plain_sight():
    known = Known([institution(archived=True)], [person(archived=True)])
    found = plan({"institution": "Collège Salvador-Allende", "person": "Léna Morin"}, known=known)
    assert fates(found.institutions) + fates(found.people) == [Fate.CHANGED] * 2
    assert all(step.values == {"archived_on": None} for step in found.steps()[:2])


ROWS = st.lists(
    st.fixed_dictionaries(
        {"institution": st.sampled_from(["Mairie", "mairie", "PJJ", "Protection judiciaire de la jeunesse"])},
        optional={
            "person": st.sampled_from(["Ada Quéré", "QUÉRÉ Ada", "Léna Morin"]),
            "email": st.sampled_from(["", "ada@exemple.invalid", "lena@exemple.invalid"]),
            "title": st.sampled_from(["", "Maire", "Chef", "chef"]),
            "siret": st.sampled_from(["", SIRET, OTHER]),
            "start": st.sampled_from([None, date(2024, 1, 1)]),
            "end": st.sampled_from([None, date(2024, 6, 1), date(2030, 1, 1)]),
        },
    ),
    max_size=6,
)


@given(ROWS)
def test_the_plan_never_uses_a_card_it_does_not_make_and_never_an_address_twice(rows):
    found = plan(*rows)
    for step in found.positions.values():
        somebody, place = step.owners
        assert somebody in found.people
        assert place in found.institutions
    addresses = [step.values["email"] for step in found.people.values() if step.values.get("email")]
    assert len(addresses) == len(set(addresses))
    numbers = [step.values["siret"] for step in found.institutions.values() if step.values.get("siret")]
    assert len(numbers) == len(set(numbers))
