"""Frames on disk: whole or absent, only the partnerships asked for, clear refusals."""

import os
import time

import polars as pl
import pytest

from maillage.kernel import BadInput
from maillage.observatory import store
from maillage.observatory.indicators.examples import frames_of
from maillage.observatory.vocabulary import FRAMES


@pytest.fixture
def frames():
    return frames_of({"partnerships": [{"partnership": n, "opened": "2020-01-01"} for n in (3, 1, 2)],
                      "events": [{"partnership": 2, "day": "2021-05-01", "kind": "crisis"}]})  # fmt: skip


def test_what_is_written_is_read_sorted_with_its_types(frames, tmp_path):
    folder = store.write(frames, tmp_path / "relevés")
    found = store.read(folder)
    assert found["partnerships"]["partnership"].to_list() == [1, 2, 3]
    assert found["events"].schema == pl.Schema(FRAMES["events"].schema)
    assert store.read(folder, names=("events",), partnerships=[1])["events"].height == 0
    assert store.members(folder) == [1, 2, 3]


def test_a_writing_that_fails_leaves_what_was_there_and_nothing_half_made(frames, tmp_path, monkeypatch):
    folder = store.write(frames, tmp_path / "relevés")
    monkeypatch.setattr(store, "_flush", lambda path: (_ for _ in ()).throw(OSError(28, "disque plein")))
    with pytest.raises(BadInput, match="disque plein"):
        store.write({"partnerships": frames["partnerships"].head(1)}, folder)
    assert store.members(folder) == [1, 2, 3]
    assert [path.name for path in tmp_path.iterdir()] == ["relevés"]


def test_what_is_no_folder_of_frames_is_named(frames, tmp_path):
    for folder in (tmp_path / "absent", tmp_path):
        with pytest.raises(BadInput, match=str(folder)):
            store.read(folder)
    folder = store.write(frames, tmp_path / "relevés")
    (folder / "events.parquet").write_text("rien")
    with pytest.raises(BadInput, match=r"events\.parquet"):
        store.read(folder)


def test_a_part_moves_with_its_stamps_only_and_the_old_ones_are_swept(frames):
    first, second = (store.parts({1: stamp, 2: "5", 40: "1"}) for stamp in ("7", "8"))
    assert len(first) == 2
    assert len(set(first) & set(second)) == 1  # that of number 40 did not move
    for folder in (*first, *second):
        store.write(frames, folder)
    old = next(iter(set(first) - set(second)))
    os.utime(old, (time.time() - 7_200,) * 2)
    assert store.sweep() == 1
    assert not old.exists()
    assert all(folder.exists() for folder in second)
