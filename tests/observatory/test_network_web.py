"""The page of the network: what it says, to whom; its files, read again by another program."""

import datetime
import io
import json

import networkx
import pytest
import time_machine
from django.urls import reverse

from maillage.bodies.models import Commitment
from maillage.kernel import Role, folded
from maillage.observatory.selectors import holders
from tests.counting import queries
from tests.observatory import scenes
from tests.observatory.scenes import promise, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield scenes.TODAY


@pytest.fixture
def scene():
    return scenes.network()


@pytest.fixture
def coordinator(client, scene):
    client.force_login(scenes.member(scene.here, Role.COORDINATOR))
    return client


def url(scene, name="network", *args):
    return reverse(f"observatory:{name}", args=[scene.here.key, *args])


def test_the_sentence_says_who_is_tied_and_who_would_be_alone(coordinator, scene):
    page = coordinator.get(url(scene))
    text = text_of(page)
    assert "Ville d'Essai : liée à 4 institutions sur 6." in text
    assert ("Sans elle, Collège Essai, Commissariat d'essai, Équipe Essai et Préfecture d'essai"
            " n'auraient plus aucun lien.") in text  # fmt: skip
    assert "Paires liées dans les deux sens : 1 ; dans un seul : 3." in text
    assert "Jamais convié sur ces douze mois : SPIP d'essai." in text
    assert "mesure des réunions" in text


def test_the_drawing_has_a_name_a_description_and_a_table(coordinator, scene):
    text = text_of(coordinator.get(url(scene)))
    assert text.count("<svg viewBox") >= 2 and text.count("<desc") == 2
    assert text.count('class="net-node net-node--none"') == 2 + 1  # two pictures and the legend
    assert text.count("net-link--one") == 2 * 3 + 1
    assert "4 paires liées, par ordre alphabétique" in text


def test_meetings_make_another_network(coordinator, scene):
    text = text_of(coordinator.get(url(scene), {"lien": "presence"}))
    assert "Ce qui lie : des réunions tenues ensemble" in text and "Paires liées : 10." in text
    assert "10 sur 21" in text
    assert "Paires liées dans les deux sens" not in text
    field = text_of(coordinator.get(url(scene), {"lien": "presence", "niveau": "field"}))
    assert "Aucun lien de ce genre" in field and "Le rang est connu pour 5 présences sur 5" in field


def test_another_day_gives_the_network_of_that_day(coordinator, scene):
    text = text_of(coordinator.get(url(scene), {"au": "2026-02-02"}))
    assert "Aucun lien de ce genre n'est enregistré" in text and "2 février 2026" in text


@pytest.mark.parametrize("day", ["2027-01-01", "0001-01-01", "demain", "\x00"])
def test_a_day_that_cannot_be_read_is_said(coordinator, scene, day):
    page = coordinator.get(url(scene), {"au": day})
    assert page.status_code == 400 and "Ce jour ne se relit pas" in text_of(page)


def test_the_form_sent_without_a_day_shows_today(coordinator, scene):
    text = text_of(coordinator.get(url(scene), {"lien": "commitments", "niveau": "all", "au": ""}))
    assert "2 mars 2026" in text


def test_the_files_are_those_of_the_day_read(coordinator, scene):
    answer = coordinator.get(url(scene, "network_file", "csv"), {"au": "2026-02-02"})
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 1
    assert "2026-02-02.csv" in answer["Content-Disposition"]


def test_few_ties_are_counted_not_measured(coordinator, scene):
    page = coordinator.get(url(scene))
    assert "Moins de cinq paires sont liées" in text_of(page)
    assert all(figure.value is None for figure, _reading in page.context["figures"])
    promise(scene.who["landlord"], scene.who["town"])
    page = coordinator.get(url(scene))
    assert "Moins de cinq paires" not in text_of(page)
    dense = page.context["figures"][0][0]
    assert (dense.count, dense.of) == (5, 21) and dense.low < dense.value < dense.high


def test_departures_at_best_and_at_worst(coordinator, scene):
    page = coordinator.get(url(scene))
    assert "1 au mieux, 2 au pire" in text_of(page)
    names = [line[0] for line in page.context["institutions"]]
    assert names == sorted(names, key=folded) and names[-1] == "Ville d'Essai"


def test_persons_are_counted_for_all_and_named_to_the_coordinator(client, scene):
    name = scene.people["town"].name
    for role in set(Role) - {Role.DPO, Role.ADMINISTRATOR}:
        client.force_login(scenes.member(scene.here, role, scene.who["school"]))
        text = text_of(client.get(url(scene)))
        assert "Une seule personne pilote : son départ laisserait 2 fiches sur 2" in text
        assert (name in text) is (role is Role.COORDINATOR), role
    speaker = scenes.speaking(scene.here, scene.who["school"])
    assert holders.pilots(actor=speaker, partnership=scene.here, on=scenes.TODAY) == []


def test_the_holder_has_sheets_with_and_without_stand_in(coordinator, scene):
    row = coordinator.get(url(scene)).context["pilots"][0]
    assert (row.sheets, row.alone, row.institution) == (2, 1, "Ville d'Essai")
    assert reverse("bodies:handovers", args=[scene.here.key]) in text_of(coordinator.get(url(scene)))


