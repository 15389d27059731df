"""Places: the shipped tables, the rule of comparison, the files loaded, the pages and the command."""

import gzip
import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.territory import rules, selectors, services
from maillage.territory.intake import files, reference
from maillage.territory.models import Commune, Population, PriorityArea
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


def test_comparing_costs_the_same_whatever_the_town(loaded, django_assert_num_queries):
    for code in ("44143", "01002"):
        with django_assert_num_queries(2):
            assert len(selectors.comparable(code)) == 20


def test_the_name_is_found_without_accents(loaded):
    assert [row.code for row in selectors.search("Reze")][:1] == ["44143"]
    assert "44190" in [row.code for row in selectors.search("SAINT sébastien")]
    assert [row.code for row in selectors.search("44109")] == ["44109"]


def test_the_merger_is_announced_with_the_new_perimeter(loaded):
    said = selectors.obsolete_sentence("44160")
    assert "Ancenis-Saint-Géréon (44003)" in said
    assert "2026" in said
    assert selectors.obsolete_sentence("44109") == ""


def test_populations_and_outlines_are_loaded_from_files(loaded, tmp_path, settings):
    settings.HOME = tmp_path
    people = tmp_path / "pop.csv.gz"
    people.write_bytes(
        gzip.compress(b"code_commune,nom,p20_pop,p21_pop\n44109,Nantes,320732,323204\nX,Y,1,2\n")
    )
    shapes = tmp_path / "contours.geojson"
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"code": "44109", "nom": "Nantes"}, "geometry": square}
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    done = services.load_files(actor=MACHINE, sources=[str(people), str(shapes)])
    assert [(row["kind"], row["rows"], row["rejected"]) for row in done] == [
        ("populations", 2, 1),
        ("contours", 1, 0),
    ]
    assert [row.count for row in selectors.populations("44109")] == [320732, 323204]
    assert selectors.contours(["44109"])["features"][0]["properties"]["nom"] == "Nantes"
    assert selectors.contours(["01001"]) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"a,b\n1,2\n", "non reconnues"), (b"\x1f\x8bcoupe", "incompl"), (b"{coupe", "GeoJSON")],
)
def test_a_file_that_is_not_understood_changes_nothing(loaded, tmp_path, content, words):
    path = tmp_path / "fichier.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        services.load_files(actor=MACHINE, sources=[str(path)])
    assert not Population.objects.exists()


def test_qpv_codes_survive_the_protections_of_spreadsheets():
    table = files.read(
        '\ufeffcode_qp;lib_qp;insee_com\nQN1;A;="03095;03310"\nQN2;B;1053\n'.encode(), "qpv.csv"
    )
    assert [row["commune_id"] for row in table.rows] == ["03095", "03310", "01053"]


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
