"""The lake: an immutable Parquet file a release, named by the content it came from; whole or not at all."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.conf import settings

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
    """A folder for one import, gone afterwards; a killed import's is left to `purge` and the next import."""
    folder = lake() / f"import-{os.getpid()}.tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what killed imports left: folders of processes that no longer run."""
    for folder in lake().glob("import-*.tmp"):
        process = folder.name.removeprefix("import-").removesuffix(".tmp")
        if process != str(os.getpid()) and not Path(f"/proc/{process}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def write(frame: pl.DataFrame, release: str, folder: Path) -> Path:
    """Write the release's rows, sorted by code, and make them appear in one step, flushed to disk."""
    keys = [
        name for name in ("code", "indicator", "year", "month", "measure", "period") if name in frame.columns
    ]
    partial, target = folder / "rows.parquet", path_of(release)
    frame[_order(frame, keys)].with_columns(pl.col(pl.Categorical).cast(pl.String)).write_parquet(
        partial, compression="zstd", compression_level=1, row_group_size=ROWS_PER_GROUP
    )
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    return target


def scan(release: str) -> pl.LazyFrame:
    """The rows of a release."""
    return pl.scan_parquet(path_of(release), glob=False)


def _order(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The rows' order by these keys; words are compared by rank, so that no text is sorted twice."""
    columns = [_rank(frame[name]) if frame.schema[name] == pl.Categorical else frame[name] for name in keys]
    return pl.DataFrame(columns).select(pl.arg_sort_by(keys)).to_series()


def _rank(words: pl.Series) -> pl.Series:
    """The alphabetical rank of each word of a categorical column."""
    known = sorted(words.unique().drop_nulls().to_list())
    ranks = {word: rank for rank, word in enumerate(known)}
    return words.replace_strict(ranks, return_dtype=pl.UInt32, default=None).alias(words.name)
