"""Every route x every role, exports included. What is expected is written by hand in `access.py`."""

import contextlib
import datetime

import pytest
from django.urls import NoReverseMatch, reverse

from maillage.accounts.models import User
from maillage.datasets.models import ImportJob
from maillage.diagnosis import services as diagnosis
from maillage.kernel import Actor, Role
from tests import factories
from tests.architecture.test_house import routes
from tests.diagnosis.conftest import evidence  # noqa: F401
from tests.house.access import IMPORTERS, INSIDE, LINKED, MANY, NUMBERS, OUTSIDE, PUBLIC, SHARED, WORDS
from tests.institutions.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
UNKNOWN = 999_999


@pytest.fixture
def here(db):
    row = factories.PartnershipFactory(place="44143", mark=b"\x89PNG", mark_type="image/png")
    ImportJob.objects.create(path="x", filename="x.csv", asked_by="essai", asked_at="2026-03-02T00:00Z")
    return row


@pytest.fixture
def composed(here, evidence):  # noqa: F811
    user = factories.MembershipFactory(partnership=here).user
    actor = Actor(user.pk, user.name, frozenset({Role.COORDINATOR}))
    diagnosis.compose(actor=actor, place="44143", on=DAY, partnership=here)
    return here


def person(role: Role, partnership) -> User:
    if role is Role.ADMINISTRATOR:
        return factories.UserFactory(is_instance_admin=True)
    return factories.MembershipFactory(
        partnership=partnership, role=role.value, institution=InstitutionFactory(partnership=partnership)
    ).user


def addresses(name: str, partnership) -> list[str]:
    """Every address of a route: its words as listed, its numbers those of rows that do not exist."""
    if name in OUTSIDE:
        return [reverse(name, args=values) for values in OUTSIDE[name]]
    if name == "datasets:job":
        return [reverse(name, args=[ImportJob.objects.get().pk])]
    here = {"partnership": partnership.key} if name in INSIDE else {}
    return [_address(name, here | words) for words in WORDS.get(name, [{}])]


def _address(name: str, known: dict[str, object]) -> str:
    for numbers in NUMBERS:
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, kwargs=known | dict.fromkeys(numbers, UNKNOWN))
    raise AssertionError(f"{name}: dire dans access.WORDS ce que porte son adresse")


def ask(client, url) -> list[int]:
    """The answers to a reading and to a form sent empty; what the route does not accept is left out."""
    answers = [client.get(url), client.post(url)]
    return [answer for answer in answers if answer.status_code != 405]


def test_no_route_is_forgotten():
    ours = {name for name, view in routes() if view.__module__.startswith("maillage.")}
    apart = {"datasets:release", "datasets:withdraw", "portal:choose_digest"}  # each has its own test
    known = PUBLIC | LINKED | SHARED | IMPORTERS | set(MANY) | set(INSIDE) | apart
    assert ours == known


@pytest.mark.slow
@pytest.mark.usefixtures("without_contexts")
@pytest.mark.parametrize("role", sorted(Role, key=str))
def test_each_role_opens_its_pages_and_no_other(client, composed, here, role, settings):
    settings.DIAGNOSIS_DOCUMENTS = "tests.house.documents.render"
    client.force_login(person(role, here))
    wrong = []
    for name, admitted in INSIDE.items():
        for url in addresses(name, here):
            opened = {answer.status_code != 403 for answer in ask(client, url)}
            if opened != {role in admitted}:
                wrong.append(f"{name} {url}: {'ouvert' if True in opened else 'fermé'} à {role.label}")
    assert not wrong


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_a_coordinator_of_elsewhere_finds_nothing_here(client, here, name):
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(person(Role.COORDINATOR, elsewhere))
    for url in addresses(name, here):
        assert {answer.status_code for answer in ask(client, url)} == {404}, url


@pytest.mark.parametrize("name", sorted({*INSIDE, *SHARED, *IMPORTERS, *MANY}))
def test_a_visitor_is_sent_to_the_login_page(client, here, name):
    for url in addresses(name, here):
        for answer in ask(client, url):
            assert (answer.status_code, answer.url.split("?")[0]) == (302, "/compte/login/"), url


@pytest.mark.parametrize("role", [*sorted(Role, key=str), None])
def test_shared_and_public_pages_open_to_every_account(client, here, role):
    client.force_login(person(role, here) if role else factories.UserFactory())
    for name in sorted(PUBLIC | SHARED):
        for url in addresses(name, here):
            assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("role", [*sorted(Role, key=str), None])
def test_boards_of_several_partnerships_exist_only_for_those_who_follow_one(client, here, role):
    client.force_login(person(role, here) if role else factories.UserFactory())
    for name, admitted in MANY.items():
        for url in addresses(name, here):
            assert client.get(url).status_code == (200 if role in admitted else 404), url


@pytest.mark.parametrize("role", [*sorted(Role, key=str), None])
def test_only_those_who_answer_for_the_data_import_it(client, here, role):
    client.force_login(person(role, here) if role else factories.UserFactory())
    admitted = role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    for name in sorted(IMPORTERS):
        for url in addresses(name, here):
            assert client.get(url).status_code == (200 if admitted else 403), url
    gone = client.post(reverse("datasets:withdraw", args=["inconnue"]))
    assert gone.status_code == (404 if admitted else 403)


@pytest.mark.parametrize("role", sorted(Role, key=str))
def test_the_navigation_never_leads_to_a_closed_door(client, here, role):
    client.force_login(person(role, here))
    client.get(reverse("portal:workspace", args=[here.key]))
    page = client.get(reverse("portal:account"))
    for group in page.context["navigation"]:
        for link in group["links"]:
            assert client.get(link["url"]).status_code == 200, link


def test_shared_pages_keep_the_last_workspace_beside_them_and_lose_it_with_the_role(client, here):
    user = person(Role.MAYOR, here)
    client.force_login(user)
    client.get(reverse("portal:workspace", args=[here.key]))
    assert client.get(reverse("territory:search")).context["workspace"] == here
    user.memberships.update(start=datetime.date(2020, 1, 1), end=datetime.date(2020, 2, 1))
    assert client.get(reverse("territory:search")).context["workspace"] is None
