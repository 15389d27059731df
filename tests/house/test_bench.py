"""`maillage bench`: small runs of the real thing, and clear refusals."""

import json

import pytest
import typer
from typer.testing import CliRunner

from maillage.kernel import BadInput
from maillage.site.bench import diagnosis, imports, measure, pages, table
from maillage.site.cli import bench
from tests.template import settle

MIGRATED = (pages, imports, diagnosis)
KEYS = ["name", "peer", "ours", "unit", "ratio", "agreement"]


@pytest.fixture
def command():
    root = typer.Typer()
    root.callback()(lambda: None)
    bench.plug(root)
    return lambda *arguments: CliRunner().invoke(root, ["bench", *arguments])


@pytest.fixture
def settled(monkeypatch):
    """Each side begins in a migrated home, copied, instead of migrating one of its own."""

    def apart(module, side, folder, **arguments):
        if not (folder / "home").exists():
            settle(folder / "home")
        return measure.apart(module, side, folder, **arguments)

    for module in MIGRATED:
        monkeypatch.setattr(module, "apart", apart)


def test_the_table_agrees_with_pandas_and_prints_the_contract(command):
    done = command("table", "--small", "--json")
    row = json.loads(done.stdout)
    assert list(row)[:6] == KEYS
    assert row["name"] == "table"
    assert row["agreement"] < 1e-11
    assert row["same_unknown"] is True
    assert row["rows"] == 75_000
    assert row["peak_mb"] > 0
    assert row["ratio"] == pytest.approx(row["peer"] / row["ours"])


def test_the_sentence_names_both_sides():
    text = bench.sentence(measure.Measure("table", 2.5, 0.5, "s", 5.0, 1e-13, {"peak_mb": 300}))
    assert text == "table : 0,5 s, pair 2,5 s, rapport 5, écart 1e-13\n  peak_mb : 300"


def test_the_same_seed_gives_the_same_country(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        table.generate(tmp_path / name, 60, 2, 3)
    one, two = ((tmp_path / name / "long.parquet").read_bytes() for name in ("one", "two"))
    assert one == two


@pytest.mark.slow
@pytest.mark.parametrize("name", ["import", "diagnosis"])
def test_the_whole_path_is_measured_on_one_departement(command, settled, name):
    done = command(name, "--small", "--json")
    row = json.loads(done.stdout)
    assert list(row)[:6] == KEYS
    assert row["agreement"] == 0
    assert row["rows"] > 30_000


def test_an_unknown_measure_is_refused_with_the_list(command):
    done = command("lune")
    assert isinstance(done.exception, BadInput)
    assert "choisissez table, import, diagnosis, pages" in str(done.exception)


def test_a_missing_peer_says_what_to_install():
    with pytest.raises(
        BadInput, match="« une_bibliotheque_absente », qui n'est pas installé : lancez « make setup »"
    ):
        measure.need("une_bibliotheque_absente")


def test_a_side_that_fails_says_so(tmp_path):
    with pytest.raises(BadInput, match="La mesure « ours » s'est arrêtée"):
        measure.apart("maillage.site.bench.table", "ours", tmp_path, communes=1, indicators=1, years=1)


@pytest.mark.slow
def test_a_fuller_base_moves_no_query_of_the_main_pages(command, settled):
    row = json.loads(command("pages", "--small", "--json").stdout)
    assert list(row)[:6] == KEYS
    assert row["agreement"] == 0
    assert row["rows"]["meeting"] == 5 * 150
    assert len(row["pages"]) == len(pages.PAGES)


@pytest.mark.slow
def test_the_observatory_agrees_with_sql_over_the_same_files(tmp_path):
    from maillage.site.bench import observatory

    observatory.prepare(tmp_path, size=8, years=3)
    assert observatory.ours(tmp_path)["yes"] == observatory.peer(tmp_path)["yes"]
    assert observatory.every(tmp_path)["rows"] > 8 * 100
