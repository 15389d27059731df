"""Boards of several territories: who opens which, what they never show, another date."""

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.audit.models import Entry
from maillage.kernel import Role
from maillage.observatory.models import NamingAgreement
from tests import factories
from tests.counting import queries
from tests.observatory.boards import board, prefecture

pytestmark = pytest.mark.django_db


def opened(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_a_prefecture_reads_its_departement_and_no_other(client):
    user = prefecture("44143-clspd", "44109-clspd")
    factories.PartnershipFactory(place="44190", key="44190-clspd", name="Conseil que nul ne suit ici")
    page = opened(client, user, "many:departement", "44")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Conseil fictif 44143-clspd" in text and "Conseil fictif 44109-clspd" in text
    assert "que nul ne suit" not in text
    assert opened(client, user, "many:departement", "35").status_code == 404
    assert opened(client, user, "many:departement", "zz").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PREFECTURE, Role.ADMINISTRATOR)])
def test_no_other_role_opens_the_board_of_a_departement(client, role):
    user = prefecture("44143-clspd", role=role)
    assert opened(client, user, "many:departement", "44").status_code == 404
    expected = 200 if role is Role.RESEARCHER else 404
    assert opened(client, user, "many:national").status_code == expected
    assert opened(client, user, "many:boards").status_code == expected


def test_a_role_that_ended_opens_nothing(client):
    user = prefecture("44143-clspd")
    user.memberships.update(end=timezone.localdate() - timezone.timedelta(days=1))
    assert opened(client, user, "many:departement", "44").status_code == 404


def test_the_board_says_its_series_and_spreads_without_a_name(client):
    board()
    page = opened(client, prefecture("44143-clspd"), "many:departement", "44", au="2026-06-30")
    text = page.content.decode()
    assert "26 conseils et 16 contrats en vigueur" in text
    assert "moins de cinq, non dit" in text and "R1m" in text


def test_under_five_partnerships_no_aggregate_is_shown(client):
    board(partnerships=3)
    page = opened(client, prefecture("44143-clspd"), "many:departement", "44", au="2026-06-30")
    assert "Trop peu de partenariats" in page.content.decode()


def test_a_board_before_its_first_calculation_teaches_the_next_step(client):
    page = opened(client, prefecture("44143-clspd"), "many:departement", "44")
    assert "au début de chaque mois" in page.content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [("hier", "pas une date"), ("2999-01-01", "pas encore venu"), ("1900-01-01", "précède"),
     ("2026-02-30", "pas une date")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["many:departement", "many:national"])
def test_a_day_that_cannot_be_read_is_said(client, name, day, words):
    arguments = ["44"] if name.endswith("departement") else []
    page = opened(client, prefecture("44143-clspd"), name, *arguments, au=day)
    assert page.status_code == 400 and words in page.content.decode()


def test_the_national_view_names_only_those_who_agreed(client):
    board("national")
    user = prefecture("44143-clspd")
    assert "Conseil fictif 44143-clspd" not in page_of(client, user)
    here = user.memberships.get().partnership
    NamingAgreement.objects.create(partnership=here, given_on="2026-01-01", decided_by="la plénière")
    assert "Conseil fictif 44143-clspd" in page_of(client, user)
    NamingAgreement.objects.update(withdrawn_on="2026-02-01")
    assert "Conseil fictif 44143-clspd" not in page_of(client, user)


def page_of(client, user):
    text = opened(client, user, "many:national").content.decode()
    return text.partition("<main")[2]


def test_an_agreement_is_given_and_taken_back_with_its_lines(client):
    here = factories.PartnershipFactory()
    client.force_login(factories.MembershipFactory(partnership=here).user)
    address = reverse("observatory:agreement", args=[here.key])
    assert "Ce champ" in client.post(address, {"decided_by": ""}).content.decode()
    client.post(address, {"decided_by": "la formation plénière du 12 mars 2026"})
    client.post(address, {"decided_by": "encore"})
    assert NamingAgreement.objects.filter(withdrawn_on__isnull=True).count() == 1
    assert "formation plénière du 12 mars" in client.get(address).content.decode()
    client.post(reverse("observatory:agreement_take_back", args=[here.key]))
    assert not NamingAgreement.objects.filter(withdrawn_on__isnull=True).exists()
    acts = list(Entry.objects.filter(act__startswith="accord").values_list("act", flat=True))
    assert sorted(acts) == ["accord pour être nommé", "accord pour être nommé retiré"]


def test_the_board_asks_as_much_of_three_partnerships_as_of_nine(client):
    board()
    asked = []
    for count in (3, 9):
        client.force_login(prefecture(*(f"4400{at}-clspd" for at in range(1, count + 1))))
        asked.append(queries(client, reverse("many:departement", args=["44"])))
    assert asked[0] == asked[1]


def test_who_follows_all_the_others_is_told_nothing_common(client):
    board(partnerships=7)
    few, many = prefecture("44001-clspd"), prefecture(*(f"4400{at}-clspd" for at in range(1, 6)))
    for user, told in ((few, True), (many, False)):
        page = opened(client, user, "many:departement", "44", au="2026-06-30")
        assert ("Trop peu de partenariats" not in page.content.decode()) is told
