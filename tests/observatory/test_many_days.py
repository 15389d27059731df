"""Boards of several territories: what they show of a past day, their words, the way to them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.bodies.models import BodyEvent
from maillage.kernel import Role
from maillage.observatory.selectors import many as selectors
from maillage.observatory.web import many_words
from tests.bodies.factories.bodies import BodyFactory
from tests.contracts.factories import ContractFactory
from tests.observatory.boards import content, prefecture
from tests.observatory.test_many_pages import opened

pytestmark = pytest.mark.django_db


def test_a_past_day_shows_what_lived_then_to_who_follows_today(client):
    """The role is today's; the bodies and the contracts are those of the day."""
    user = prefecture("44143-clspd")
    here = user.memberships.get().partnership
    user.memberships.update(start="2026-01-01")
    type(here).objects.filter(pk=here.pk).update(opened="2003-01-01")
    gone = BodyFactory(partnership=here, state="closed", opened_on=date(2004, 1, 1))
    BodyEvent.objects.create(body=gone, kind="closed", on=date(2012, 6, 1))
    BodyFactory(partnership=here, opened_on=date(2020, 1, 1))
    ContractFactory(partnership=here, start=date(2007, 1, 1), end=date(2010, 12, 31), state="ended")
    ContractFactory(partnership=here, start=date(2025, 1, 1), end=date(2028, 12, 31), state="in_force")
    told = {}
    for day in ("2009-06-15", "2026-06-30", "1999-01-01"):
        lines = selectors.lines(user=user, code="44", on=date.fromisoformat(day), today=timezone.localdate())
        told[day] = [(row.councils, row.contracts) for row in lines]
    assert told == {"2009-06-15": [(1, 1)], "2026-06-30": [(1, 1)], "1999-01-01": []}
    page = opened(client, user, "many:departement", "44", au="1999-01-01").content.decode()
    assert "ce jour-là" in page and "revenez demain" not in page


def test_one_contract_is_said_in_the_singular():
    body = content("dep:44") | {"series": content("dep:44")["series"][-1:]}
    body["series"][0] |= {"councils": 9, "contracts": 1}
    said = many_words._chart(body["series"]).reading
    assert said.startswith("9 conseils et 1 contrat en vigueur")


def test_who_follows_several_territories_finds_them_from_home(client):
    for role, seen in ((Role.PREFECTURE, True), (Role.RESEARCHER, True), (Role.MAYOR, False)):
        user = prefecture("44143-clspd", role=role)
        client.force_login(user)
        assert (reverse("many:boards") in client.get("/").content.decode().partition("<main")[2]) is seen