def test_the_number_of_queries_does_not_grow(coordinator, scene):
    before = queries(coordinator, url(scene))
    for name in ("landlord", "school", "street_work"):
        promise(scene.who[name], scene.who["prefecture"])
    assert queries(coordinator, url(scene)) <= before


def test_an_empty_directory_teaches(client):
    here = scenes.factories.PartnershipFactory()
    client.force_login(scenes.member(here, Role.COORDINATOR))
    assert "L'annuaire est vide" in text_of(client.get(reverse("observatory:network", args=[here.key])))


READ = {
    "gexf": lambda content: networkx.read_gexf(io.BytesIO(content)),
    "graphml": lambda content: networkx.read_graphml(io.BytesIO(content)),
    "json": lambda content: networkx.node_link_graph(json.loads(content), edges="edges"),
}


@pytest.mark.parametrize("file_format", READ)
def test_files_are_read_again_without_loss(coordinator, scene, file_format):
    address = url(scene, "network_file", file_format)
    answer = coordinator.get(address, {"tout": "1"})
    assert answer["Content-Disposition"].endswith(f'2026-03-02.{file_format}"')
    again = coordinator.get(address, {"tout": "1"})
    assert answer.content == again.content
    graph = READ[file_format](answer.content)
    town, police = (str(scene.who[name].pk) for name in ("town", "national_police"))
    assert graph.number_of_nodes() == 7 and graph.is_directed() and graph.is_multigraph()
    kept = {key: graph.nodes[town][key] for key in ("label", "kind", "sector", "college")}
    assert kept == {"label": "Ville d'Essai", "kind": "commune", "sector": "commune et intercommunalité",
                    "college": "Collectivités"}  # fmt: skip
    ties = [(one, other, data["layer"], data["weight"], data["period"])
            for one, other, data in graph.edges(data=True)]  # fmt: skip
    period = "2025-03-03/2026-03-02"
    assert (town, police, "commitments", 1.0, period) in ties
    assert (police, town, "presence", 1.0, period) in ties and (town, police, "presence", 1.0, period) in ties
    assert sum(tie[2] == "commitments" for tie in ties) == 5
    assert not any(str(person) in answer.content.decode() for person in scene.people.values())


def test_the_table_of_links_opens_in_a_spreadsheet(coordinator, scene):
    answer = coordinator.get(url(scene, "network_file", "csv"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "de;vers;poids;lien;niveau;période" and len(lines) == 6
    assert coordinator.get(url(scene, "network_file", "exe")).status_code == 404


@pytest.fixture
def researcher(client, scene):
    client.force_login(scenes.member(scene.here, Role.RESEARCHER))
    return client


def said_of(scene):
    """What would tell which institution it is."""
    return {word for row in [*scene.who.values(), scene.outside] for word in (row.name, row.label)} | {"SPIP"}


def test_a_researcher_reads_numbers_where_others_read_names(researcher, scene):
    page = researcher.get(url(scene))
    text = text_of(page)
    shown = text[text.index("<main") : text.index("</main")]
    assert not [word for word in said_of(scene) if word in shown]
    assert "liée à 4 institutions sur 6." in text and "Votre rôle ne lit pas les noms" in text
    assert len({line[0] for line in page.context["institutions"]}) == 7
    assert {dot.radius for dot in page.context["drawings"][0].dots} == {7}  # the town is drawn like others
    assert "Liens déclarés" not in shown
    assert researcher.get(url(scene, "declared")).status_code == 403
    assert researcher.get(url(scene, "declared_file", 1, "csv")).status_code == 403


def test_the_files_of_a_researcher_hold_the_same_numbers_and_no_id_of_a_record(researcher, scene):
    for name in ("csv", *READ):
        content = researcher.get(url(scene, "network_file", name), {"tout": "1"}).content.decode()
        assert not [word for word in said_of(scene) | {"commune"} if word in content], name
    graph = READ["json"](researcher.get(url(scene, "network_file", "json")).content)
    assert sorted(graph.nodes, key=int) == list(graph.nodes) == [str(n) for n in range(1, 8)]
    tied = {graph.nodes[one]["label"] for one in graph if graph.degree(one) == 5}
    assert len(tied) == 1 and f"{tied.pop()} : liée à 4" in text_of(researcher.get(url(scene)))
    colleges = {data["college"] for _one, data in graph.nodes(data=True)}
    assert colleges <= {"", "État"}


def test_who_also_holds_another_role_reads_names(client, scene):
    user = scenes.member(scene.here, Role.RESEARCHER)
    scenes.factories.MembershipFactory(partnership=scene.here, role=Role.PARTNER.value, user=user)
    client.force_login(user)
    assert "Ville d'Essai : liée à 4" in text_of(client.get(url(scene)))


def test_reserved_work_is_drawn_for_nobody(coordinator, scene):
    assert "Paires liées : 10." in text_of(coordinator.get(url(scene), {"lien": "presence"}))
    scene.body.restricted = True
    scene.body.save()
    text = text_of(coordinator.get(url(scene), {"lien": "presence"}))
    assert "Aucun lien de ce genre" in text and "Les travaux réservés n'y sont pour personne" in text
    Commitment.objects.filter(towards=scene.who["national_police"]).update(restricted=True)
    lines = coordinator.get(url(scene, "network_file", "csv")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5 and not [line for line in lines if line.startswith("Ville d'Essai;")]
