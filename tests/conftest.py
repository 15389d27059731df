"""Shared by every test: a home of its own, the chosen database, and what a logged-in person looks like."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="maillage-tests-")
os.environ["MAILLAGE_HOME"] = HOME
os.environ["SECRET_KEY"] = "for-tests-only"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop beside the live server
RUNTIME = Path(HOME) / "runtime"  # of its own: the database server opens the home to its own account
RUNTIME.mkdir(mode=0o700)
os.environ.setdefault("XDG_RUNTIME_DIR", str(RUNTIME))
os.environ.pop("MAILLAGE_DATA", None)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
SERVED_HERE = os.environ.get("MAILLAGE_TEST_DATABASE") == "postgresql"
if not (SERVED_HERE and WORKER):  # workers share the server of the process that started them
    os.environ.pop("DATABASE_URL", None)

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a command run by a test compiles nothing a second time

from tests.template import BASE, SERVED, settle_server, template  # noqa: E402

if SERVED_HERE and not WORKER:
    _server = settle_server(Path(HOME) / "postgresql")
    os.environ["DATABASE_URL"] = _server.get_uri(database=SERVED)

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

EXAMPLES = int(os.environ.get("MAILLAGE_EXAMPLES", "50"))  # of each property
hypothesis.settings.register_profile("house", deadline=None, max_examples=EXAMPLES)  # slow is no failure
hypothesis.settings.load_profile("house")
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(config, items):
    """The longest first, so that no worker waits for another; on PostgreSQL only what touches the base.

    The rest would say there the same a second time.
    """
    items.sort(key=lambda item: not (item.get_closest_marker("slow") or item.get_closest_marker("journey")))
    if os.environ.get("MAILLAGE_TEST_DATABASE") != "postgresql":
        return
    kept = [item for item in items if _touches_the_base(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _touches_the_base(item)])
    items[:] = kept


def _touches_the_base(item) -> bool:
    bases = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(bases & set(item.fixturenames))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and reference numbers beside the project; the test skips without it."""
    if not SHARED.is_dir():
        pytest.skip("le dossier ../shared (données réelles et nombres de référence) n'est pas là")
    return SHARED


ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run of a worker: Playwright refuses a second loop beside the first."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium manque : « make test » l'installe, ou « apt-get install chromium ».")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def lake(settings, tmp_path):
    """Each test has its own lake and documents."""
    settings.LAKE = tmp_path / "lake"
    settings.DOCUMENTS = tmp_path / "documents"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.LAKE


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The test base starts as `maillage migrate` leaves it: the shipped territories are there."""
    from django.db import connection

    if (connection.vendor == "postgresql") != SERVED_HERE:
        pytest.exit(
            "PostgreSQL se lance avec -n 1 au moins : les réglages sont lus avant que le serveur parte."
        )
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            restore(template() / BASE)
        else:
            connection.settings_dict["NAME"] = f"{SERVED}_{WORKER}"
            served_anew()
    yield


def served_anew() -> None:
    """The base of this worker on the PostgreSQL server, made again from the migrated one."""
    from django.db import connection

    connection.close()
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {SERVED}")


def restore(base: Path) -> None:
    """The base in memory, filled from a file by SQLite's own backup."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    BaseDatabaseWrapper.close(connection)  # really: a page left half answered would hold the base
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(base)) as source:
        source.backup(connection.connection)


@pytest.fixture
def box(settings):
    """A real mail server in the process: `box.messages` holds (addresses, message)."""
    from tests import mailbox

    with mailbox.serving(settings) as held:
        yield held
