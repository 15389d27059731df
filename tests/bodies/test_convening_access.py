"""Every route of meetings to come x every role; what is expected is written by hand."""

import pytest
from django.urls import reverse

from maillage.bodies.models import Convocation
from maillage.bodies.services import agenda, convocations
from maillage.bodies.web.urls import meetings as ours
from maillage.bodies.web.urls import public
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import meetings as scenes
from tests.bodies.factories.meetings import item

pytestmark = pytest.mark.django_db
LEAD = {Role.COORDINATOR}
MEMBERS = {Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR}
READERS = MEMBERS | {Role.MAYOR}
ACCESS = {
    "meetings": READERS, "meetings_year": READERS, "year_ics": READERS, "meeting_ics": READERS,
    "prepare": READERS, "plan_meeting": LEAD, "plan_series": LEAD, "edit_meeting": LEAD,
    "move_meeting": LEAD, "cancel_meeting": LEAD, "reopen_meeting": LEAD, "convene": LEAD,
    "remind_silent": LEAD, "send_agenda": LEAD,
    "convocation_file": LEAD, "answer_convocation": MEMBERS, "add_item": MEMBERS,
    "edit_item": LEAD, "place_item": LEAD, "withdraw_item": LEAD, "carry_forward": LEAD,
}  # fmt: skip
POSTED = {"reopen_meeting", "remind_silent", "send_agenda", "place_item", "withdraw_item", "carry_forward"}


@pytest.fixture
def scene(time_machine):
    """A meeting convened, with an item; the school is one of those who sit."""
    time_machine.move_to("2026-10-20T09:00:00Z", tick=False)
    scene = scenes.prepared()
    scene.item = agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item())
    convocations.convene(actor=scene.actor, meeting=scene.meeting, seen=0, now=scenes.NOW)
    scene.convocation = Convocation.objects.get(seat=scene.seats["school"])
    return scene


def page(scene, name):
    arguments = {
        "meetings": [], "plan_meeting": [], "plan_series": [], "meetings_year": [2026], "year_ics": [2026],
        "convocation_file": [scene.meeting.pk, "sans-adresse", "pdf"],
        "answer_convocation": [scene.meeting.pk, scene.convocation.pk],
    }  # fmt: skip
    one = [scene.meeting.pk, scene.item.pk] if name.endswith("_item") and name != "add_item" else None
    one = [scene.meeting.pk, scene.item.pk] if name == "carry_forward" else one
    return reverse(f"bodies:{name}", args=[scene.here.key, *arguments.get(name, one or [scene.meeting.pk])])


def ask(client, scene, name):
    return client.post(page(scene, name)) if name in POSTED else client.get(page(scene, name))


def test_every_route_is_listed():
    """The page of the meeting itself and its presences are tested beside their own views."""
    names = {route.name for route in ours.urlpatterns}
    assert set(ACCESS) <= names and {"convocation", "questions"} <= {row.name for row in public.urlpatterns}


@pytest.mark.parametrize("role", sorted(Role, key=str))
def test_each_role_opens_its_pages_and_no_other(client, scene, role):
    if role is Role.ADMINISTRATOR:
        client.force_login(factories.UserFactory(is_instance_admin=True))
    else:
        institution = scene.who["school"] if role in MEMBERS else None
        row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=institution)
        client.force_login(row.user)
    opened = {name for name in ACCESS if ask(client, scene, name).status_code in (200, 302)}
    expected = {name for name, roles in ACCESS.items() if role in roles}
    # an item of the meeting itself is none of an earlier one: the page does not exist, whoever asks
    assert opened == expected - {"carry_forward"}


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_elsewhere_and_visitors_find_nothing(client, scene, name):
    assert ask(client, scene, name).status_code == 302
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(factories.MembershipFactory(partnership=elsewhere).user)
    assert ask(client, scene, name).status_code == 404
    if "reunions/1" in page(scene, name) or f"/{scene.meeting.pk}/" in page(scene, name):
        forged = page(scene, name).replace(scene.here.key, elsewhere.key)
        answer = client.post(forged) if name in POSTED else client.get(forged)
        assert answer.status_code == 404
