"""The command line as a contract: codes, French errors, nothing changed by a bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path):
    return tmp_path / "maison"


@pytest.fixture
def maillage(home):
    """Run the real console command in a home of its own."""

    def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
        return subprocess.run(
            [sys.executable, "-m", "maillage.site", *arguments],
            env=env | {"MAILLAGE_HOME": str(home), "PYTHONWARNINGS": "default"} | extra,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_a_fresh_home_is_sound_and_says_what_comes_next(maillage):
    answer = maillage("doctor", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert report["sound"]
    assert "maillage migrate" in report["next_steps"][0]


def test_after_migrate_places_are_known_and_the_journal_is_intact(maillage):
    assert maillage("migrate").returncode == 0
    again = maillage("migrate", "--json")
    assert (again.returncode, json.loads(again.stdout)["migrated"]) == (0, True)
    shown = json.loads(maillage("territory", "show", "44143", "--json").stdout)
    assert "Rezé" in json.dumps(shown, ensure_ascii=False)
    chain = json.loads(maillage("journal", "verify", "--json").stdout)
    assert chain["intact"]
    assert maillage("doctor").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [("law", "99999"), ("law", "44109", "--date", "demain"), ("territory", "show", "99999"),
     ("diagnosis", "figures", "99999"), ("data", "import", "absent.csv")],
)  # fmt: skip
def test_bad_input_is_said_in_french_with_code_two(maillage, arguments):
    if arguments[0] != "law":
        maillage("migrate")
    answer = maillage(*arguments)
    assert answer.returncode == 2, answer.stderr
    assert answer.stdout == ""
    assert arguments[-1] in answer.stderr or arguments[1] in answer.stderr


def test_the_law_needs_no_database(maillage, home):
    answer = maillage(
        "law", "44109", "--date", "2009-03-01", "--json", DATABASE_URL="postgres://nulle-part.invalid/x"
    )
    assert answer.returncode == 0
    assert not list(Path(home).glob("*.sqlite3"))


def test_backup_then_restore_elsewhere_gives_the_same_journal(maillage, home, tmp_path):
    maillage("migrate")
    maillage(
        "account",
        "essai@exemple.invalid",
        "--name",
        "Essai (fictif)",
        MAILLAGE_PASSWORD="quatre mots bien longs",
    )
    archive = tmp_path / "sauvegarde.tar.gz"
    assert maillage("backup", str(archive)).returncode == 0
    before = maillage("journal", "verify", "--json").stdout
    assert maillage("backup", str(archive)).returncode == 2  # never overwrites
    other = str(tmp_path / "autre")
    assert maillage("restore", str(archive), MAILLAGE_HOME=other).returncode == 0
    assert maillage("journal", "verify", "--json", MAILLAGE_HOME=other).stdout == before


def test_a_damaged_backup_changes_nothing(maillage, tmp_path):
    maillage("migrate")
    archive = tmp_path / "sauvegarde.tar.gz"
    maillage("backup", str(archive))
    before = maillage("journal", "verify", "--json").stdout
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])
    answer = maillage("restore", str(archive), "--replace")
    assert answer.returncode == 2
    assert "sauvegarde" in answer.stderr
    assert maillage("journal", "verify", "--json").stdout == before


def test_periodic_work_can_be_repeated(maillage):
    maillage("migrate")
    first, second = maillage("tick", "--json"), maillage("tick", "--json")
    assert (first.returncode, second.returncode) == (0, 0)
    assert maillage("purge", "--dry-run").returncode == 0


def test_the_help_page_lists_every_command(maillage):
    answer = maillage("--help")
    assert answer.returncode == 0, answer.stderr
    assert all(name in answer.stdout for name in ("law", "data", "diagnosis", "worker", "doctor"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("inconnue",), "la commande « inconnue » n'existe pas"), (("law",), "« place » manque"),
     (("law", "44109", "--dat", "x"), "l'option « --dat » n'existe pas"),
     (("serve", "--port", "x"), "« --port » a une valeur qui n'est pas acceptée")],
)  # fmt: skip
def test_a_typing_error_is_said_in_french(maillage, arguments, words):
    answer = maillage(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert words in answer.stderr


def test_a_base_that_waits_for_migrations_is_not_served(maillage):
    answer = maillage("serve", "--no-worker")
    assert answer.returncode == 2
    assert "maillage migrate" in answer.stderr
