"""Frames on disk: a folder of Parquet files, one a frame; and the extracted frames kept from night to night.

A folder is whole or absent: written beside, flushed, then put in place in one step. What is kept lies in
parts, one a batch of partnerships, each named by the stamps of its partnerships: a killed writing loses no
part, and a part whose stamps did not move is not written again.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import polars as pl
from django.conf import settings

from maillage.kernel import BadInput
from maillage.observatory.vocabulary import FRAMES

SETTLED = 3600  # seconds after which a part under writing is one that a killed process left
PART = 32  # partnerships a part: one that moves costs the extraction of its part
ROWS_PER_GROUP = 65_536


def write(frames: Mapping[str, pl.DataFrame], folder: Path) -> Path:
    """Write frames as a folder of Parquet files sorted by partnership; it replaces what was there, at once.

    Raises BadInput when the disk refuses: what was there stays.
    """
    folder = Path(folder)
    write_all({folder: frames})
    return folder


def write_all(wanted: Mapping[Path, Mapping[str, pl.DataFrame]]) -> None:
    """Write several folders that belong together: all written beside before the first is put in place.

    Raises BadInput when the disk refuses: what was there stays, in every folder.
    """
    with ExitStack() as leaving:
        written = [(_beside(frames, folder, leaving), folder) for folder, frames in wanted.items()]
        done: list[tuple[Path, Path]] = []
        for partial, folder in written:
            try:
                _swap(partial, folder)
            except OSError as error:
                for before in reversed(done):
                    _undo(*before)
                raise _refused(folder, error) from error
            done.append((partial, folder))
        for partial, _folder in done:
            shutil.rmtree(_aside(partial), ignore_errors=True)


def _beside(frames: Mapping[str, pl.DataFrame], folder: Path, leaving: ExitStack) -> Path:
    """Write frames in a folder beside the one wanted; on leaving, what is still there goes."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".tmp", dir=folder.parent))
        leaving.callback(shutil.rmtree, partial, ignore_errors=True)
        for name, frame in frames.items():
            _write_one(frame, partial / f"{name}.parquet")
        _flush(partial)
    except OSError as error:
        raise _refused(folder, error) from error
    return partial


def _refused(folder: Path, error: OSError) -> BadInput:
    return BadInput(
        f"Le dossier {folder} n'a pas pu être écrit ({error.strerror or error}). Rien n'a été changé :"
        " libérez de la place, ou donnez un autre dossier."
    )


def _write_one(frame: pl.DataFrame, path: Path) -> None:
    frame.sort("partnership", maintain_order=True).write_parquet(
        path, compression="zstd", compression_level=1, row_group_size=ROWS_PER_GROUP
    )
    _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _aside(partial: Path) -> Path:
    """Where the former folder waits until all that belongs together is in place."""
    return partial.with_suffix(".old")


def _swap(partial: Path, folder: Path) -> None:
    """Put a written folder in place; the former one goes aside first, and comes back when that fails."""
    partial.chmod(0o755)
    if folder.exists():
        folder.rename(_aside(partial))
    try:
        partial.rename(folder)
        _flush(folder.parent)
    except OSError:
        _undo(partial, folder)
        raise


def _undo(partial: Path, folder: Path) -> None:
    """Take a folder back from its place, and put the former one there again."""
    if not partial.exists():
        folder.rename(partial)
    if _aside(partial).exists():
        _aside(partial).rename(folder)


def read(
    folder: Path, names: Iterable[str] | None = None, partnerships: Sequence[int] | None = None
) -> dict[str, pl.DataFrame]:
    """The frames of a folder, of these partnerships when given; only their row groups are read.

    Raises BadInput when the folder is absent, holds no frame, or a file is not one of our frames.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BadInput(f"Le dossier {folder} n'existe pas : donnez celui qu'a écrit « scenario build ».")
    wanted = list(FRAMES if names is None else names)
    found = {name: _read_one(folder / f"{name}.parquet", name, partnerships) for name in wanted}
    kept = {name: frame for name, frame in found.items() if frame is not None}
    if names is None and "partnerships" not in kept:
        raise BadInput(f"Le dossier {folder} ne contient pas de relevés : il manque partnerships.parquet.")
    return kept


def _read_one(path: Path, name: str, partnerships: Sequence[int] | None) -> pl.DataFrame | None:
    if not path.is_file():
        return None
    try:
        rows = pl.scan_parquet(path, glob=False)
        if partnerships is not None:
            rows = rows.filter(pl.col("partnership").is_in(list(partnerships)))
        return rows.select([pl.col(c).cast(kind) for c, kind in FRAMES[name].schema.items()]).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        first = (str(error).splitlines() or [""])[0]
        raise BadInput(f"Le fichier {path} ne se lit pas comme le relevé « {name} » : {first}") from error


def members(folder: Path) -> list[int]:
    """The partnerships of a folder, in order."""
    found = read(folder, names=("partnerships",))
    if "partnerships" not in found:
        raise BadInput(f"Le dossier {folder} ne contient pas de relevés : il manque partnerships.parquet.")
    return found["partnerships"]["partnership"].sort().to_list()


def kept() -> Path:
    """The folder of the frames extracted from the records of this installation, beside the lake."""
    folder: Path = settings.LAKE.parent / "observatory"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def parts(stamps: Mapping[int, str]) -> dict[Path, tuple[int, ...]]:
    """Where the frames of these partnerships are, or are to be: one folder a part, with its partnerships.

    `stamps` tells for each partnership where its records stand; a part moves when one of them does.
    """
    batches: dict[int, list[int]] = {}
    for pk in sorted(stamps):
        batches.setdefault(pk // PART, []).append(pk)
    found = {}
    for number, members_ in batches.items():
        words = "|".join(f"{pk}:{stamps[pk]}" for pk in members_)
        digest = hashlib.sha256(words.encode()).hexdigest()[:24]
        found[kept() / f"{number:06d}-{digest}"] = tuple(members_)
    return found


def sweep() -> int:
    """Remove the parts that a later one replaced, and what killed writings left; how many.

    What is younger than an hour stays: somebody may be reading it, or writing it.
    """
    folders = sorted((path for path in kept().iterdir() if path.is_dir()), key=_written_at)
    last = {path.name.split("-")[0]: path for path in folders if not path.name.startswith(".")}
    old = [path for path in folders if time.time() - _written_at(path) > SETTLED]
    gone = [path for path in old if path not in last.values()]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
