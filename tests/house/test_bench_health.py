"""The proof of health: claims that exist, scores, pooling, and a small run of the whole."""

import json

import numpy as np
import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from maillage.kernel import BadInput
from maillage.observatory.indicators import INDICATORS
from maillage.scenario import generate
from maillage.scenario.profiles import PROFILES
from maillage.site.bench.health import departements, malaise, recovery, report, separation, wording
from maillage.site.bench.health.claims import CLAIMS
from maillage.site.bench.health.worlds import END, Bench, score
from maillage.site.cli import bench
from tests.observatory.readings import shares


@pytest.fixture
def command():
    root = typer.Typer()
    root.callback()(lambda: None)
    bench.plug(root)
    return lambda *arguments: CliRunner().invoke(root, ["bench", *arguments])


def test_every_profile_has_a_claim_and_every_claim_a_figure():
    assert set(CLAIMS) == set(PROFILES)
    named = {
        name for claim in CLAIMS.values() for name in (claim.indicator, *claim.others, claim.pooled) if name
    }
    assert named <= set(INDICATORS)


def test_the_side_of_a_claim_is_where_the_figure_is_bad():
    for profile, claim in CLAIMS.items():
        good = INDICATORS[claim.indicator].good.value
        assert good == ("high" if claim.low else "low"), profile


def test_a_score_is_higher_when_weaker_in_the_middle_of_the_unknown_and_nothing_when_unread():
    table = shares("C1", [(1, 4, 2, 10), (2, 9, 0, 10), (3, 1, 0, 3)])
    np.testing.assert_allclose(score(table, "C1", low=True), [-0.5, -0.9, np.nan])
    np.testing.assert_allclose(score(table, "C1", low=False), [0.5, 0.9, np.nan])


def test_the_area_leaves_out_and_counts_those_who_cannot_be_read():
    found = separation.compared(
        "x", "C1", ("complete", 1.0, 0.7), np.array([-0.2, -0.3, np.nan, -0.1]), np.array([-0.8, -0.9, -0.7]),
        low=True,
    )  # fmt: skip
    assert found.auc == 1
    assert found.unread_sick == pytest.approx(0.25)
    assert (found.median_sick, found.median_sound) == (0.2, 0.8)
    assert (
        separation.compared("x", "C1", ("", 1, 1), np.array([np.nan]), np.array([1.0, 2.0]), low=True) is None
    )


def test_a_departement_holds_the_money_of_all_its_partnerships():
    frames = generate(profile="sound", count=32, years=3, seed=5, end=END, departements=2).frames
    pooled = departements.gathered(frames)
    assert pooled["partnerships"]["partnership"].to_list() == [1, 2]
    assert pooled["grants"].height == frames["grants"].height
    assert pooled["grants"].schema == frames["grants"].schema
    bodies = frames["controls"].n_unique(["partnership", "grantee"])
    assert pooled["controls"].n_unique(["partnership", "grantee"]) == bodies


def test_ill_sisters_each_have_their_own_mixture():
    rng = np.random.default_rng(1)
    drawn = [malaise.mixture(rng) for _ in range(50)]
    assert len(set(drawn)) > 30
    assert "sound" in drawn
    assert {part.split(":")[0] for text in drawn for part in text.split(",")} <= {*PROFILES, "sound"}


def test_the_same_world_is_drawn_once():
    small = Bench(8)
    table = small.figures(small.world("mono_sectoral", 0.7), ["C2"])
    assert small.figures(small.world("mono_sectoral", 0.7), ["C2"]) is table
    assert table["partnership"].n_unique() <= 8


def test_paragraphs_flow_and_keep_their_blank_lines():
    assert wording.flow("\n# T\n\na\nb\n\nc\n") == "# T\n\na b\n\nc\n\n"
    assert report.table(["x", "y"], [["1", "2"]]) == "| x | y |\n| --- | --- |\n| 1 | 2 |\n"
    assert report.percent(None) == "—"


@pytest.mark.parametrize("text", ["0.5,lune", "0,1.5", "-1"])
def test_intensities_that_cannot_be_are_refused(command, text):
    done = command("health", "--intensities", text)
    assert isinstance(done.exception, BadInput)
    assert text in str(done.exception)


def test_options_of_health_are_refused_elsewhere(command):
    done = command("table", "--quick")
    assert isinstance(done.exception, BadInput)
    assert "réservé à « health »" in str(done.exception)


@pytest.mark.slow
def test_a_small_proof_prints_the_contract_and_writes_the_page(command, tmp_path):
    page = tmp_path / "preuve.md"
    done = command("health", "--small", "--json", "--docs", str(page))
    row = json.loads(done.stdout)
    assert list(row)[:6] == ["name", "peer", "ours", "unit", "ratio", "agreement"]
    assert (row["name"], row["peer"], row["peer_name"]) == ("health", 0.5, "hasard")
    assert row["ours"] > 0.9
    planted = {one["id"]: one for one in row["pathologies"]}
    assert set(planted) == {"mono_sectoral", "no_evaluation", "facade"}
    assert set(planted["facade"]) >= {"indicator", "intensity", "auc", "low", "high", "false_alarms", "n"}
    assert planted["mono_sectoral"]["auc"] > 0.9
    text = page.read_text(encoding="utf-8")
    for heading in ("## Séparation", "## Ce qui manque à l'appel", "## Fausses alertes", "## Puissance",
                    "## Quand les comparables vont mal aussi", "## Fausses forces"):  # fmt: skip
        assert heading in text
    assert "Ce que cela ne prouve pas" in text


def test_sound_partnerships_are_not_told_from_sound_ones():
    small = Bench(200)
    one = small.figures(small.world(), ["C2", "P1"])
    other = small.figures(small.world(seed=99), ["C2", "P1"])
    for name, low in (("C2", False), ("P1", True)):
        found = separation.compared(
            "sound",
            name,
            ("complete", 1.0, 0.0),
            score(one, name, low=low),
            score(other, name, low=low),
            low=low,
        )
        assert 0.4 < found.auc < 0.6
    assert isinstance(one, pl.DataFrame)


def test_a_described_state_is_hardly_ever_denied_by_what_was_planted():
    assert recovery.untrue(Bench(150)) <= 0.04
