"""`maillage observatory network`: files by the command, French errors, nothing written on a bad input."""

import datetime
import io

import networkx
import pytest
import time_machine

from maillage.kernel import BadInput
from maillage.observatory.cli import network as cli
from tests.observatory import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC), tick=False):
        yield scenes.TODAY


@pytest.fixture
def scene():
    return scenes.network()


def test_all_layers_then_one_and_the_same_bytes_twice(scene, tmp_path):
    out, again, one = (tmp_path / name for name in ("a.gexf", "b.gexf", "c.graphml"))
    cli.network(key=scene.here.key, output=out)
    cli.network(key=str(scene.here.pk), output=again, file_format="gexf")
    assert out.read_bytes() == again.read_bytes()
    layers = {
        row["layer"] for *_ends, row in networkx.read_gexf(io.BytesIO(out.read_bytes())).edges(data=True)
    }
    assert layers == {"commitments", "presence", "sheets"}
    cli.network(key=scene.here.key, output=one, file_format="graphml", layer="sheets")
    found = networkx.read_graphml(io.BytesIO(one.read_bytes()))
    assert found.number_of_edges() == 2 and found.number_of_nodes() == 7


def test_the_day_is_that_of_the_records(scene, tmp_path):
    cli.network(key=scene.here.key, output=tmp_path / "x.json", file_format="json", day="2026-02-02")
    assert '"presence"' not in (tmp_path / "x.json").read_text()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"key": "nulle-part"}, "« nulle-part »"), ({"key": "9" * 40}, "aucun partenariat"),
        ({"file_format": "xls"}, "gexf, graphml, json"), ({"layer": "amitié"}, "« amitié »"),
        ({"layer": "declared"}, "« declared »"), ({"day": "demain"}, "2026-06-30"),
        ({"day": "2026-03-03"}, "03/03/2026"), ({"day": "0001-01-01"}, "précède"),
    ],
)  # fmt: skip
def test_a_bad_input_is_said_and_writes_nothing(scene, tmp_path, wrong, words):
    out = tmp_path / "x.gexf"
    with pytest.raises(BadInput) as fault:
        cli.network(**({"key": scene.here.key, "output": out} | wrong))
    assert words in str(fault.value) and not out.exists()


def test_a_folder_that_is_not_there_is_said(scene, tmp_path):
    with pytest.raises(BadInput, match="ne peut pas être écrit"):
        cli.network(key=scene.here.key, output=tmp_path / "absent" / "x.gexf")
