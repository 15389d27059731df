"""Every page of a workspace, in the browser: axe in light and dark, no sideways scroll, no script needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

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
MINE = ["portal:home", "portal:open", "territory:search", "datasets:releases", "mfa_index"]
WORKSPACE = ["portal:workspace", "portal:members", "portal:appearance", "portal:journal", "diagnosis:page"]


def addresses(demonstration):
    key, place = demonstration.key, demonstration.place
    return [
        *[(None, reverse(name)) for name in PUBLIC],
        *[("coordinator", reverse(name)) for name in MINE],
        *[("coordinator", reverse(name, args=[place])) for name in PLACE_PAGES],
        *[("coordinator", reverse(name, args=[key])) for name in WORKSPACE],
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
