"""Every route of decisions, commitments, minutes, questions and departures x every role, exports included.

What is expected is written by hand, not read from the code.
"""

import pytest
from django.urls import reverse

from maillage.accounts.models import Membership
from maillage.bodies.services import commitments, decisions, handover, minutes, questions
from maillage.bodies.services.handover import Departure
from maillage.bodies.web.urls import decisions as ours
from maillage.kernel import Role
from tests import factories
from tests.bodies.factories import decisions as scenes

pytestmark = pytest.mark.django_db
LEAD = {Role.COORDINATOR}
MEMBERS = {Role.COORDINATOR, Role.PARTNER, Role.FIRST_LINE, Role.PREFECTURE, Role.PROSECUTOR}
READERS = MEMBERS | {Role.MAYOR}
ACCESS = {
    "record": READERS, "add_record_item": LEAD, "record_item": LEAD, "state_position": LEAD,
    "carry_item": LEAD, "add_decision": LEAD, "submit_minutes": LEAD, "approve_minutes": LEAD,
    "remark_minutes": MEMBERS, "minutes_file": READERS, "minutes_waiting": LEAD, "decisions": READERS,
    "decision": READERS, "edit_decision": LEAD, "dissent": LEAD, "withdraw_decision": LEAD,
    "review_decision": LEAD, "mine": MEMBERS, "commitments": {Role.COORDINATOR, Role.MAYOR},
    "commitments_file": LEAD, "add_commitment": MEMBERS, "commitment": READERS, "reword": LEAD,
    "renegotiate": LEAD, "withdraw_commitment": LEAD, "carrier": LEAD, "questions": READERS,
    "ask_questions": LEAD, "answer_questions": MEMBERS, "handovers": MEMBERS, "declare_departure": LEAD,
    "handover": MEMBERS, "handover_file": MEMBERS, "handover_note": MEMBERS, "successor": LEAD,
    "add_line": MEMBERS, "pass_lines": MEMBERS, "first_week": MEMBERS,
}  # fmt: skip
PUBLIC: set[str] = set()
POSTED = {
    "state_position",
    "carry_item",
    "submit_minutes",
    "dissent",
    "ask_questions",
    "add_line",
    "pass_lines",
}


@pytest.fixture
def scene():
    """A plenary with a decision, a commitment, a submitted version and a departure."""
    scene = scenes.plenary(absent=())
    scene.meeting.items.update(outcome="handled")
    scene.decision = decisions.take_decision(
        actor=scene.actor, meeting=scene.meeting, draft=scenes.decided(), nonce=None
    )
    scene.commitment = commitments.make_commitment(
        actor=scene.actor, partnership=scene.here, draft=scenes.promise(scene.who["school"]), on=scenes.DAY
    )
    minutes.submit_minutes(actor=scene.actor, meeting=scene.meeting, now=scenes.AFTER)
    departure = Departure(scene.who["school"], scene.people["school"], scenes.DAY)
    scene.handover = handover.declare_departure(
        actor=scene.actor, partnership=scene.here, departure=departure, on=scenes.DAY
    )
    return scene


def arguments(scene, name):
    meeting, item = scene.meeting.pk, scene.items[0].pk
    if name == "minutes_file":
        return [
            [meeting, 1, version, form] for version in ("restreint", "public") for form in ("pdf", "docx")
        ]
    if name == "commitments_file":
        return [["csv"], ["xlsx"]]
    if name in ("record_item", "state_position", "carry_item"):
        return [[meeting, item]]
    if name in ("record", "add_record_item", "add_decision", "submit_minutes", "approve_minutes",
                "remark_minutes", "questions", "ask_questions", "answer_questions"):  # fmt: skip
        return [[meeting]]
    if name in ("decision", "edit_decision", "dissent", "withdraw_decision", "review_decision"):
        return [[scene.decision.pk]]
    if name in ("commitment", "reword", "renegotiate", "withdraw_commitment", "carrier"):
        return [[scene.commitment.pk]]
    if name in (
        "handover",
        "handover_file",
        "handover_note",
        "successor",
        "add_line",
        "pass_lines",
        "first_week",
    ):
        return [[scene.handover.pk]]
    return [[]]


def ask(client, scene, name):
    pages = [reverse(f"bodies:{name}", args=[scene.here.key, *rest]) for rest in arguments(scene, name)]
    return [client.post(page) if name in POSTED else client.get(page) for page in pages]


def test_no_route_is_forgotten():
    assert {route.name for route in ours.urlpatterns} == set(ACCESS) | PUBLIC


@pytest.mark.parametrize("role", sorted(Role, key=str))
def test_each_role_opens_its_pages_and_no_other(client, scene, role):
    """A partner of the school: every page that the role opens, and no other."""
    if role is Role.ADMINISTRATOR:
        client.force_login(factories.UserFactory(is_instance_admin=True))
    else:
        institution = scene.who["school"] if role in MEMBERS else None
        row = factories.MembershipFactory(partnership=scene.here, role=role.value, institution=institution)
        client.force_login(row.user)
    wrong = {
        f"{name}: {answer.status_code}"
        for name, admitted in ACCESS.items()
        for answer in ask(client, scene, name)
        if (answer.status_code in (200, 302)) is not (role in admitted)
    }
    assert not wrong


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_elsewhere_and_visitors_find_nothing(client, scene, name):
    assert {answer.status_code for answer in ask(client, scene, name)} == {302}
    elsewhere = factories.PartnershipFactory(place="44109")
    client.force_login(factories.MembershipFactory(partnership=elsewhere).user)
    assert {answer.status_code for answer in ask(client, scene, name)} == {404}


def test_a_role_that_ended_opens_nothing(client, scene):
    row = factories.MembershipFactory(partnership=scene.here, role="partner", institution=scene.who["school"])
    Membership.objects.filter(pk=row.pk).update(end=scenes.DAY)
    client.force_login(row.user)
    assert ask(client, scene, "mine")[0].status_code == 404


def test_the_signed_link_opens_to_a_visitor(client, scene):
    link = questions.token(scene.meeting, scene.who["town"])
    assert client.get(reverse("links:questions", args=[link])).status_code == 200
