"""The portal's pages as each role meets them: what opens, what does not exist, what is kept on a clash."""

import pytest
from django.db import transaction
from django.urls import reverse

from maillage.accounts.models import Membership, User
from maillage.audit import journal
from maillage.audit.models import Entry
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from maillage.territory import services as territory
from tests.factories import MACHINE, MembershipFactory, PartnershipFactory, UserFactory
from tests.institutions.factories import InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    row = MembershipFactory()
    client.force_login(row.user)
    return row


def page(client, route, *args, **data):
    return client.post(reverse(route, args=args), data) if data else client.get(reverse(route, args=args))


def test_a_visitor_is_sent_to_the_login_page_and_comes_back(client):
    answer = client.get("/partenariats/nouveau/")
    assert answer.status_code == 302
    assert answer.url == "/compte/login/?next=/partenariats/nouveau/"


def test_the_first_page_lists_only_my_partnerships(client, coordinator):
    MembershipFactory(partnership=PartnershipFactory(place="44109"))
    text = page(client, "portal:home").content.decode()
    assert coordinator.partnership.name in text
    assert "44109" not in text


def test_an_empty_first_page_teaches_the_next_step(client):
    client.force_login(UserFactory())
    assert "Chercher une commune" in page(client, "portal:home").content.decode()


def test_another_partnership_does_not_exist(client, coordinator):
    other = PartnershipFactory(place="44109")
    for key in (other.key, "44999-clspd"):
        assert page(client, "portal:workspace", key).status_code == 404


def test_a_past_role_opens_nothing(client):
    import datetime

    row = MembershipFactory(end=datetime.date(2020, 2, 1))
    client.force_login(row.user)
    assert page(client, "portal:workspace", row.partnership.key).status_code == 404


def test_a_territory_is_opened_by_its_future_coordinator(client):
    territory.load_reference(actor=MACHINE)
    client.force_login(UserFactory())
    answer = page(client, "portal:open", place="44143", kind="clspd")
    assert answer.url == "/p/44143-clspd/"
    assert Membership.objects.get().role == Role.COORDINATOR
    assert [row.act for row in Entry.objects.order_by("seq")][-2:] == ["partenariat ouvert", "rôle donné"]
    assert client.get(answer.url).status_code == 200


def test_an_unknown_code_is_kept_and_explained(client):
    territory.load_reference(actor=MACHINE)
    client.force_login(UserFactory())
    text = page(client, "portal:open", place="99999", kind="clspd").content.decode()
    assert 'value="99999"' in text
    assert "n’est pas un territoire connu" in text
    assert not Partnership.objects.exists()


def test_the_same_partnership_twice_is_refused(client, coordinator):
    territory.load_reference(actor=MACHINE)
    text = page(client, "portal:open", place="44143", kind="clspd").content.decode()
    assert "a déjà un espace" in text


def test_a_member_is_invited_then_withdrawn(client, coordinator):
    key = coordinator.partnership.key
    page(client, "portal:add_member", key, name="Noa (fictive)", email="noa@exemple.invalid", role="mayor")
    row = Membership.objects.get(role="mayor")
    assert not row.user.has_usable_password()
    assert "Noa (fictive)" in page(client, "portal:members", key).content.decode()
    client.post(reverse("portal:withdraw", args=[key, row.pk]))
    assert not Membership.objects.filter(role="mayor").exists()


def test_nobody_becomes_technical_administrator_through_a_partnership(client, coordinator):
    page(client, "portal:add_member", coordinator.partnership.key, name="X", email="x@exemple.invalid",
         role="administrator")  # fmt: skip
    assert not User.objects.filter(email="x@exemple.invalid").exists()


