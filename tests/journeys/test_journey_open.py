"""Journey 1, from an empty base: a commune's name, its duties, its CLSPD open and composed, the arrêté."""

import io
import re

import docx
import pytest
from django.urls import reverse

from maillage.accounts import services as accounts
from maillage.accounts.models import User
from maillage.bodies.models import Body, Seat
from maillage.institutions.models import Partnership
from maillage.kernel import Role
from tests.factories import MACHINE
from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.browser
KEY = "44190-clspd"


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def opened(page) -> None:
    """Type a commune, read what the law asks there, open the partnership."""
    page.goto("/partenariats/nouveau/")
    page.fill("input[name=q]", "saint-sebastien-sur-loire")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "L. 132-4" in page.locator("main").inner_text()
    press(page, "Ouvrir")
    page.wait_for_url(f"**/p/{KEY}/")


def composed(page) -> None:
    """Open the council by the kind and name proposed, keep the composition of the law."""
    page.goto(reverse("bodies:open_body", args=[KEY]))
    page.select_option("#id_kind", "clspd")
    page.fill("#id_name", "CLSPD de Saint-Sébastien-sur-Loire")
    press(page, "Ouvrir")
    page.wait_for_url(re.compile(r"/instances/\d+/(composition/)?$"))
    page.goto(reverse("bodies:composition", args=[KEY, Body.objects.get().pk]))
    press(page, "Créer ces sièges")
    page.wait_for_url(re.compile(r"/instances/\d+/$"))


def joined(empty, role: Role) -> str:
    """An account that holds this role in the partnership."""
    email = empty(role.value.replace("_", "-"))
    accounts.grant_role(
        actor=MACHINE, user=User.objects.get(email=email), partnership=Partnership.objects.get(),
        role=role, on=Partnership.objects.get().opened,
    )  # fmt: skip
    return email


@pytest.mark.journey
def test_a_council_is_open_and_composed_and_its_arrete_drafted(browse, empty):
    page = browse(empty("coordinator"), PASSWORD)
    opened(page)
    text = page.locator("main").inner_text()
    assert "Saint-Sébastien-sur-Loire" in page.locator("h1").inner_text() + text
    composed(page)
    seats = set(Seat.objects.values_list("institution__kind", flat=True))
    assert {"town", "prefecture", "prosecutor"} <= seats
    body = Body.objects.get()
    page.goto(reverse("bodies:conformity", args=[KEY, body.pk]))
    assert "à confirmer" in page.locator("main").inner_text()
    page.goto(reverse("bodies:arrete", args=[KEY, body.pk]))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="DOCX").click()
    written = docx.Document(io.BytesIO(waiting.value.path().read_bytes()))
    words = "\n".join(line.text for line in written.paragraphs)
    assert "L. 132-4" in words
    assert "à confirmer" in words
    assert not page.failures


def test_the_others_read_what_is_theirs(browse, empty):
    lead = browse(empty("coordinator"), PASSWORD)
    opened(lead)
    composed(lead)
    body = Body.objects.get()
    for role in (Role.MAYOR, Role.PARTNER, Role.FIRST_LINE):
        page = browse(joined(empty, role), PASSWORD, f"/p/{KEY}/")
        assert page.goto(reverse("bodies:body", args=[KEY, body.pk])).status == 200
        assert page.get_by_role("link", name="Ajouter un siège").count() == 0
        assert page.goto(reverse("bodies:open_body", args=[KEY])).status == 403
        drafts = page.request.get(reverse("bodies:arrete_file", args=[KEY, body.pk, "pdf"]))
        assert drafts.status == (200 if role is Role.MAYOR else 403)
