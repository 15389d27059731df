"""The pages of departures: declared, noted, passed, read by the successor; who sees which."""

import datetime
import uuid

import pytest
from django.utils import timezone

from maillage.bodies.models import Handover, SeatHolder
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes
from tests.bodies.test_decisions_web import make, queries, sign_in, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return scenes.plenary(absent=())


def declaring(scene, **change):
    today = timezone.localdate()
    return {
        "institution": scene.who["school"].pk,
        "leaving": scene.people["school"].pk,
        "leaves_on": (today - datetime.timedelta(days=10)).isoformat(),
        "nonce": str(uuid.uuid4()),
    } | change


def test_an_empty_list_teaches_the_next_step(client, scene):
    sign_in(client, scene, Role.COORDINATOR)
    text = text_of(client.get(url(scene, "handovers")))
    assert "Aucun départ n'est déclaré" in text and "Chaque siège et chaque engagement a son porteur" in text


def test_from_the_departure_to_the_successors_first_week(client, scene):
    make(scene, person=scene.people["school"])
    sign_in(client, scene, Role.COORDINATOR)
    for _ in range(2):
        answer = client.post(url(scene, "declare_departure"), declaring(scene), follow=True)
    assert Handover.objects.count() == 1 and "déjà déclaré" in text_of(answer)
    row = Handover.objects.get()
    text = text_of(client.get(url(scene, "handovers")))
    assert "2 choses n'ont plus de porteur" in text and "10 jours" in text
    page = url(scene, "handover", row.pk)
    assert "Aucun successeur" in text_of(client.get(page)) and "vacant" in text_of(client.get(page))
    client.post(url(scene, "handover_note", row.pk), {"note": "Appeler le principal adjoint.", "revision": 0})
    client.post(url(scene, "add_line", row.pk), {"words": "Le registre papier", "nonce": str(uuid.uuid4())})
    line = row.lines.get(words="Le registre papier")
    client.post(url(scene, "pass_lines", row.pk), {"passed": [line.pk]})
    assert "passé le" in text_of(client.get(page))
    person = invented.PersonFactory(partnership=scene.here, name="Suite Fictive")
    today = timezone.localdate().isoformat()
    invented.PositionFactory(institution=scene.who["school"], person=person)
    client.post(url(scene, "successor", row.pk), {"successor": person.pk, "arrives_on": today, "revision": 1})
    assert SeatHolder.objects.filter(person=person, end__isnull=True).exists()
    assert "a son porteur" in text_of(client.get(url(scene, "handovers")))
    account = factories.MembershipFactory(
        partnership=scene.here, role="partner", institution=scene.who["school"], person=person
    )
    client.force_login(account.user)
    assert "Ma première semaine" in text_of(client.get(url(scene, "mine")))
    text = text_of(client.get(url(scene, "first_week", row.pk)))
    assert "Appeler le principal adjoint." in text and "tenir la présence" in text
    answer = client.get(url(scene, "handover_file", row.pk))
    assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"


def test_two_people_on_the_same_note_keep_both_texts(client, scene):
    sign_in(client, scene, Role.COORDINATOR)
    client.post(url(scene, "declare_departure"), declaring(scene, note="Premier jet."))
    page = url(scene, "handover_note", Handover.objects.get().pk)
    client.post(page, {"note": "Première main.", "revision": 0})
    text = text_of(client.post(page, {"note": "Seconde main.", "revision": 0}))
    assert "Première main." in text and "Seconde main." in text and "à présent" in text


def test_a_dossier_is_for_its_institution_its_successor_and_the_coordinator(client, scene):
    sign_in(client, scene, Role.COORDINATOR)
    client.post(url(scene, "declare_departure"), declaring(scene))
    row = Handover.objects.get()
    pages = [
        url(scene, name, row.pk) for name in ("handover", "first_week", "handover_file", "handover_note")
    ]
    for kind, code in (("town", 404), ("school", 200)):
        sign_in(client, scene, Role.PARTNER, kind)
        assert {client.get(page).status_code for page in pages} == {code}
    other = scenes.plenary(partnership=factories.PartnershipFactory(place="44109"))
    sign_in(client, other, Role.COORDINATOR)
    assert client.get(url(other, "handover", row.pk)).status_code == 404


def test_the_dossier_keeps_its_number_of_queries(client, scene):
    sign_in(client, scene, Role.COORDINATOR)
    client.post(url(scene, "declare_departure"), declaring(scene))
    pages = [url(scene, name, Handover.objects.get().pk) for name in ("handover", "first_week")]
    for count in (3, 30):
        for _ in range(count):
            make(scene, person=scene.people["school"])
            make(scene, "town", towards=scene.who["school"])
        if count == 3:
            before = [queries(client, page) for page in pages]
    assert [queries(client, page) for page in pages] == before
