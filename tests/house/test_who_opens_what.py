"""Every route x every role, exports included. What is expected is written by hand, not read from the code."""

import datetime

import pytest
from django.urls import reverse

from maillage.accounts.models import User
from maillage.datasets.models import ImportJob
from maillage.diagnosis import services as diagnosis
from maillage.kernel import Actor, Role
from tests import factories
from tests.architecture.test_house import routes
from tests.diagnosis.conftest import evidence  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
EVERYONE = set(Role)
MEMBERS = EVERYONE - {Role.ADMINISTRATOR}
READERS = MEMBERS - {Role.FIRST_LINE}
LEAD = {Role.COORDINATOR}
NAMED = READERS - {Role.RESEARCHER}
DIRECTORY_POSTED = {
    f"institutions:{name}"
    for name in ("put_away", "put_back", "withdraw_position", "put_away_person", "put_back_person",
                 "drop_import", "retry_letter")
}  # fmt: skip
WITH_A_ROW = DIRECTORY_POSTED | {
    f"institutions:{name}"
    for name in ("edit", "add_position", "merge_institution", "edit_position", "end_position", "edit_person",
                 "merge_person", "preview")
}  # fmt: skip
KEEPING = WITH_A_ROW | {f"institutions:{name}" for name in ("add", "upload", "twins", "letters")}
HOLDERS = MEMBERS - {Role.MAYOR, Role.DPO, Role.RESEARCHER}
SIGNERS = MEMBERS - {Role.FIRST_LINE, Role.DPO, Role.RESEARCHER}
KINDS = ("finding", "source", "means", "field", "words", "priority")
DATA_LED = {"diagnosis:new_request", "diagnosis:edit_request", "diagnosis:send_request"}
DATA_READ = {"diagnosis:request", "diagnosis:delivery", "diagnosis:doubt"}
DATA_HELD = {
    f"diagnosis:{name}"
    for name in ("refuse_request", "take_up", "template", "answer", "drop_delivery", "withdraw_delivery",
                 "coding")
}  # fmt: skip
DATA_SIGNED = {f"diagnosis:{name}" for name in ("sign", "dissent", "withdraw_signature", "withdraw_dissent")}
DATA_ROWS = (DATA_LED | DATA_READ | DATA_HELD | DATA_SIGNED | {"diagnosis:field", "diagnosis:finding"}) - {
    "diagnosis:new_request",
    "diagnosis:template",
}
FORMATS = ("pdf", "docx", "odt", "xlsx", "ods", "html")
PUBLIC = {
    "portal:alive", "portal:methods", "portal:accessibility", "portal:personal_data",
    "ui:components", "ui:theme",
}  # fmt: skip
SHARED = {  # any account; what a role may do there is told apart below
    "portal:home", "portal:account", "portal:open", "territory:search", "territory:place", "territory:law",
    "datasets:releases",
}  # fmt: skip
IMPORTERS = {"datasets:upload", "datasets:job"}  # coordinators and administrators
INSIDE = {
    "portal:workspace": MEMBERS,
    "portal:members": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "portal:add_member": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "portal:withdraw": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "portal:appearance": LEAD,
    "portal:theme": EVERYONE,
    "portal:mark": EVERYONE,
    "portal:journal": {Role.COORDINATOR, Role.DPO},
    "portal:link": LEAD,
    "institutions:directory": MEMBERS,
    "institutions:institution": MEMBERS,
    "institutions:people": NAMED,
    "institutions:person": NAMED,
    **dict.fromkeys(KEEPING, LEAD),
    "diagnosis:page": READERS,
    "diagnosis:compose": LEAD,
    "diagnosis:versions": READERS,
    "diagnosis:version": READERS,
    "diagnosis:download": READERS,
    "diagnosis:section": LEAD,
    "diagnosis:undo_section": LEAD,
    "diagnosis:new_line": LEAD,
    "diagnosis:line": LEAD,
    "diagnosis:withdraw": LEAD,
    "diagnosis:put_back": LEAD,
    **dict.fromkeys(DATA_LED, LEAD),
    "diagnosis:requests": {Role.COORDINATOR, Role.MAYOR, Role.DPO},
    "diagnosis:asked_of_us": HOLDERS,
    **dict.fromkeys(DATA_READ, HOLDERS | {Role.MAYOR, Role.DPO}),
    **dict.fromkeys(DATA_HELD, HOLDERS),
    "diagnosis:field": READERS,
    "diagnosis:finding": READERS,
    **dict.fromkeys(DATA_SIGNED, SIGNERS),
}
POSTED = {
    "diagnosis:send_request", "diagnosis:take_up", "diagnosis:drop_delivery", "diagnosis:withdraw_delivery",
    "portal:add_member", "portal:withdraw", "datasets:withdraw", *DIRECTORY_POSTED,
    "diagnosis:compose", "diagnosis:undo_section", "diagnosis:withdraw", "diagnosis:put_back",
}  # fmt: skip


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
    return factories.MembershipFactory(partnership=partnership, role=role.value).user


