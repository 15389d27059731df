"""`kill -9` at each moment of an import: the base is as before, the next import works, nothing is left
for ever.
"""

import json
import os
import subprocess
import sys
import time

import pytest

from maillage.datasets import services, store
from tests.datasets import samples
from tests.factories import MACHINE
from tests.template import settle

# says what the home holds, then imports and dies at the moment asked for
SCRIPT = """
import json, os, signal, sys
from pathlib import Path
import django
django.setup()
from maillage.audit import journal
from maillage.datasets import services, store
from maillage.datasets.models import Release
from maillage.datasets.services import imports
from maillage.kernel import Actor

moment, path = sys.argv[1:]
lines, breaks = journal.verify()
held = {"releases": Release.objects.count(), "lines": lines, "breaks": len(breaks)}
print(json.dumps(held | {"lake": sorted(name.name for name in store.lake().iterdir())}), flush=True)

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(act):
    def run(*arguments, **named):
        act(*arguments, **named)
        die()
    return run

def telling(line):
    if moment == "reading" and line.startswith("Lecture"):
        die()

if moment == "checking":
    imports._refuse_or_pass = die
if moment == "writing":
    store.write = lambda frame, folder: (folder / "rows.parquet").write_bytes(b"PAR1 cut short") and die()
if moment == "written":
    store.write = then_die(store.write)
if moment == "recording":
    store.publish = die
if moment == "published":
    store.publish = then_die(store.publish)
made = services.import_release(actor=Actor.machine("essai"), path=Path(path), progress=telling)
print(json.dumps({"unchanged": made.unchanged, "rows": made.rows}))
"""
MOMENTS = ("reading", "checking", "writing", "written", "recording", "published")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maison")
    settle(folder)
    return folder


def environment(home):
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "MAILLAGE_DATA")}
    more = {"MAILLAGE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "maillage.site.settings"}
    return kept | more | {"PYTHONWARNINGS": "default"}


def run(home, moment, path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, moment, str(path)],
        env=environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_killed_import_leaves_the_base_as_before(home, tmp_path):
    path = samples.write(tmp_path, samples.rows(0))
    lines = None
    for moment in MOMENTS:
        done, [state] = run(home, moment, path)
        assert done.returncode == -9, (moment, done.stderr)
        lines = lines or state["lines"]
        assert (state["releases"], state["lines"], state["breaks"]) == (0, lines, 0), moment
    done, [state, made] = run(home, "", path)
    assert done.returncode == 0, done.stderr
    assert (state["releases"], state["breaks"]) == (0, 0)
    assert made == {"unchanged": False, "rows": 160}
    _, [state, made] = run(home, "", path)
    assert (state["releases"], state["lines"], made["unchanged"]) == (1, lines + 1, True)
    assert [name[-8:] for name in state["lake"]] == [".parquet"]


@pytest.mark.django_db
def test_what_a_killed_import_left_is_swept_by_the_next_one(tmp_path):
    lake, orphan, fresh = store.lake(), "a" * 64, "b" * 64
    for name in (orphan, fresh):
        (lake / f"{name}.parquet").write_bytes(b"PAR1")
    os.utime(lake / f"{orphan}.parquet", (time.time() - 7200,) * 2)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getpid()):
        folder = lake / f"import-{process}-x.tmp"
        folder.mkdir()
        (folder / "contenu").write_bytes(b"half")
    made = services.import_release(actor=MACHINE, path=samples.write(tmp_path))
    left = {path.name for path in lake.iterdir()}
    assert left == {f"{made.id}.parquet", f"{fresh}.parquet", f"import-{os.getpid()}-x.tmp"}


@pytest.mark.django_db
def test_a_full_disk_is_a_failure_that_changes_nothing(tmp_path, monkeypatch):
    from maillage.datasets.models import Release
    from maillage.kernel import Refused

    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write", full)
    with pytest.raises(Refused, match="le disque est plein ou en panne"):
        services.import_release(actor=MACHINE, path=samples.write(tmp_path))
    assert not Release.objects.exists()
    assert not list(store.lake().iterdir())
