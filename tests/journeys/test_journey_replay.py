"""Journey 12: pages moved to 2009 say the law, the bodies, the contracts and the figures of that day."""

import datetime

import pytest
from django.urls import reverse

from maillage.bodies.models import Body, BodyEvent
from maillage.kernel import Role
from maillage.observatory.models import HealthSnapshot
from tests import factories
from tests.bodies.factories import bodies as invented
from tests.contracts.factories import ContractFactory
from tests.journeys import look_steps as steps
from tests.journeys.look_steps import at, text_of
from tests.journeys.steps import send

pytestmark = pytest.mark.browser
THEN = "2009-06-15"
PAST = f"?au={THEN}"
BANNER = "Vous lisez l'état au 15 juin 2009"


@pytest.fixture
def here(empty, clock):
    """A council of 2003, a cell closed since, a group of today, a contract ended since."""
    made = factories.PartnershipFactory(opened=datetime.date(2003, 1, 1))
    council = invented.BodyFactory(
        partnership=made, name="Conseil ancien", opened_on=datetime.date(2003, 2, 1)
    )
    gone = invented.BodyFactory(
        partnership=made, name="Cellule close depuis", kind="watch", state="closed",
        opened_on=datetime.date(2004, 1, 1),
    )  # fmt: skip
    BodyEvent.objects.create(body=gone, kind="closed", on=datetime.date(2012, 6, 1))
    invented.BodyFactory(partnership=made, name="Groupe récent", opened_on=datetime.date(2020, 1, 1))
    for name in ("Ville d'Essai", "Collège d'Essai"):
        invented.InstitutionFactory(partnership=made, name=name)
    for day in (datetime.date(2008, 11, 4), datetime.date(2009, 4, 7)):
        invented.MeetingFactory(
            body=council, state="approved", formation="plenary", convened_on=day - datetime.timedelta(15),
            starts_at=datetime.datetime(day.year, day.month, day.day, 9, tzinfo=datetime.UTC),
        )  # fmt: skip
    for start, end, state in ((2007, 2010, "ended"), (2024, 2027, "in_force")):
        ContractFactory(
            partnership=made, title=f"Contrat de {start}", start=datetime.date(start, 1, 1),
            end=datetime.date(end, 12, 31), opened_on=datetime.date(start, 1, 1), state=state,
        )  # fmt: skip
    return made


def law(page):
    """The law of 2009: sensitive urban zones, local security contracts, the code of local authorities."""
    page.goto(reverse("territory:law", args=["44109"]) + PAST)
    then = text_of(page)
    assert BANNER in then
    assert "ZUS" in then or "zone urbaine sensible" in then.lower()
    assert "CLS" in then and "L. 2211-4" in then
    page.get_by_role("link", name="revenir à aujourd").click()
    page.wait_for_url("**/loi/")
    now = text_of(page)
    assert BANNER not in now
    assert "L. 132-4" in now and "quartier" in now


def bodies(page, here):
    """The bodies of that day, then its contracts, by a link that keeps the day; nothing can be written."""
    page.goto(reverse("bodies:bodies", args=[here.key]) + PAST)
    words = text_of(page)
    assert BANNER in words
    assert "Conseil ancien" in words and "Cellule close depuis" in words
    assert "Groupe récent" not in words and "Ouvrir une instance" not in words
    page.locator(f"nav a[href='{reverse('contracts:contracts', args=[here.key])}{PAST}']").first.click()
    page.wait_for_url(f"**{PAST}")
    words = text_of(page)
    assert BANNER in words
    assert "en vigueur" in page.locator("main tr", has_text="Contrat de 2007").inner_text()
    assert "Contrat de 2024" not in words
    page.get_by_role("link", name="revenir à aujourd").click()
    page.wait_for_url("**/contrats/")
    assert "en vigueur" in page.locator("main tr", has_text="Contrat de 2024").inner_text()
    assert "en vigueur" not in page.locator("main tr", has_text="Contrat de 2007").inner_text()


def refused(page, here):
    """A form sent under a past day is refused, with the way back; what does not read the past says so."""
    page.goto(reverse("bodies:open_body", args=[here.key]))
    page.select_option("#id_kind", "clspd")
    page.fill("#id_name", "Conseil de trop")
    page.locator("main form.form").evaluate("(form, past) => form.action = location.pathname + past", PAST)
    with page.expect_navigation():
        page.locator("main form.form button[type=submit]").last.click()
    assert "On n'agit pas sur un jour passé" in text_of(page)
    assert not Body.objects.filter(name="Conseil de trop").exists()
    assert page.goto(reverse("institutions:directory", args=[here.key]) + PAST).status == 400
    page.get_by_role("link", name="Voir cette page aujourd").click()
    page.wait_for_url("**/annuaire/")


def health(page, here):
    """The figures of that day are computed on the records of that day, and are not those of today."""
    page.goto(at(here, "health") + PAST)
    assert BANNER in text_of(page)
    send(page, "Calculer maintenant")
    words = text_of(page)
    assert page.url.endswith(PAST) and BANNER in words
    assert "État au 15 juin 2009" in words
    kept = HealthSnapshot.objects.get()
    assert kept.day.isoformat() == THEN
    assert kept.content["figures"]["R1m"]["numerator"] == 2
    page.goto(at(here, "figure", "R1m") + PAST)
    assert "15 juin 2009" in text_of(page)
    page.goto(at(here, "network") + PAST)
    assert BANNER in text_of(page) and "au 15 juin 2009" in text_of(page)
    links = page.locator("main a[href*='/reseau/liens']").evaluate_all("rows => rows.map(one => one.href)")
    assert links and all(f"au={THEN}" in link for link in links)
    page.goto(at(here, "health"))
    assert "Le dernier état calculé est celui du 15 juin 2009" in text_of(page)
    page.set_default_timeout(60_000)  # every figure of five years is computed before the page answers
    send(page, "Recalculer")
    words = text_of(page)
    assert "15 juin 2009" not in words and "État au 2 mars 2026" in words


@pytest.mark.journey
def test_the_pages_answer_as_of_2009(browse, empty, here):
    page = steps.entered(browse, empty, here, Role.COORDINATOR)
    law(page)
    bodies(page, here)
    health(page, here)
    assert not page.failures
    refused(page, here)