def addresses(name: str, partnership) -> list[str]:
    key, job = partnership.key, ImportJob.objects.first()
    rest = {
        "portal:withdraw": [[key, 999_999]],
        "portal:link": [[key, 999_999]],
        **{row: [[key, 999_999]] for row in (*WITH_A_ROW, "institutions:institution", "institutions:person")},
        **{row: [[key, 999_999]] for row in DATA_ROWS},
        "diagnosis:template": [[key, 999_999, "csv"], [key, 999_999, "xlsx"]],
        "diagnosis:version": [[key, 1]],
        "diagnosis:download": [[key, 1, form] for form in FORMATS],
        "diagnosis:section": [[key, "method"]],
        "diagnosis:undo_section": [[key, "method"]],
        "diagnosis:new_line": [[key, kind] for kind in KINDS],
        **{f"diagnosis:{verb}": [[key, "finding", 999]] for verb in ("line", "withdraw", "put_back")},
        "ui:theme": [[150, 60]],
        "territory:place": [["44143"]],
        "territory:law": [["44143"]],
        "datasets:job": [[job.pk]],
    }
    inside = [[key]] if name in INSIDE else [[]]
    return [reverse(name, args=values) for values in rest.get(name, inside)]


def ask(client, name, url):
    return client.post(url) if name in POSTED else client.get(url)


def test_no_route_is_forgotten():
    ours = {name for name, view in routes() if view.__module__.startswith("maillage.")}
    known = PUBLIC | SHARED | IMPORTERS | set(INSIDE) | {"datasets:release", "datasets:withdraw"}
    assert ours == known


@pytest.mark.parametrize("role", sorted(Role, key=str))
def test_each_role_opens_its_pages_and_no_other(client, composed, here, role):
    client.force_login(person(role, here))
    wrong = []
    for name, admitted in INSIDE.items():
        for url in addresses(name, here):
            opened = ask(client, name, url).status_code not in (403,)
            if opened != (role in admitted):
                wrong.append(f"{url}: {'ouvert' if opened else 'fermé'} à {role.label}")
    assert not wrong


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_a_coordinator_of_elsewhere_finds_nothing_here(client, here, name):
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(person(Role.COORDINATOR, elsewhere))
    for url in addresses(name, here):
        assert ask(client, name, url).status_code == 404, url


@pytest.mark.parametrize("name", sorted({*INSIDE, *SHARED, *IMPORTERS}))
def test_a_visitor_is_sent_to_the_login_page(client, here, name):
    for url in addresses(name, here):
        answer = ask(client, name, url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/compte/login/"), url


@pytest.mark.parametrize("role", [*sorted(Role, key=str), None])
def test_shared_and_public_pages_open_to_every_account(client, here, role):
    client.force_login(person(role, here) if role else factories.UserFactory())
    for name in sorted(PUBLIC | SHARED):
        for url in addresses(name, here):
            assert client.get(url).status_code == 200, url


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
