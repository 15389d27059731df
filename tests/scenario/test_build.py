"""`maillage scenario build`: folders apart, the same seed gives the same files, bad input changes nothing."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from maillage.institutions.models import Partnership
from maillage.kernel import BadInput
from maillage.observatory.vocabulary import FRAMES
from maillage.scenario import generate
from maillage.scenario.cli import app

runner = CliRunner()


def build(*arguments):
    return runner.invoke(app, ["build", "--count", "3", "--years", "1", *arguments])


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_records_and_truth_go_to_two_folders(home):
    answer = build("--profile", "video:0.5", "--seed", "9", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    folder, truth = home / "scenario", home / "scenario-truth"
    assert {path.stem for path in folder.glob("*/*.parquet")} == set(FRAMES)
    assert [path.name for path in truth.glob("*/*")] == ["truth.parquet"]
    made = generate(count=3, years=1, seed=9, profile="video:0.5")
    assert told["rows"] == {name: rows.height for name, rows in made.frames.items()}
    assert pl.read_parquet(f"{told['folder']}/grants.parquet").equals(made.frames["grants"])
    assert pl.read_parquet(f"{told['truth']}/truth.parquet").equals(made.truth)


def test_the_words_for_a_reader(home):
    answer = build("-o", str(home / "ici"))
    assert "3 partenariats inventés" in answer.output
    assert str(home / "ici-truth") in answer.output
    assert (home / "ici" / "meetings.parquet").is_file()


def test_a_scenario_is_replaced_but_nothing_else_is(home):
    assert build("-o", str(home / "ici")).exit_code == 0
    assert build("-o", str(home / "ici"), "--seed", "2").exit_code == 0
    other = home / "mes-documents"
    other.mkdir()
    (other / "lettre.txt").write_text("à garder")
    answer = build("-o", str(other))
    assert isinstance(answer.exception, BadInput)
    assert [path.name for path in other.iterdir()] == ["lettre.txt"]
    assert not list(home.glob(".*"))


@pytest.mark.django_db
def test_into_the_records(home):
    answer = build("--into", "records", "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["inserted"]["partnerships"] == 3
    assert Partnership.objects.filter(fictitious=True, key__startswith="scenario-sound-3x1-1-").count() == 3
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--profile", "rare_meeting"], "rare_meetings"), (["--intensity", "2"], "2"), (["--count", "-4"], "-4"),
     (["--end", "hier"], "hier"), (["--into", "records", "-o", "ici"], "-o"), (["--into", "cloud"], "cloud"),
     (["--records", "perdus"], "perdus")],
)  # fmt: skip
def test_bad_input_names_the_value_and_writes_nothing(home, arguments, words):
    answer = build(*arguments)
    assert isinstance(answer.exception, BadInput)
    assert words in str(answer.exception)
    assert not list(home.iterdir())


@pytest.mark.parametrize("refused", ["writing", "placing"])
def test_records_never_stand_with_the_truth_of_others(home, monkeypatch, refused):
    folder, truth = home / "ici", home / "ici-truth"
    assert build("-o", str(folder)).exit_code == 0
    before = {path: path.read_bytes() for place in (folder, truth) for path in place.iterdir()}
    rename, write = Path.rename, pl.DataFrame.write_parquet

    def no_place(self, target):
        if Path(target) == truth and self.suffix == ".tmp":
            raise OSError(28, "disque plein")
        return rename(self, target)

    def no_room(self, path, **options):
        if path.name == "truth.parquet":
            raise OSError(28, "disque plein")
        return write(self, path, **options)

    if refused == "placing":
        monkeypatch.setattr(Path, "rename", no_place)
    else:
        monkeypatch.setattr(pl.DataFrame, "write_parquet", no_room)
    answer = build("-o", str(folder), "--seed", "2")
    assert isinstance(answer.exception, BadInput) and str(truth) in str(answer.exception)
    assert before == {path: path.read_bytes() for place in (folder, truth) for path in place.iterdir()}
    assert sorted(path.name for path in home.iterdir()) == ["ici", "ici-truth"]


def test_a_first_scenario_refused_leaves_nothing(home, monkeypatch):
    rename = Path.rename

    def no_place(self, target):
        if Path(target).name.endswith("-truth"):
            raise OSError(28, "disque plein")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", no_place)
    assert isinstance(build("-o", str(home / "ici")).exception, BadInput)
    assert not list(home.iterdir())
