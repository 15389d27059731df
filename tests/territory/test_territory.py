"""Places: the shipped tables, the rule of comparison, the files loaded, the pages and the command."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.audit.models import Entry
from maillage.territory import rules, selectors, services
from maillage.territory.intake import reference
from maillage.territory.models import Commune, PriorityArea
from maillage.territory.rules import ComparisonRule, Profile
from tests.factories import MACHINE, UserFactory

CODES = st.text(alphabet="0123456789", min_size=5, max_size=5)
PROFILES = st.builds(
    Profile, CODES, st.just("X"), st.integers(1, 10**6), st.sampled_from(["44", "49"]),
    st.sampled_from(["CC", "CA"]), st.booleans(), st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [("44109", "Nantes", "commune"), ("2a004", "Ajaccio", "commune"),
     ("69381", "Lyon 1er Arrondissement", "district"),
     ("dep:44", "Loire-Atlantique", "department"), ("reg:52", "Pays de la Loire", "region"),
     ("epci:244400404", "Nantes Métropole", "epci"), ("97411", "Saint-Denis", "commune")],
)  # fmt: skip
def test_places_are_known_by_their_code(code, name, kind):
    found = reference.place(code)
    assert (found.name, found.kind) == (name, kind)
    assert found.population > 0


@pytest.mark.parametrize("code", ["99999", "", "dep:00", "epci:1", "ville:1", "44"])
def test_what_is_not_a_place_is_none(code):
    assert reference.place(code) is None


def test_the_shipped_tables_agree_with_the_official_list_of_compulsory_councils(shared):
    import csv

    with (shared / "data" / "communes_clspd_obligatoire_derive_2026.csv").open(encoding="utf-8") as file:
        wanted = {row["code_commune"] for row in csv.DictReader(file)}
    qpv, _ = reference.priority_areas()
    found = {
        code for code, row in reference.communes().items()
        if row["kind"] == "commune" and (int(row["population"] or 0) > 5000 or qpv.get(code))
    }  # fmt: skip
    assert found == wanted


@pytest.mark.parametrize(("former", "now"), [("44160", "44003"), ("01154", "01130"), ("44109", "")])
def test_a_merged_commune_names_its_successor(former, now):
    assert reference.successor(former) == now


@given(
    here=PROFILES, others=st.lists(PROFILES, max_size=40), factor=st.floats(1.1, 5), count=st.integers(1, 30)
)
def test_comparable_places_keep_to_the_rule(here, others, factor, count):
    found = rules.comparable(here, others, ComparisonRule(count, factor))
    assert len(found) <= count
    assert here.code not in {row.code for row in found}
    assert all(here.population / factor <= row.population * 1.0001 for row in found)
    assert found == rules.comparable(here, list(reversed(others)), ComparisonRule(count, factor)) or len(
        {row.code for row in others}
    ) < len(others)


def test_a_nearer_town_comes_first_and_says_why():
    here = Profile("1", "Ici", 40_000, "44", "CA", True, False)
    same, unlike = (
        Profile("2", "Même", 41_000, "49", "CA", True, False),
        Profile("3", "Autre", 40_500, "49", "CC", False),
    )
    found = rules.comparable(here, [unlike, same], ComparisonRule())
    assert [row.code for row in found] == ["2", "3"]
    assert "comme ici, un quartier prioritaire" in found[0].reasons
    assert "à la différence d'ici, aucun quartier prioritaire" in found[1].reasons


@pytest.fixture
def loaded(db):
    services.load_reference(actor=MACHINE)


def test_loading_twice_changes_nothing(loaded):
    before = Entry.objects.count(), Commune.objects.count(), PriorityArea.objects.count()
    assert services.load_reference(actor=MACHINE)["unchanged"]
    assert (Entry.objects.count(), Commune.objects.count(), PriorityArea.objects.count()) == before


@pytest.mark.parametrize(("codes", "queries"), [
    (("44143", "01002"), 1), (("dep:44", "dep:75"), 2), (("epci:244400404", "epci:200000172"), 3),
])  # fmt: skip
def test_comparing_costs_the_same_whatever_the_place(loaded, django_assert_num_queries, codes, queries):
    for code in codes:
        with django_assert_num_queries(queries):
            assert selectors.comparable(code)


def test_an_intercommunal_body_is_compared_with_its_like(loaded):
    found = selectors.comparable("epci:244400404")
    assert 3 <= len(found) <= 20
    assert all(row.code.startswith("epci:") and row.reasons for row in found)
    assert "comme ici, métropole" in found[0].reasons
    low, high = 689_456 / 2, 689_456 * 2
    assert all(low <= row.population <= high for row in found)


def test_a_department_is_compared_by_its_region_and_its_metropolis(loaded):
    here = selectors.comparable("dep:44")[0]
    assert any("métropole" in reason for reason in here.reasons)
    assert any("région" in reason for reason in here.reasons)
    assert not any("département" in reason or "quartier" in reason for reason in here.reasons)


@pytest.mark.parametrize(("code", "words"), [
    ("reg:52", "Les régions sont trop peu nombreuses"), ("69381", "arrondissement"),
    ("44160", "n'existe plus"), ("98901", "population n'est pas connue"),
    ("44143", "selon : avoir, ou non, un quartier prioritaire"),
])  # fmt: skip
def test_the_rule_or_the_reason_for_none_is_said(loaded, code, words):
    facts = selectors.place(code)
    assert words in selectors.comparison(facts)
    assert bool(selectors.comparable(code)) is (code == "44143")


def test_inhabitants_are_known_by_year_from_the_shipped_tables(loaded):
    rows = {row.year: row for row in selectors.populations("44003")}
    assert (rows[2013].count, rows[2021].count, rows[2023].count) == (7474, 11099, 11600)
    assert rows[2013].note == "avant la réunion de communes de 2019"
    assert rows[2021].note == ""


def test_inhabitants_of_an_area_are_summed_only_in_present_bounds(loaded):
    years = [row.year for row in selectors.populations("dep:44")]
    assert years == [2017, 2018, 2019, 2020, 2021, 2023]
    metropole = {row.year: row.count for row in selectors.populations("epci:244400404")}
    assert metropole[2013] == 609_198
    assert metropole[2023] == 689_456


def test_the_name_is_found_without_accents(loaded):
    assert [row.code for row in selectors.search("Reze")][:1] == ["44143"]
    assert "44190" in [row.code for row in selectors.search("SAINT sébastien")]
    assert [row.code for row in selectors.search("44109")] == ["44109"]


@pytest.mark.parametrize("code", ["44143", "dep:44", "epci:244400404", "reg:52", "44160", "69381"])
def test_the_pages_of_a_place_answer(loaded, client, code):
    client.force_login(UserFactory())
    assert client.get(reverse("territory:place", args=[code])).status_code == 200
    assert client.get(reverse("territory:law", args=[code]), {"date": "2009-03-01"}).status_code == 200


def test_the_rule_may_be_changed_and_a_bad_one_is_explained(loaded, client):
    client.force_login(UserFactory())
    page = reverse("territory:place", args=["44143"])
    assert (
        client.get(page, {"count": "5", "factor": "1,5", "criteria": "qpv"}).context["comparable"][4:] != []
    )
    bad = client.get(page, {"count": "5000", "factor": "2"})
    assert bad.context["form"].errors
    assert len(bad.context["comparable"]) == 20


def test_the_law_of_another_day_is_marked_and_a_bad_date_explained(loaded, client):
    client.force_login(UserFactory())
    page = reverse("territory:law", args=["44109"])
    assert "vous lisez le droit d" in client.get(page, {"date": "2009-03-01"}).content.decode()
    text = client.get(page, {"date": "mars 2009"}).content.decode()
    assert "mars 2009" in text
    assert "n’est pas une date" in text


def test_an_unknown_place_is_not_found(loaded, client):
    client.force_login(UserFactory())
    assert client.get(reverse("territory:place", args=["99999"])).status_code == 404
