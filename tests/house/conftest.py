"""The real console command, run in a home of its own."""

import os
import subprocess
import sys

import pytest

from tests.template import settle


@pytest.fixture
def home(tmp_path):
    return tmp_path / "maison"


@pytest.fixture
def settled(home):
    """The home as `maillage migrate` leaves it."""
    settle(home)
    return home


@pytest.fixture
def without_contexts(monkeypatch):
    """Answers keep no copy of what their templates received: of use where thousands are asked for."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_args, **_rest: None)


@pytest.fixture
def maillage(home):
    """Run `maillage` with these arguments; variables given by name are added to its environment."""

    def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
        return subprocess.run(
            [sys.executable, "-m", "maillage.site", *arguments],
            env=env | {"MAILLAGE_HOME": str(home), "PYTHONWARNINGS": "default"} | extra,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run
