"""The living page in Chromium: axe, the strict security policy, narrow screens, paper."""

from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from tests import axe

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls")]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address():
    """A server without database: the living page asks it nothing."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(chromium, address):
    opened = []

    def _open(width=1280, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="fr-FR",
            java_script_enabled=script,
        )
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(f"{address}/composants/")
        opened.append(context)
        return page

    yield _open
    for context in opened:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(open_page, scheme, width):
    assert axe.violations(open_page(width, scheme)) == []


def test_the_security_policy_blocks_nothing(open_page):
    assert [said for said in open_page().said if "Content Security Policy" in said] == []


@pytest.mark.parametrize("width", [320, 360, 720, 1280])
def test_no_sideways_scrolling(open_page, width):
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown"), [(1280, "chart__wide"), (375, "chart__narrow")])
def test_each_width_has_its_own_picture(open_page, width, shown):
    page = open_page(width)
    visible = page.evaluate(
        "[...document.querySelectorAll('section:has(#annees) .chart > div')]"
        ".filter(one => one.offsetWidth).map(one => one.className)"
    )
    assert visible == [shown]


def test_sorting_needs_no_script(open_page):
    page = open_page(script=False)
    page.get_by_role("link", name="Ville").click()
    assert "tri=nom" in page.url
    head = page.locator("th[aria-sort]")
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("section[aria-labelledby=tableau] tbody th").first.inner_text() == "Bouguenais"


def test_the_first_key_leads_to_the_content(open_page):
    page = open_page()
    page.evaluate(
        "document.querySelector('[autofocus]').removeAttribute('autofocus'); document.activeElement.blur()"
    )
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
