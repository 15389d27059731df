"""The mayor's month: what it says, that it fits one page, names nobody and quotes nothing restricted."""

import datetime
import io

import pypdf
import pytest
from django.urls import reverse

from maillage.bodies.models import Attendance, Decision, TerritoryEvent
from maillage.bodies.vocabulary import CommitmentState
from maillage.kernel import Actor, Role
from maillage.portal.selectors import month as months
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as made
from tests.factories import MembershipFactory
from tests.portal import scenes

pytestmark = pytest.mark.django_db
MAYOR = Actor(1, "maire d'essai", frozenset({Role.MAYOR}))
TODAY = datetime.date(2026, 2, 20)


@pytest.fixture
def scene():
    found = made.plenary(promised_per_year=4)
    Decision.objects.create(meeting=found.meeting, number=1, text="ouvrir le local", mode="consensus")
    Decision.objects.create(meeting=found.meeting, number=2, text=scenes.SECRET, mode="vote", restricted=True)
    TerritoryEvent.objects.create(partnership=found.here, kind="prefect", on=datetime.date(2026, 1, 9),
                                  title="nouveau préfet")  # fmt: skip
    for day, state in (
        (3, CommitmentState.DELIVERED),
        (9, CommitmentState.PARTLY),
        (27, CommitmentState.OPEN),
    ):
        made.CommitmentFactory(institution=found.who["school"], state=state.value, deliverable=scenes.SECRET,
                               due_on=datetime.date(2026, 2, day), restricted=True)  # fmt: skip
    return found


def of(scene, year=2026, number=2, today=TODAY):
    return months.month(partnership=scene.here, actor=MAYOR, year=year, number=number, today=today)


def test_the_month_counts_what_was_held_decided_and_kept(scene):
    page = of(scene)
    assert [row.words for row in page.taken] == ["ouvrir le local", "réservée aux membres, non citée"]
    assert (page.due.due, page.due.delivered, page.due.partly, page.due.awaited) == (3, 1, 1, 1)
    assert (len(page.held), page.present, page.recorded) == (1, 5, 6)
    assert [(row.name, row.held, row.promised) for row in page.rhythms] == [("Conseil d'essai", 1, 4)]
    assert page.on == TODAY


def test_a_presence_not_recorded_is_not_an_absence(scene):
    Attendance.objects.filter(state="absent").update(state="unknown")
    page = of(scene)
    assert (page.present, page.recorded) == (5, 5)


def test_events_of_the_territory_are_drawn_on_the_history(scene):
    drawn = of(scene).history
    assert [(row.words, row.kind) for row in drawn.events] == [("nouveau préfet", "changement de préfet")]
    assert drawn.lines[0].marks[0].words == "formation plénière, tenue"


def test_another_month_is_another_page(scene):
    page = of(scene, number=1)
    assert not page.taken and not page.held and page.on == datetime.date(2026, 1, 31)
    assert page.after == datetime.date(2026, 2, 1) and page.before == datetime.date(2025, 12, 1)


def test_a_decision_withdrawn_is_not_told(scene):
    Decision.objects.filter(number=1).update(withdrawn_on=TODAY)
    assert [row.number for row in of(scene).taken] == [2]


@pytest.fixture
def mayor(client, scene):
    client.force_login(MembershipFactory(partnership=scene.here, role="mayor").user)
    return client


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def test_the_page_names_nobody_and_quotes_nothing_restricted(mayor, scene):
    text = text_of(mayor.get(reverse("portal:month", args=[scene.here.key, 2026, 2])))
    assert "Le mois du maire, février 2026" in text and "ouvrir le local" in text
    assert "5 sièges présents sur 6 relevés" in text and "nouveau préfet" in text
    assert scenes.SECRET not in text
    for person in scene.people.values():
        assert person.name not in text


def test_it_is_the_first_page_of_a_mayor(mayor, scene):
    assert "Le mois du maire" in text_of(mayor.get(reverse("portal:workspace", args=[scene.here.key])))
    assert mayor.get(reverse("portal:this_month", args=[scene.here.key])).status_code == 200


def test_a_month_that_does_not_exist_is_not_found(mayor, scene):
    for year, number in ((2026, 13), (2026, 0), (1999, 1), (9999, 1)):
        assert mayor.get(reverse("portal:month", args=[scene.here.key, year, number])).status_code == 404


def test_the_printed_page_is_one_a4_even_in_a_full_month(mayor, scene):
    for number in range(3, 33):
        Decision.objects.create(meeting=scene.meeting, number=number, mode="consensus",
                                review_on=datetime.date(2026, 2, 9),
                                text="régler " + "la circulation aux abords " * 12)  # fmt: skip
        invented.BodyFactory(partnership=scene.here, name=f"Groupe de travail au long nom numéro {number}",
                             promised_per_year=6, kind="working_group")  # fmt: skip
        invented.BodyFactory(partnership=scene.here, name=f"CLSPD {number}", promised_per_year=2)
    answer = mayor.get(reverse("portal:month_file", args=[scene.here.key, 2026, 2]))
    assert answer["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(pdf.pages) == 1
    words = pdf.pages[0].extract_text()
    assert "février 2026" in words.replace("\xa0", " ") and scenes.SECRET not in words
    assert round(float(pdf.pages[0].mediabox.width)) == 595


@pytest.mark.parametrize("role", [Role.PARTNER, Role.PREFECTURE, Role.RESEARCHER, Role.DPO])
def test_the_month_is_the_mayors_and_the_coordinators(client, scene, role):
    client.force_login(MembershipFactory(partnership=scene.here, role=role.value).user)
    for name in ("portal:month", "portal:month_file"):
        assert client.get(reverse(name, args=[scene.here.key, 2026, 2])).status_code == 403