def test_a_member_of_elsewhere_cannot_be_withdrawn_from_here(client, coordinator):
    elsewhere = MembershipFactory(partnership=PartnershipFactory(place="44109"))
    answer = client.post(reverse("portal:withdraw", args=[coordinator.partnership.key, elsewhere.pk]))
    assert answer.status_code == 404
    assert Membership.objects.filter(pk=elsewhere.pk, end=None).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hue": "20"}, "un retard"),
        ({"chroma": "0,5"}, "0,09"),
        ({"colour": "#ffff00"}, "contraste mesuré 1,0"),
    ],
)
def test_colours_that_would_mislead_are_refused_with_the_reason(client, coordinator, changes, words):
    data = {"hue": "205", "chroma": "0,07", "colour": ""} | changes
    answer = page(client, "portal:appearance", coordinator.partnership.key, **data)
    assert words in answer.content.decode()
    assert Partnership.objects.get().hue == 205


def test_the_towns_colours_are_served_as_a_stylesheet(client, coordinator):
    key = coordinator.partnership.key
    page(client, "portal:appearance", key, hue="150", chroma="0,06", colour="#05585f")
    answer = page(client, "portal:theme", key)
    assert answer["Content-Type"] == "text/css"
    assert "--town-hue: 150" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MAYOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE])
@pytest.mark.parametrize("name", ["portal:members", "portal:appearance", "portal:journal"])
def test_management_pages_are_closed_to_the_others(client, role, name):
    row = MembershipFactory(role=role.value)
    client.force_login(row.user)
    assert page(client, name, row.partnership.key).status_code == 403


def test_the_journal_shows_only_this_partnership(client, coordinator):
    page(client, "portal:appearance", coordinator.partnership.key, hue="150", chroma="0,06", colour="")
    text = page(client, "portal:journal", coordinator.partnership.key).content.decode()
    assert "couleurs changées" in text


def test_the_journal_shows_a_subject_that_is_a_word_where_an_account_has_a_number(client, coordinator):
    here = coordinator.partnership
    with transaction.atomic():
        journal.append(actor=MACHINE, act="compte annuel noté", subject="compte:rappel", partnership=here.key)
    assert "compte:rappel" in page(client, "portal:journal", here.key).content.decode()


def test_a_member_of_the_directory_is_invited_by_their_card(client, coordinator):
    here = coordinator.partnership
    place = InstitutionFactory(partnership=here)
    person = PersonFactory(partnership=here, email="zoe@exemple.invalid")
    page(client, "portal:add_member", here.key, role="partner", institution=place.pk, person=person.pk)
    row = Membership.objects.get(role="partner")
    assert (row.user.email, row.user.name) == ("zoe@exemple.invalid", person.name)
    assert (row.institution, row.person) == (place, person)
    assert place.name in page(client, "portal:members", here.key).content.decode()


def test_a_member_without_any_address_is_told_what_to_write(client, coordinator):
    here = coordinator.partnership
    person = PersonFactory(partnership=here, email="")
    for data, words in (({"person": person.pk}, "n’a pas d’adresse"), ({"name": "X"}, "Donnez l’adresse")):
        text = page(client, "portal:add_member", here.key, role="partner", **data).content.decode()
        assert words in text
    assert Membership.objects.count() == 1


def test_a_card_of_another_partnership_is_not_a_choice(client, coordinator):
    stranger = InstitutionFactory(partnership=PartnershipFactory(place="44109"))
    page(client, "portal:add_member", coordinator.partnership.key, role="partner", name="X",
         email="x@exemple.invalid", institution=stranger.pk)  # fmt: skip
    assert not Membership.objects.filter(role="partner").exists()
    address = reverse("portal:link", args=[coordinator.partnership.key, coordinator.pk])
    client.post(address, {"institution": stranger.pk})
    coordinator.refresh_from_db()
    assert coordinator.institution is None


def test_a_role_is_tied_to_an_institution_later(client, coordinator):
    place = InstitutionFactory(partnership=coordinator.partnership)
    address = reverse("portal:link", args=[coordinator.partnership.key, coordinator.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"institution": place.pk})
    coordinator.refresh_from_db()
    assert coordinator.institution == place


def test_a_technical_administrator_gives_roles_and_reads_no_directory(client):
    person = PersonFactory()
    client.force_login(UserFactory(is_instance_admin=True))
    text = page(client, "portal:members", person.partnership.key).content.decode()
    assert person.name not in text
    row = MembershipFactory(partnership=person.partnership)
    assert page(client, "portal:link", person.partnership.key, row.pk).status_code == 403
