"""Snapshots: computed as the records stand, kept once a day, never of a person; the command beside."""

import datetime
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from maillage.audit.models import Entry
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput, Refused
from maillage.observatory import store
from maillage.observatory.cli import app
from maillage.observatory.models import HealthSnapshot
from maillage.observatory.selectors import snapshots
from maillage.observatory.selectors.frames import extract
from maillage.observatory.services import compute, refresh
from tests.contracts import scenes
from tests.factories import MACHINE

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def scene():
    made = scenes.contract()
    scenes.signed(made)
    return made


def test_a_snapshot_is_kept_with_its_line_of_the_journal_and_the_same_again_is_no_other(scene):
    first = refresh.refresh(actor=scene.actor, partnership=scene.here, day=DAY)
    lines = Entry.objects.filter(act=snapshots.COMPUTED)
    assert (first.digest, lines.count()) == (lines.get().detail["empreinte"], 1)
    again = refresh.refresh(actor=scene.actor, partnership=scene.here, day=DAY)
    assert (again.pk, again.digest, HealthSnapshot.objects.count()) == (first.pk, first.digest, 1)
    assert lines.count() == 1
    assert first.content["figures"]["R1m"]["status"] == "published"
    assert first.content["history"]["R1m"][0]["day"] == "2021-06-30"
    assert first.content["reading"]["sentences"]


def test_records_that_move_replace_the_snapshot_of_the_day(scene):
    first = refresh.refresh(actor=scene.actor, partnership=scene.here, day=DAY).digest
    Partnership.objects.filter(pk=scene.here.pk).update(opened=datetime.date(2025, 6, 30))
    second = refresh.refresh(actor=scene.actor, partnership=scene.here, day=DAY)
    assert second.digest != first
    assert HealthSnapshot.objects.count() == 1
    assert Entry.objects.filter(act=snapshots.COMPUTED).order_by("-seq")[0].detail["remplace"] == first


def test_who_does_not_run_the_partnership_is_refused_and_no_day_is_invented(scene):
    with pytest.raises(Refused):
        refresh.refresh(
            actor=scenes.speaker(scene.here, scene.who["school"]), partnership=scene.here, day=DAY
        )
    for day in (datetime.date(2019, 12, 31), datetime.date(2999, 1, 1)):
        with pytest.raises(BadInput):
            refresh.refresh(actor=scene.actor, partnership=scene.here, day=day)
    assert not HealthSnapshot.objects.exists()


def test_a_night_computes_what_moved_and_the_rest_of_the_day_nothing(scene, django_assert_max_num_queries):
    now = datetime.datetime(2026, 7, 1, 3, tzinfo=datetime.UTC)
    told = refresh.refresh_due(actor=MACHINE, now=now, dry_run=True)
    assert told == {"états de santé à calculer": 1}
    assert refresh.refresh_due(actor=MACHINE, now=now) == {"états de santé calculés": 1}
    with django_assert_max_num_queries(0):
        assert refresh.refresh_due(actor=MACHINE, now=now) == {"états de santé calculés": 0}
    next_night = now + datetime.timedelta(days=1)
    assert refresh.refresh_due(actor=MACHINE, now=next_night) == {"états de santé calculés": 0}
    week = now + datetime.timedelta(days=9)
    assert refresh.refresh_due(actor=MACHINE, now=week) == {"états de santé calculés": 1}


def test_latest_and_at(scene):
    row = refresh.refresh(actor=scene.actor, partnership=scene.here, day=DAY)
    later = DAY + datetime.timedelta(days=3)
    assert snapshots.latest(partnership=scene.here, on=later) == row
    assert snapshots.latest(partnership=scene.here, on=DAY - datetime.timedelta(days=1)) is None
    assert snapshots.at(partnership=scene.here, day=later) is None


def test_only_the_part_that_moved_is_extracted_again(scene, monkeypatch):
    read = []
    monkeypatch.setattr(compute, "extract", lambda members: read.append(members) or extract(members))
    first = compute.extracted([scene.here.pk])
    assert compute.extracted([scene.here.pk]) == first
    assert len(read) == 1
    Entry.objects.create(
        seq=9_999,
        at="2026-07-01T00:00:00Z",
        actor_label="essai",
        partnership=scene.here.key,
        act="essai",
        subject="x",
        previous="0" * 64,
        digest="1" * 64,
    )
    assert compute.extracted([scene.here.pk]) != first
    assert len(read) == 2


def run(*arguments):
    return CliRunner().invoke(app, ["compute", *arguments], catch_exceptions=True)


def test_the_command_prints_a_list_that_is_the_same_from_records_and_from_files(scene, tmp_path):
    told = json.loads(run("--partnership", scene.here.key, "--date", "2026-06-30", "--json").stdout)
    assert {row["partnership"] for row in told} == {scene.here.pk}
    plenaries = next(row for row in told if row["indicator"] == "R1m")
    assert plenaries["period"] == "2023-07-01/2026-06-30"
    assert (plenaries["numerator"], plenaries["comparator"]) == (0, "law")
    folder = store.write(extract([scene.here.pk]), tmp_path / "frames")
    assert json.loads(run("--all", "--frames", str(folder), "--date", "2026-06-30", "--json").stdout) == told
    assert json.loads(run("--all", "--date", "2026-06-30", "--json").stdout) == told
    assert "Plénières" in run("--partnership", str(scene.here.pk), "--date", "2026-06-30").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--partnership", "44143-clspf"), "44143-clspd"),
        (("--all", "--date", "30 juin"), "30 juin"),
        (("--all", "--date", "2999-01-01"), "pas encore venu"),
        ((), "l'un des deux"),
        (("--all", "--engine", "spark"), "spark"),
        (("--all", "--scheduler", "tcp://127.0.0.1:1"), "--engine dask"),
        (("--all", "--frames", "/nulle/part"), "/nulle/part"),
    ],
)
def test_the_command_names_what_it_cannot_use(scene, arguments, words):
    answer = run(*arguments)
    assert isinstance(answer.exception, BadInput)
    assert words in str(answer.exception)
    assert not answer.stdout.strip()


def test_both_engines_give_the_same_numbers(scene):
    other = Partnership.objects.create(
        key="autre", place="44109", kind="clspd", name="Autre (fictif)", opened=datetime.date(2021, 1, 1)
    )
    parts = [
        block
        for pk in (scene.here.pk, other.pk)
        for block in compute.from_folder(store.write(extract([pk]), store.kept() / f"essai-{pk}"))
    ]
    local = pl.concat(compute.figures_by_block(parts, DAY))
    spread = pl.concat(compute.figures_by_block(parts, DAY, engine="dask", processes=False))
    assert local.equals(spread)
    assert local["partnership"].n_unique() == 2
