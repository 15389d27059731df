"""The load of people (H4): one's own; that of all for the coordinator, and for nobody else."""

import datetime

import pytest
from django.utils import timezone

from maillage.kernel import Role
from maillage.observatory.selectors.load import load_of
from maillage.observatory.selectors.loads import loads
from tests.bodies.factories import bodies as made
from tests.counting import queries
from tests.factories import MembershipFactory, PartnershipFactory
from tests.observatory.test_web_health import at, words

pytestmark = pytest.mark.django_db


def seated(here, name, role="holder"):
    """A person on a seat since long ago."""
    who = made.InstitutionFactory(partnership=here)
    person = made.PersonFactory(partnership=here, name=name)
    seat = made.SeatFactory(body=made.BodyFactory(partnership=here), institution=who)
    made.HolderFactory(seat=seat, person=person, role=role, start=datetime.date(2020, 1, 1))
    return person


def reader(here, role, person=None):
    return MembershipFactory(partnership=here, role=role.value, person=person).user


def test_each_reads_their_own_and_the_coordinator_all(client):
    here = PartnershipFactory()
    one, two = seated(here, "Alix Essai (fictive)"), seated(here, "Béa Essai (fictive)", "deputy")
    client.force_login(reader(here, Role.PARTNER, one))
    text = words(client.get(at(here, "load")))
    assert "1 comme titulaire, 0 comme suppléant" in text
    assert "Béa" not in text and "Alix" not in text
    client.force_login(reader(here, Role.COORDINATOR))
    text = words(client.get(at(here, "load")))
    assert text.index("Alix") < text.index("Béa")
    assert "n'est rattaché à aucune personne" in text
    for role in (Role.RESEARCHER, Role.DPO, Role.ADMINISTRATOR):
        client.force_login(reader(here, role))
        assert client.get(at(here, "load")).status_code == 403
    assert two.pk != one.pk


def test_the_table_says_what_each_page_says():
    here, today = PartnershipFactory(), timezone.localdate()
    seated(here, "Alix Essai (fictive)")
    seated(here, "Béa Essai (fictive)", "deputy")
    rows = loads(partnership=here, on=today)
    assert len(rows) == 2
    assert [row.load for row in rows] == [load_of(row.person, here, today) for row in rows]


def test_the_table_asks_as_many_questions_for_two_as_for_twelve(client):
    here = PartnershipFactory()
    seated(here, "Alix Essai (fictive)")
    client.force_login(reader(here, Role.COORDINATOR))
    few = queries(client, at(here, "load"))
    for rank in range(11):
        seated(here, f"Personne {rank} (fictive)")
    assert queries(client, at(here, "load")) == few
