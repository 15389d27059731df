"""The command line as a contract: codes, French errors, nothing changed by a bad input."""

import json
import sqlite3
from pathlib import Path

import pytest

from maillage.site import cli


def test_a_fresh_home_is_sound_and_says_what_comes_next(maillage):
    answer = maillage("doctor", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert report["sound"]
    assert "maillage migrate" in report["next_steps"][0]


def test_after_migrate_places_are_known_and_the_journal_is_intact(maillage, settled):
    """The home was migrated from nothing by the same command, which had to succeed."""
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
def test_bad_input_is_said_in_french_with_code_two(maillage, settled, arguments):
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


def test_periodic_work_can_be_repeated(maillage, settled):
    first, second = maillage("tick", "--json"), maillage("tick", "--json")
    assert (first.returncode, second.returncode) == (0, 0)
    assert maillage("purge", "--dry-run").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("law",), "il manque « PLACE »"), (("law", "44109", "--dat", "x"), "l'option --dat n'existe pas"),
     (("nimporte",), "la commande « nimporte » n'existe pas"), (("law", "1", "2"), "« 2 » est de trop"),
     (("serve", "--port", "0"), "au moins 1"), (("serve", "--port", "abc"), "pas un nombre entier"),
     (("law", "44109", "--date", "2026-02-30"), "« 2026-02-30 » n'est pas une date"),
     (("law", "44109", "--date", "20090301"), "AAAA-MM-JJ"), (("law", "44109", "--date"), "une valeur")],
)  # fmt: skip
def test_a_command_line_that_is_not_understood_is_said_in_french(capsys, arguments, words):
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments))
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert said.err.startswith("Erreur : ")
    assert words in said.err


@pytest.mark.parametrize("arguments", [("journal", "verify"), ("territory", "load"), ("tick",)])
def test_before_migrate_each_command_says_what_to_do(maillage, arguments):
    answer = maillage(*arguments)
    assert answer.returncode == 1
    assert "Lancez « maillage migrate »" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(("address", "code", "words"), [
    ("nimporte", 2, "n'est pas une adresse de base"),
    ("postgres://x:y@127.0.0.1:1/z", 1, "la base de données ne répond pas"),
])  # fmt: skip
def test_a_database_that_cannot_be_reached_is_explained(maillage, address, code, words):
    answer = maillage("migrate", DATABASE_URL=address)
    assert answer.returncode == code
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_help_lists_every_command(maillage):
    answer = maillage("--help")
    assert answer.returncode == 0, answer.stderr
    for name in (
        "law",
        "territory",
        "data",
        "diagnosis",
        "journal",
        "backup",
        "restore",
        "doctor",
        "tick",
        "purge",
    ):
        assert name in answer.stdout


def test_a_journal_changed_by_hand_is_found_from_the_command_line(maillage, home, settled):
    with sqlite3.connect(home / "maillage.sqlite3") as base:
        base.execute("DROP TRIGGER audit_entry_no_update")
        base.execute("UPDATE audit_entry SET subject = 'autre' WHERE seq = 1")
    answer = maillage("journal", "verify", "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["breaks"] == [{"seq": 1, "reason": "le contenu a été modifié"}]
    assert maillage("doctor").returncode == 1


def test_the_law_is_said_in_words(maillage):
    answer = maillage("law", "44109", "--date", "2009-03-01", "--no-cispd")
    assert answer.returncode == 0
    assert "S'applique ce jour-là" in answer.stdout
    assert "CL-5   CLSPD obligatoire : 10\u202f000 habitants" in answer.stdout
    assert "du 7 mars 2007 au 26 mai 2021" in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) < 130


def test_official_files_are_loaded_or_refused_from_the_command_line(maillage, settled, tmp_path):
    good, bad = tmp_path / "v_region_2027.csv", tmp_path / "v_commune_2027.csv"
    good.write_text("REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n52,44109,4,PAYS,Pays,Pays de la Loire\n")
    bad.write_text("TYPECOM,COM,REG,DEP,LIBELLE,COMPARENT\nCOM,4410,52,44,Nantes,\nCOM,X,52,44,Y,\n")
    refused = maillage("territory", "load", str(good), str(bad))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "v_commune_2027.csv : ligne 3 : code commune « X »" in refused.stderr
    loaded = json.loads(maillage("territory", "load", str(good), "--json").stdout)["loaded"]
    assert loaded == [{"file": "v_region_2027.csv", "kind": "regions", "rows": 1, "rejected": 0}]
