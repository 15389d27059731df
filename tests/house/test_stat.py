"""`maillage stat`: reproduces the reference files, line by line, and refuses what it cannot read."""

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from maillage.kernel import BadInput
from maillage.site.cli import stat
from tests.science.reference import ROOT, close, table

FILES = {
    "poisson-limits": ("poisson_limits", "poisson_limits", []),
    "rate_ratio": ("rate_ratio_exact", "rate_ratio_exact", []),
    "fdr": ("fdr", "fdr", []),
    "marshall-eb": (*["auckland_marshall_eb"] * 2, ["--columns", "M77_85,Und5_81", "--factor", "9"]),
    "probmap": ("auckland_marshall_eb", "auckland_probmap", ["--columns", "M77_85,Und5_81", "--factor", "9"]),
}  # fmt: skip


@pytest.fixture
def command():
    root = typer.Typer()
    root.callback()(lambda: None)
    stat.plug(root)

    def run(*arguments):
        done = CliRunner().invoke(root, ["stat", *map(str, arguments)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return run


@pytest.mark.parametrize("method", FILES)
def test_each_reference_file_is_reproduced(command, tmp_path, method):
    source, expected, options = FILES[method]
    wanted = table(f"small_area/{expected}.csv")
    out = tmp_path / "out.csv"
    command(method, ROOT / "small_area" / f"{source}.csv", "-o", out, *options)
    found = pl.read_csv(out, infer_schema_length=None)
    assert found.height == wanted.height
    for column in wanted.columns:
        close(found[column], wanted[column])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_every_reference_file_of_small_areas_has_its_method():
    if not ROOT.is_dir():
        pytest.skip("dossier de référence absent")
    assert {path.stem for path in (ROOT / "small_area").iterdir()} == {row[1] for row in FILES.values()}


def test_unknown_cells_stay_unknown_and_decimal_commas_are_read(command, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("p;n\n0,01;1\nNA;2\n0,04;3\n")
    command("fdr", source, "-o", out)
    assert pl.read_csv(out)["bh"].to_list() == [0.02, None, 0.04]


@pytest.mark.parametrize(
    ("method", "content", "options", "words"),
    [
        ("lune", "p\n0.1\n", [], "La méthode « lune » n'existe pas"),
        ("fdr", "q\n0.1\n", [], "n'a pas la colonne p"),
        ("fdr", "p\n0.1\nbeaucoup\n", [], "ligne 3, colonne p : « beaucoup »"),
        ("fdr", "p\n1.5\n", [], "Probabilité 1.5"),
        ("poisson-limits", "count\n-1\n", [], "Effectif négatif"),
        ("rate-ratio", "a,b,na,nb\n1,2,3,4\n", ["--columns", "a,b"], "lit 4 colonnes"),
    ],
)
def test_what_cannot_be_computed_is_refused_and_writes_nothing(
    command, tmp_path, method, content, options, words
):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(content)
    with pytest.raises(BadInput, match=words):
        command(method, source, "-o", out, *options)
    assert not out.exists()


def test_a_folder_that_is_not_there_is_said(command, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("p\n0.1\n")
    with pytest.raises(BadInput, match="ne peut pas être écrit"):
        command("fdr", source, "-o", tmp_path / "absent" / "out.csv")
