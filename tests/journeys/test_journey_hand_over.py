"""Journey 10, from an empty base: a holder leaves, the dossier passes on, the successor's first week."""

import datetime
import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.bodies.models import Commitment, SeatHolder
from maillage.institutions.models import Institution, Partnership, Person
from maillage.kernel import Role
from tests.factories import MACHINE
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import KEY, choose, fill, go_on, prepared, send, submit, url

pytestmark = pytest.mark.browser


def member(empty, role, name):
    """An account in the name of one institution and of its representative."""
    email = empty(role.value.replace("_", "-"))
    here, institution = Partnership.objects.get(), Institution.objects.get(name__startswith=name)
    person = Person.objects.filter(positions__institution=institution).earliest("id")
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email=email), partnership=here, role=role, on=here.opened,
        institution=institution, person=person,
    )  # fmt: skip
    return email


def promised(page):
    """The one who will leave carries a commitment."""
    page.goto(url("add_commitment"))
    page.select_option("#id_institution", label="Collège d'Essai")
    page.select_option("#id_person", label="Dana Leroux (fictive)")
    due = timezone.localdate() + datetime.timedelta(days=40)
    fill(page, deliverable="transmettre l'absentéisme par niveau", due_on=due.isoformat())
    go_on(page, "Inscrire l'engagement")


def arrived(page):
    """The successor enters the directory."""
    college = Institution.objects.get(name__startswith="Collège")
    page.goto(reverse("institutions:add_position", args=[KEY, college.pk]))
    fill(page, name="Maël Riou (fictif)", email="successeur@exemple.invalid", title="principal",
         start=(timezone.localdate() + datetime.timedelta(days=10)).isoformat())  # fmt: skip
    choose(page, "level", "manager")
    submit(page)
    assert Person.objects.filter(name="Maël Riou (fictif)").exists(), page.locator("main").inner_text()


def declared(page, last_day):
    page.goto(url("declare_departure"))
    page.select_option("#id_institution", label="Collège d'Essai")
    page.select_option("#id_leaving", label="Dana Leroux (fictive)")
    fill(page, leaves_on=last_day.isoformat(), note="Le rectorat attend la série avant l'été.")
    go_on(page, "Déclarer le départ")


@pytest.mark.journey
def test_what_a_holder_carried_passes_to_the_successor(browse, empty, clock):
    lead = browse(empty("coordinator"), PASSWORD)
    prepared(lead)
    promised(lead)
    arrived(lead)
    leaving = browse(member(empty, Role.PARTNER, "Collège"), PASSWORD, url("mine"))
    assert "transmettre l’absentéisme" in leaving.locator("main").inner_text()

    today = timezone.localdate()
    declared(lead, today + datetime.timedelta(days=5))
    dossier = lead.url
    text = lead.locator("main").inner_text()
    assert "transmettre l’absentéisme" in text
    assert "Siège Collège d’Essai" in text
    assert "Aucun successeur n’est encore désigné" in text
    printed = lead.request.get(dossier + "dossier.pdf")
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.body())).pages)
    assert "absentéisme" in words
    assert leaving.goto(dossier).status == 200  # the one who leaves reads what they pass on

    lead.goto(dossier + "successeur/")
    lead.select_option("#id_successor", label="Maël Riou (fictif)")
    lead.fill("#id_arrives_on", (today + datetime.timedelta(days=10)).isoformat())
    go_on(lead, "Désigner le successeur")
    assert Commitment.objects.get().person.name == "Maël Riou (fictif)"
    assert SeatHolder.objects.filter(person__name="Maël Riou (fictif)", end=None).exists()

    lead.goto(dossier + "premiere-semaine/")
    week = lead.locator("main").inner_text()
    assert "transmettre l’absentéisme" in week
    lead.goto(dossier)
    lead.locator("input[name=passed]").first.check()
    send(lead, "Enregistrer ce qui est passé")
    assert "passé le" in lead.locator("main").inner_text()
    assert not lead.failures


def test_the_dossier_is_not_for_the_others(browse, empty, clock):
    lead = browse(empty("coordinator"), PASSWORD)
    prepared(lead)
    declared(lead, timezone.localdate())
    dossier = lead.url
    for role, name, status in (
        (Role.FIRST_LINE, "Prévention", 404), (Role.PROSECUTOR, "Parquet", 404), (Role.MAYOR, "Ville", 403),
    ):  # fmt: skip
        page = browse(member(empty, role, name), PASSWORD)
        assert page.request.get(dossier).status == status
        assert page.request.get(dossier + "dossier.pdf").status == status
