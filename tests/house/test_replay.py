"""A reference date in the address: read by the pages that know it, said on each, refused everywhere else."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from maillage.bodies.models import Body, BodyEvent
from maillage.contracts.models import Contract
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.contracts.factories import ContractFactory
from tests.counting import queries

pytestmark = pytest.mark.django_db
TODAY = datetime.datetime(2026, 10, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def here():
    return factories.PartnershipFactory(opened=datetime.date(2003, 1, 1))


@pytest.fixture
def coordinator(client, here):
    client.force_login(factories.MembershipFactory(partnership=here).user)
    return client


def text(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def bodies(here):
    old = invented.BodyFactory(partnership=here, name="Conseil ancien", opened_on=datetime.date(2003, 2, 1))
    gone = invented.BodyFactory(
        partnership=here, name="Cellule close", kind="watch", state="closed",
        opened_on=datetime.date(2004, 1, 1),
    )  # fmt: skip
    BodyEvent.objects.create(body=gone, kind="closed", on=datetime.date(2012, 6, 1))
    young = invented.BodyFactory(partnership=here, name="Groupe récent", opened_on=datetime.date(2020, 1, 1))
    return old, gone, young


def test_the_list_of_bodies_of_a_past_day(coordinator, here):
    bodies(here)
    page = text(coordinator.get(reverse("bodies:bodies", args=[here.key]) + "?au=2009-06-15"))
    assert "Vous lisez l'état au 15 juin 2009" in page
    assert "revenir à aujourd'hui" in page
    assert "Conseil ancien" in page
    assert "Groupe récent" not in page
    assert "2 instances sont en activité" in page  # the cell was closed later
    assert "Ouvrir une instance" not in page  # no act on a past day
    assert reverse("contracts:contracts", args=[here.key]) + "?au=2009-06-15" in page  # links keep the day
    today = text(coordinator.get(reverse("bodies:bodies", args=[here.key])))
    assert "Vous lisez" not in today
    assert "Groupe récent" in today
    assert {row.state for row in Body.objects.all()} == {"open", "closed"}  # reading changes nothing


def test_a_past_day_without_a_body_invites_to_no_act(coordinator, here):
    page = text(coordinator.get(reverse("bodies:bodies", args=[here.key]) + "?au=2009-06-15"))
    assert "Aucune instance n'était ouverte ce jour-là" in page
    assert "commencez par le conseil" not in page
    assert reverse("bodies:open_body", args=[here.key]) not in page.partition("<main")[2]


def test_the_contracts_of_a_past_day(coordinator, here):
    for start, end, state in ((2005, 2008, "ended"), (2009, 2011, "ended"), (2020, 2027, "in_force")):
        ContractFactory(
            partnership=here, title=f"Contrat de {start}", start=datetime.date(start, 1, 1),
            end=datetime.date(end, 12, 31), opened_on=datetime.date(2026, 3, 1), state=state,
        )  # fmt: skip
    page = text(coordinator.get(reverse("contracts:contracts", args=[here.key]) + "?au=2009-06-15"))
    assert "Contrat de 2005" in page
    assert "Contrat de 2020" not in page
    told = {
        name: page[page.index(name) :].partition("</tr>")[0]
        for name in ("Contrat de 2005", "Contrat de 2009")
    }
    assert "terminé" in told["Contrat de 2005"]
    assert "en vigueur" in told["Contrat de 2009"]
    assert Contract.objects.filter(state="ended").count() == 2


def test_the_law_of_a_past_day(coordinator, here):
    page = text(coordinator.get(reverse("territory:law", args=["44143"]) + "?au=2003-03-01"))
    assert "Vous lisez l'état au" in page
    assert "mars 2003" in page
    assert page != text(coordinator.get(reverse("territory:law", args=["44143"])))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2009-02-30", "n'est pas une date"), ("hier", "n'est pas une date"),
        ("2999-01-01", "n'est pas encore venu"), ("1901-01-01", "depuis 1983"),
    ],
)  # fmt: skip
def test_an_impossible_day_is_named_with_its_cure(coordinator, here, day, words):
    answer = coordinator.get(reverse("bodies:bodies", args=[here.key]), {"au": day})
    assert answer.status_code == 400
    assert words in text(answer)
    assert "Voir cette page aujourd'hui" in text(answer)


def test_a_page_that_does_not_read_the_past_does_not_pretend_to(coordinator, here):
    answer = coordinator.get(reverse("institutions:directory", args=[here.key]) + "?au=2009-06-15&q=x")
    assert answer.status_code == 400
    assert "ne se relit pas" in text(answer)
    assert reverse("institutions:directory", args=[here.key]) + "?q=x" in text(answer)


def test_nothing_is_written_on_a_past_day(coordinator, here):
    url = reverse("bodies:open_body", args=[here.key])
    answer = coordinator.post(
        url + "?au=2009-06-15", {"kind": "clspd", "name": "X", "opened_on": "15/06/2009"}
    )
    assert answer.status_code == 400
    assert "On n'agit pas sur un jour passé" in text(answer)
    assert not Body.objects.exists()


def test_today_in_the_address_is_today(coordinator, here):
    page = text(coordinator.get(reverse("bodies:bodies", args=[here.key]) + "?au=2026-10-20"))
    assert "Vous lisez" not in page


def test_the_past_costs_one_query_more(coordinator, here):
    bodies(here)
    url = reverse("bodies:bodies", args=[here.key])
    assert queries(coordinator, url + "?au=2009-06-15") <= queries(coordinator, url) + 1
