"""A real browser on a real server: Debian's Chromium, no network but this machine."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from maillage.site import database, demo
from tests.factories import MACHINE


@pytest.fixture
def transactional_db(transactional_db):
    """Emptied after each test: the journal's guards, which refuse that, are lifted at its end."""
    yield
    with connection.cursor() as cursor:
        for name in ("audit_entry_no_update", "audit_entry_no_delete", "diagnosis_snapshot_frozen"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@pytest.fixture
def demonstration(transactional_db, settings):
    """The demonstration territory, built as `make demo` builds it."""
    settings.DEMO = True
    database.prepare_database(actor=MACHINE)
    return demo.build(actor=MACHINE, source="", say=lambda line: None)


@pytest.fixture
def visit(chromium, live_server, demonstration):
    """Open a page as somebody: `visit("coordinator", "/p/.../")` gives the Playwright page."""
    contexts = []

    def open_page(role: str | None, path: str = "/", **options) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.failures = []
        page.on("console", lambda line: page.failures.append(line.text) if line.type == "error" else None)
        page.on("response", lambda answer: page.failures.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 else None)  # fmt: skip
        if role:
            sign_in(page, demonstration, role)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, demonstration, role: str) -> None:
    page.goto(reverse("account_login"))
    page.fill("#id_login", demonstration.accounts[role])
    page.fill("#id_password", demonstration.password)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r".*/$"))
