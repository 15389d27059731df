"""The pictures of the documentation, from the demonstration: `make docs` writes them, the tests only look."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.bodies.models import Meeting

pytestmark = pytest.mark.browser
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PAGES = {
    "ma-semaine": lambda demo: reverse("portal:workspace", args=[demo.key]),
    "reunion": lambda demo: reverse("bodies:meeting", args=[demo.key, _latest(demo).pk]),
    "compte-rendu": lambda demo: reverse("bodies:record", args=[demo.key, _latest(demo).pk]),
    "mois": lambda demo: reverse("portal:this_month", args=[demo.key]),
    "annee": lambda demo: reverse("bodies:meetings_year", args=[demo.key, timezone.localdate().year]),
    "loi": lambda demo: reverse("territory:law", args=[demo.place]) + "?date=2009-03-01",
}


def _latest(demo):
    """The latest plenary whose minutes are approved: everything of a meeting is on its pages."""
    rows = Meeting.objects.filter(body__partnership__key=demo.key, formation="plenary", state="approved")
    return rows.latest("starts_at")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_documentation_shows_what_is_there(visit, demonstration, tmp_path, name):
    page = visit("coordinator", PAGES[name](demonstration), viewport={"width": 1280, "height": 800})
    folder = IMAGES if os.environ.get("MAILLAGE_WRITE_IMAGES") else tmp_path
    page.screenshot(path=folder / f"{name}.png")
    assert "Données fictives" in page.locator(".band").inner_text()
    assert (folder / f"{name}.png").stat().st_size > 20_000
    assert (IMAGES / f"{name}.png").exists()
