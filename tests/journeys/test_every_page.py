"""Every page of a workspace, in the browser: axe in light and dark, no sideways scroll, no script needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.urls import reverse

from maillage.audit import journal
from maillage.datasets.models import Release
from tests.factories import MACHINE

pytestmark = pytest.mark.browser
PUBLIC = [
    "account_login",
    "account_reset_password",
    "portal:methods",
    "portal:accessibility",
    "portal:personal_data",
    "ui:components",
]
PLACE_PAGES = ["territory:place", "territory:law"]
MINE = [
    "portal:home", "portal:open", "portal:account", "territory:search", "datasets:releases",
    "datasets:upload", "mfa_index", "mfa_activate_totp", "account_change_password", "account_logout",
]  # fmt: skip
LONGEST = "51513"  # Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson, the longest name
LINES = ["finding", "source", "means"]
WORKSPACE = ["portal:workspace", "portal:members", "portal:appearance", "portal:journal", "diagnosis:page"]


def addresses(demonstration):
    key, place = demonstration.key, demonstration.place
    return [
        *[(None, reverse(name)) for name in PUBLIC],
        *[("coordinator", reverse(name)) for name in MINE],
        *[("coordinator", reverse(name, args=[code])) for name in PLACE_PAGES for code in (place, LONGEST)],
        ("coordinator", reverse("portal:open") + f"?place={LONGEST}"),
        ("coordinator", reverse("portal:open") + "?q=saint"),
        ("coordinator", reverse("territory:law", args=[place]) + "?date=demain"),
        *[("coordinator", reverse(name, args=[key])) for name in WORKSPACE],
        ("coordinator", reverse("diagnosis:versions", args=[key])),
        ("coordinator", reverse("diagnosis:version", args=[key, 1])),
        ("coordinator", reverse("diagnosis:section", args=[key, "method"])),
        *[("coordinator", reverse("diagnosis:new_line", args=[key, kind])) for kind in LINES],
        *[("coordinator", reverse("datasets:release", args=[row.pk])) for row in Release.objects.all()],
    ]


def violations(page, address):
    found = Axe().run(page).response["violations"]
    return [f"{address}: {row['id']} {[node['target'] for node in row['nodes']][:3]}" for row in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_axe(visit, demonstration, scheme):
    faults, page = [], visit("coordinator", color_scheme=scheme)
    stranger = visit(None, color_scheme=scheme)
    for role, address in addresses(demonstration):
        shown = page if role else stranger
        shown.goto(address)
        faults += violations(shown, address)
        assert shown.locator("h1").count() == 1, address
    assert not faults
    assert not page.failures


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_on_a_phone(visit, demonstration, width):
    page = visit("coordinator", viewport={"width": width, "height": 740})
    wide = []
    for _role, address in addresses(demonstration):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert not wide


def test_every_page_answers_without_script(visit, demonstration):
    page = visit("coordinator", java_script_enabled=False)
    for _role, address in addresses(demonstration):
        answer = page.goto(address)
        assert answer.status == 200, address


def test_the_keyboard_reaches_the_content_then_the_menu(visit, demonstration):
    page = visit("coordinator", reverse("portal:workspace", args=[demonstration.key]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_the_band_says_that_the_figures_are_invented(visit, demonstration):
    page = visit("coordinator")
    for role, address in addresses(demonstration):
        if role:
            page.goto(address)
            assert "Données fictives" in page.locator(".band").inner_text(), address


def test_printing_hides_what_is_of_no_use_on_paper(visit, demonstration):
    page = visit("coordinator", reverse("diagnosis:page", args=[demonstration.key]))
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".band").is_visible()


def test_a_thousand_lines_stay_within_a_phone_and_come_in_pages(visit, demonstration):
    for number in range(1000):
        with transaction.atomic():
            journal.append(
                actor=MACHINE, act="essai", subject=f"ligne {number}", partnership=demonstration.key
            )
    page = visit("coordinator", reverse("portal:journal", args=[demonstration.key]),
                 viewport={"width": 360, "height": 740})  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("tbody tr").count() == 100
    page.click("text=Page suivante")
    assert "page=2" in page.url


def test_the_errors_keep_the_navigation_of_the_workspace(visit, demonstration):
    page = visit("partner", reverse("portal:workspace", args=[demonstration.key]))
    for address, status in ((reverse("portal:members", args=[demonstration.key]), 403), ("/rien/", 404)):
        assert page.goto(address).status == status
        assert page.locator("nav >> text=Diagnostic").is_visible()
        assert not violations(page, address)


def test_the_language_is_changed_from_any_page(visit, demonstration):
    page = visit("coordinator", reverse("territory:place", args=[demonstration.place]))
    page.click("text=Read in English")
    assert page.url.endswith(f"/territoires/{demonstration.place}/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("text=Lire en français")
    assert page.locator("html").get_attribute("lang") == "fr"
