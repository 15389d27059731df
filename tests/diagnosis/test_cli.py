"""The commands: the contract's keys, French errors with code 2, a file written whole or not at all."""

import json

import pytest

from maillage.diagnosis import selectors
from maillage.site.cli import main
from tests.diagnosis import frames

KEYS = {
    "indicator",
    "year",
    "status",
    "count",
    "exposure",
    "rate",
    "low",
    "high",
    "smoothed",
    "unit",
    "source",
}


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["diagnosis", *arguments])
    said = capsys.readouterr()
    return left.value.code or 0, said.out, said.err


def test_figures_keep_the_contract(capsys, evidence, db):
    code, out, _ = run(capsys, "figures", "44143", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["place"] == "44143"
    assert {frozenset(row) for row in answer["figures"]} == {frozenset(KEYS)}
    assert {row["status"] for row in answer["figures"]} <= {"published", "withheld", "zero", "missing"}
    assert any(row["status"] == "withheld" and row["count"] is None for row in answer["figures"])


def test_figures_for_people_say_withheld_in_words(capsys, evidence, db):
    code, out, _ = run(capsys, "figures", "44143")
    assert code == 0
    assert "non publié, trop peu de faits" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figures", "99999"], "« 99999 » n'est pas un territoire connu"),
        (["figures", "44143", "--years", "hier"], "« hier » ne se lisent pas"),
        (["report", "44143", "--format", "exe", "-o", "x"], "« exe » n'existe pas"),
        (["report", "44143", "-o", "/nulle/part/x.pdf"], "n'existe pas"),
    ],
)
def test_bad_input_leaves_with_two_and_a_french_sentence(capsys, evidence, db, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert words in err
    assert not out


def test_a_zero_says_the_highest_rate_that_it_allows(capsys, monkeypatch, db):
    found = frames.evidence([frames.row("44143", 2024, 0)])
    monkeypatch.setattr(selectors, "evidence", lambda **_: found)
    _, out, _ = run(capsys, "figures", "44143")
    assert out.rstrip().endswith("0  0, au plus 0,092 pour 1\u202f000 habitants".replace("\u202f", " "))


def test_a_folder_is_not_a_file(capsys, evidence, db, tmp_path):
    code, _, err = run(capsys, "report", "44143", "-o", str(tmp_path))
    assert code == 2
    assert "est un dossier" in err
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_written_whole(capsys, evidence, db, tmp_path):
    target = tmp_path / "d.xlsx"
    code, _, _ = run(capsys, "report", "44143", "--format", "xlsx", "-o", str(target))
    assert code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["d.xlsx"]


def test_a_failed_report_leaves_the_former_file(capsys, evidence, db, tmp_path, monkeypatch):
    from maillage.diagnosis import documents

    def fail(*_):
        raise RuntimeError("panne d'essai")

    target = tmp_path / "d.pdf"
    target.write_bytes(b"avant")
    monkeypatch.setattr(documents, "render", fail)
    with pytest.raises(RuntimeError):
        main(["diagnosis", "report", "44143", "-o", str(target)])
    assert target.read_bytes() == b"avant"


def test_reversed_years_and_a_place_without_data_are_explained(capsys, db):
    code, _, err = run(capsys, "figures", "44143", "--years", "2024-2016")
    assert (code, "à l'envers" in err) == (2, True)
    code, _, err = run(capsys, "figures", "44143")
    assert (code, "maillage data import" in err) == (2, True)
