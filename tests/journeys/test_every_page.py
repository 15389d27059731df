"""Every page of a workspace, in the browser: axe in light and dark, no sideways scroll, no script needed."""

import pytest
from django.db import transaction
from django.urls import reverse

from maillage.audit import journal
from maillage.contracts.models import ActionSheet, Contract, Pledge
from tests import axe
from tests.factories import MACHINE
from tests.journeys import addresses

pytestmark = pytest.mark.browser
WIDTHS = (320,)
IN_MAIN = "document.activeElement.closest('main') !== null"
REACHED = "main :is(a[href], button, summary, [tabindex='0'])"
OUTLINED = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"


@pytest.fixture
def opened(visit):
    """The page of each role, signed in once; `None` is a stranger."""
    found = {}

    def page_of(role, **options):
        if role not in found:
            found[role] = visit(role, **options)
        return found[role]

    page_of.all = found.values
    return page_of


def violations(page, address, only=()):
    return [f"{address}: {fault}" for fault in axe.violations(page, only=only)]


def unanswered(answer, address):
    """An answer of the server that is not a whole page."""
    return [] if answer.status == 200 and "</html>" in answer.text() else [f"{address}: {answer.status}"]


def wide(page, address):
    """The widths of a phone at which this page scrolls sideways."""
    size, found = page.viewport_size, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address}: {width} px")
    page.set_viewport_size(size)
    return found


def unmarked(page, address):
    """A page that does not say that its figures are invented."""
    band = page.locator(".band")
    told = band.count() and "Données fictives" in band.first.inner_text()
    return [] if told else [f"{address}: sans bandeau"]


@pytest.mark.parametrize("part", range(4))  # four parts, that workers share
def test_every_page_passes_axe_fits_a_phone_and_says_what_is_invented(opened, demonstration, part):
    faults = []
    for role, address in addresses.every_page(demonstration)[part::4]:
        page = opened(role)
        faults += unanswered(page.goto(address), address)  # before any script has run
        titles = page.locator("h1").count()
        faults += [] if titles == 1 else [f"{address}: {titles} titres"]
        faults += violations(page, address) + unmarked(page, address) + wide(page, address)
    faults += [line for page in opened.all() for line in page.failures]
    assert not faults


def test_one_page_in_eight_passes_axe_in_the_dark(opened, demonstration):
    """The colours are those of the components, which have a page of their own."""
    faults = []
    for role, address in addresses.every_page(demonstration)[::8]:
        page = opened(role, color_scheme="dark")
        page.goto(address)
        faults += violations(page, address, axe.COLOURS)
    assert not faults


def test_one_page_in_twelve_is_drawn_without_script(opened, demonstration):
    """The server's answer is the whole page: the test above reads it for each."""
    faults = []
    for role, address in addresses.every_page(demonstration)[::12]:
        page = opened(role, java_script_enabled=False)
        faults += unanswered(page.goto(address), address)
        faults += [] if page.locator("main h1").is_visible() else [f"{address}: rien à lire"]
    assert not faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_signed_links_pass_axe_fit_a_phone_and_say_what_is_invented(
    opened, demonstration, settings, scheme
):
    settings.DEMO = False  # the partnership itself is fictitious, whatever the installation
    faults, page = [], opened(None, color_scheme=scheme)
    for address in addresses.link_pages():
        page.goto(address)
        faults += violations(page, address) + unmarked(page, address) + wide(page, address)
        assert page.locator("h1").count() == 1, address
    assert not [*faults, *page.failures]


def test_the_pages_of_signed_links_answer_without_script(opened, demonstration):
    page = opened(None, java_script_enabled=False)
    for address in addresses.link_pages():
        assert page.goto(address).status == 200, address
        assert page.locator("form, a.button").count(), address


def test_the_keyboard_reaches_the_content_then_the_menu(visit, demonstration):
    page = visit("coordinator", reverse("portal:workspace", args=[demonstration.key]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_pledge_is_written_with_the_keyboard_alone(visit, demonstration):
    """From the link that skips the menu: every field in its order, the fault, its cure."""
    sheet = ActionSheet.objects.order_by("number").first()
    page = visit("coordinator", reverse("contracts:add_pledge", args=[demonstration.key, sheet.pk]))
    press = page.keyboard.press
    press("Tab")
    press("Enter")
    for name, keys in (("institution", "Collège"), ("deliverable", "prêter une salle"),
                       ("quantity", "souvent")):  # fmt: skip
        press("Tab")
        assert page.evaluate("document.activeElement.id") == f"id_{name}"
        page.keyboard.type(keys)
    with page.expect_navigation():
        press("Enter")
    assert page.evaluate("document.activeElement.id") == "form-erreurs"
    press("Tab")
    press("Enter")  # the link of the fault
    assert page.evaluate("document.activeElement.id") == "id_quantity"
    press("Control+a")
    page.keyboard.type("deux soirs par mois")
    with page.expect_navigation():
        press("Enter")
    made = Pledge.objects.latest("pk")
    assert (made.deliverable, made.quantity) == ("prêter une salle", "deux soirs par mois")


def test_the_keyboard_goes_through_a_contract_without_a_trap(visit, demonstration):
    """Each link and button of the page is reached once, in the order of the page, and shows its focus."""
    contract = Contract.objects.get()
    for name in ("contract", "readiness", "signature"):
        page = visit("coordinator", reverse(f"contracts:{name}", args=[demonstration.key, contract.pk]))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        asked = page.locator(REACHED).locator("visible=true").count()
        reached = 0
        while page.keyboard.press("Tab") or page.evaluate(IN_MAIN):
            reached += 1
            assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")
            assert reached <= asked
        assert reached == asked


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
