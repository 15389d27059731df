"""The lake: an immutable Parquet file a release, named by the content it came from; whole or not at all."""

import math
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl
from django.conf import settings

SETTLED = 3600  # seconds after which a file of no release is no longer one that is about to be recorded
MOST_ROOM = 1 << 62  # places are counted on 64 bits
ROOM_PER_ROW = 8  # a table of places this much larger than the rows is still quicker than a sort
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
    frame[_order(frame, keys)].with_columns(pl.col(pl.Categorical).cast(pl.String)).write_parquet(
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


def _order(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The rows' order by these keys; words are compared by rank, so that no text is sorted twice."""
    ranks = [_ranked(frame[name]) for name in keys]
    room = math.prod(size for _, size in ranks)
    if room > MOST_ROOM:
        columns = [column.alias(str(index)) for index, (column, _) in enumerate(ranks)]
        return pl.DataFrame(columns).select(pl.arg_sort_by(pl.all())).to_series()
    place = np.zeros(frame.height, dtype=np.int64)
    for column, size in ranks:
        place = place * size + column.to_numpy()
    return _by_place(place, room)


def _by_place(place: np.ndarray, room: int) -> pl.Series:
    """The order of rows by place, each place below `room`: one pass when no place is met twice, a sort
    otherwise.
    """
    if room <= ROOM_PER_ROW * len(place):
        rows = np.full(room, -1, dtype=np.int32)
        rows[place] = np.arange(len(place), dtype=np.int32)
        taken = rows[rows >= 0]
        if len(taken) == len(place):
            return pl.Series(taken.astype(np.uint32))
    return pl.Series(place).arg_sort()


def _ranked(column: pl.Series) -> tuple[pl.Series, int]:
    """The rank of each value among the distinct ones, from 0 (unknown first), and how many ranks there
    are.
    """
    words = column.unique()
    text = words.cast(pl.String) if words.dtype == pl.Categorical else words
    order = text.arg_sort()
    ranks = pl.Series(np.arange(len(words), dtype=np.int64))
    if column.dtype == pl.Categorical and len(words) and not column.null_count():
        marks = words.to_physical().to_numpy()
        table = np.zeros(int(marks.max()) + 1, dtype=np.int64)
        table[marks[order.to_numpy()]] = ranks.to_numpy()
        return pl.Series(table[column.to_physical().to_numpy()]), len(words)
    return column.replace_strict(words[order], ranks, return_dtype=pl.Int64), len(words)
