"""Likeness, suppositions, numbers, vacancies, who sees what: tables that a reader can extend."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.institutions.rules import guess, identifiers, likeness, posting, sight
from maillage.institutions.rules.vacancy import Held, Vacancy, vacancies
from maillage.institutions.vocabulary import InstitutionKind, Level
from maillage.kernel import Actor, BadInput, Role

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Préfecture de Loire-Atlantique", "prefecture Loire Atlantique", True),
        ("Collège Salvador-Allende", "Collège Salvator Allende", True),
        ("PJJ", "Protection judiciaire de la jeunesse", True),
        ("Mission locale St-Nazaire", "Mission locale de Saint-Nazaire", True),
        ("DUPONT Jeanne", "Mme Jeanne Dupont", True),
        ("Collège Jean-Perrin", "Collège Jean-Macé", False),
        ("Centre social 1", "Centre social 2", False),
        ("Police municipale", "Police nationale", False),
        ("Commissariat de Rezé", "Commissariat de Nantes", False),
        ("", "Mairie", False),
    ],
)
def test_two_names_that_may_be_one(first, second, alike):
    assert likeness.near(first, second) is alike
    assert likeness.near(second, first) is alike
    assert likeness.pairs([(1, first), (2, second)]) == ([(1, 2)] if alike else [])


@given(st.lists(st.sampled_from(["Mairie", "PJJ", "Protection judiciaire de la jeunesse", "Collège Allende",
                                 "College Alende", "Allende collège", "Parquet"]), max_size=8))  # fmt: skip
def test_the_search_finds_the_same_pairs_as_comparing_all_to_all(names):
    slow = [(i, j) for i, a in enumerate(names) for j, b in enumerate(names) if i < j and likeness.near(a, b)]
    assert likeness.pairs(enumerate(names)) == sorted(slow)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Police municipale de Rezé", InstitutionKind.MUNICIPAL_POLICE),
        ("Commissariat de Nantes", InstitutionKind.NATIONAL_POLICE),
        ("Parquet de Nantes", InstitutionKind.PROSECUTOR),
        ("Maison de la justice et du droit", InstitutionKind.JUSTICE_HOUSE),
        ("Tribunal judiciaire de Nantes", InstitutionKind.COURT),
        ("Chambre des commissaires de justice", InstitutionKind.BAILIFF),
        ("SDIS 44", InstitutionKind.FIREFIGHTERS),
        ("Atlantique Habitat", InstitutionKind.LANDLORD),
        ("Collège Pont-Rousseau", InstitutionKind.SCHOOL),
        ("CCI Nantes St-Nazaire", InstitutionKind.CHAMBER),
        ("Ville de Rezé", InstitutionKind.TOWN),
        ("Les Eaux vives", None),
    ],
)
def test_a_name_suggests_a_kind(name, kind):
    assert guess.kind(name) is kind


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Directrice adjointe", Level.MIDDLE),
        ("Directeur", Level.MANAGER),
        ("Adjointe au maire", Level.MANAGER),
        ("Substitut du procureur", Level.MIDDLE),
        ("Procureure de la République", Level.MANAGER),
        ("Gardien-brigadier", Level.FIRST_LINE),
        ("Éducatrice spécialisée", Level.FIRST_LINE),
        ("Bénévole", Level.FIRST_LINE),
        ("Trésorier", None),
    ],
)
def test_a_title_suggests_a_level(title, level):
    assert guess.level(title) is level


@pytest.mark.parametrize(("typed", "kept"), [("", ""), (" 217 500 016 00019 ", "21750001600019")])
def test_a_siret_is_kept_as_fourteen_digits(typed, kept):
    assert identifiers.siret(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [("12345678901234", "clé"), ("217500016", "SIREN"), ("ABC", "14 chiffres"), ("²17500016", "14 chiffres")],
)
def test_a_false_siret_is_refused_with_its_reason(typed, words):
    with pytest.raises(BadInput, match=words):
        identifiers.siret(typed)


def held(title, start, end, institution=1):
    return Held(institution, title, date.fromisoformat(start), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([held("Commissaire", "2020-01-01", "2026-02-28")], [Vacancy(1, "Commissaire", date(2026, 3, 1))]),
        ([held("Commissaire", "2020-01-01", "2026-03-02")], []),  # the last day is held
        ([held("Commissaire", "2020-01-01", "2025-12-31"), held("commissaire", "2026-01-01", None)], []),
        ([held("Commissaire", "2020-01-01", "2025-12-31"), held("Adjoint", "2026-01-01", None)],
         [Vacancy(1, "Commissaire", date(2026, 1, 1))]),
        ([held("Chef", "2020-01-01", "2021-01-01"), held("Chef", "2019-01-01", "2024-06-30")],
         [Vacancy(1, "Chef", date(2024, 7, 1))]),
        ([held("À venir", "2027-01-01", None)], []),
        ([held("Chef", "2020-01-01", "2021-01-01"), held("Chef", "2027-01-01", None)],
         [Vacancy(1, "Chef", date(2021, 1, 2))]),
        ([], []),
    ],
)  # fmt: skip
def test_a_function_is_vacant_from_the_day_after_its_last_holder(rows, found):
    assert vacancies(rows, on=DAY) == found


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_what(role):
    actor = Actor(1, "x", frozenset({role}), frozenset({5}), person=7)
    names = {Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.DPO}
    assert sight.sees_names(actor) is (role in names)
    assert sight.sees_functions(actor) is (role in names | {Role.RESEARCHER})
    assert sight.may_write(actor) is (role is Role.COORDINATOR)
    own = {Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR}
    assert sight.sees_contact(actor, person=1, institutions=frozenset({5})) is (role in own)
    assert sight.sees_contact(actor, person=7, institutions=frozenset()) is (role in own)
    assert sight.sees_contact(actor, person=1, institutions=frozenset({6})) is (role is Role.COORDINATOR)


def test_delays_grow_and_end():
    waits = [posting.next_try(tries) for tries in range(1, posting.MAX_TRIES + 1)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])
    assert sum(waits[:-1], timedelta()) < timedelta(days=4)
