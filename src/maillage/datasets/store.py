"""The lake: an immutable Parquet file a release, named by the content it came from; whole or not at all."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.conf import settings

from maillage.tabular import order

SETTLED = 3600  # seconds after which a file of no release is no longer one that is about to be recorded
ROWS_PER_GROUP = 30_000  # small enough for one commune to cost a few groups, large enough to compress


def lake() -> Path:
    """The folder of the releases."""
    folder: Path = settings.LAKE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path_of(release: str) -> Path:
    """Where a release is kept."""
    return lake() / f"{release}.parquet"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one import, gone afterwards; what a killed import leaves is swept by the next one."""
    folder = Path(tempfile.mkdtemp(prefix=f"import-{os.getpid()}-", suffix=".tmp", dir=lake()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(kept: frozenset[str]) -> int:
    """Remove what killed imports left: folders of processes that no longer run, old files of no release."""
    left = [folder for folder in lake().glob("import-*.tmp") if not _runs(folder.name.split("-")[1])]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    orphans = [path for path in lake().glob("*.parquet") if path.stem not in kept and _age(path) > SETTLED]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(left) + len(orphans)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def write(frame: pl.DataFrame, folder: Path) -> Path:
    """Write a release's rows, sorted by code, in the folder of its import, flushed to disk."""
    keys = [
        name for name in ("code", "indicator", "year", "month", "measure", "period") if name in frame.columns
    ]
    partial = folder / "rows.parquet"
    frame[order(frame, keys)].with_columns(pl.col(pl.Categorical).cast(pl.String)).write_parquet(
        partial, compression="zstd", compression_level=1, row_group_size=ROWS_PER_GROUP
    )
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    return partial


def publish(partial: Path, release: str) -> None:
    """Make a written release appear, in one step."""
    partial.replace(path_of(release))


def scan(release: str) -> pl.LazyFrame:
    """The rows of a release."""
    return pl.scan_parquet(path_of(release), glob=False)
