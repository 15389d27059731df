"""A real browser on a real server: Debian's Chromium, no network but this machine."""

import contextlib
import datetime
import re
import shutil
import sqlite3

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from maillage.accounts import services as accounts
from maillage.site import demo
from tests.conftest import restore, served_anew
from tests.factories import MACHINE
from tests.template import BASE, template

PASSWORD = "essai-des-parcours"


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """A base of its own, as `maillage migrate` leaves it: copied before the test, nothing to empty after."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            restore(template() / BASE)
        else:
            served_anew()
        yield
        connection.close()


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Where a worker keeps the demonstration it built, to find it again at once."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture
def demonstration(transactional_db, settings, kept):
    """The demonstration territory, built as `make demo` builds it, then copied for the next test."""
    settings.DEMO = True
    copy = kept / "base.sqlite3"
    if copy.exists():
        restore(copy)
        shutil.copytree(kept / "lake", settings.LAKE)
        return demo.build(actor=MACHINE, source="", say=lambda line: None)
    built = demo.build(actor=MACHINE, source="", say=lambda line: None)
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(copy)) as file:
            connection.connection.backup(file)
        shutil.copytree(settings.LAKE, kept / "lake")
    return built


@pytest.fixture
def browse(chromium, live_server):
    """A page of one's own, signed in with an address and a password when they are given."""
    contexts = []

    def open_page(email: str | None, password: str = "", path: str = "/", **options) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.failures = []
        page.on("console", lambda line: page.failures.append(line.text) if line.type == "error" else None)
        page.on("response", lambda answer: page.failures.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 else None)  # fmt: skip
        if email:
            sign_in(page, email, password)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browse, demonstration):
    """Open a page of the demonstration as somebody: `visit("coordinator", "/p/.../")`."""

    def open_page(role: str | None, path: str = "/", **options) -> Page:
        email = demonstration.accounts[role] if role else None
        return browse(email, demonstration.password, path, **options)

    return open_page


@pytest.fixture
def clock():
    """A morning of March 2026; the test moves it."""
    with time_machine.travel(datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)) as moving:
        yield moving


@pytest.fixture
def empty(transactional_db):
    """The base as `maillage migrate` leaves it, and accounts that hold no role yet."""

    def account(name: str):
        email = f"{name}@exemple.invalid"
        accounts.create_account(actor=MACHINE, email=email, name=f"{name} (fictif)", password=PASSWORD)
        return email

    return account


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto(reverse("account_login"))
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r".*/$"))
