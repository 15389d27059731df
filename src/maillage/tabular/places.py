"""The place of each row among the sorted values of a few columns: sorting and finding doubles without a
sort.
"""

from collections.abc import Sequence
from math import prod

import numpy as np
import polars as pl
from numpy.typing import NDArray

Places = NDArray[np.int64]
MOST_ROOM = 1 << 62  # places are counted on 64 bits
ROOM_PER_ROW = 8  # a table of places up to this much larger than the rows is quicker than a sort


def order(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The order of the rows by these columns (unknown first), in one pass when no place is met twice."""
    place, room = places(frame, keys)
    if place is None:
        ranks = [pl.Series(str(index), _ranks(frame[name])[0]) for index, name in enumerate(keys)]
        names = [rank.name for rank in ranks]
        return pl.DataFrame(ranks).with_row_index("row").sort(names)["row"]
    if room <= ROOM_PER_ROW * len(place):
        rows = np.full(room, -1, dtype=np.int32)
        rows[place] = np.arange(len(place), dtype=np.int32)
        taken = rows[rows >= 0]
        if len(taken) == len(place):
            return pl.Series(taken.astype(np.uint32))
    return pl.Series(place).arg_sort()


def distinct(frame: pl.DataFrame, keys: Sequence[str]) -> int:
    """How many different rows these columns make."""
    place, room = places(frame, keys)
    if place is None or room > ROOM_PER_ROW * len(place):
        return int(frame.select(pl.struct(keys).n_unique()).item())
    seen = np.zeros(room, dtype=np.bool_)
    seen[place] = True
    return int(np.count_nonzero(seen))


def places(frame: pl.DataFrame, keys: Sequence[str]) -> tuple[Places | None, int]:
    """The place of each row, and how many places there are; None when there are too many to count."""
    ranks = [_ranks(frame[name]) for name in keys]
    room = prod(size for _, size in ranks)
    if room > MOST_ROOM:
        return None, room
    place = np.zeros(frame.height, dtype=np.int64)
    for column, size in ranks:
        place *= size
        place += column
    return place, room


def _ranks(column: pl.Series) -> tuple[NDArray[np.integer], int]:
    """The rank of each value from 0, and how many ranks there are. Whole numbers count from the smallest."""
    if column.is_empty():
        return np.zeros(0, dtype=np.int64), 1
    if column.dtype.is_integer() and not column.null_count():
        values = column.to_numpy()
        first = int(values.min())
        return values.astype(np.int64) - first, int(values.max()) - first + 1
    words = column.unique()
    text = words.cast(pl.String) if words.dtype == pl.Categorical else words
    rank = np.empty(len(words), dtype=np.int64)
    rank[text.arg_sort().to_numpy()] = np.arange(len(words))
    if column.dtype == pl.Categorical and not column.null_count():
        marks = words.to_physical().to_numpy()
        table = np.zeros(int(marks.max()) + 1, dtype=np.int64)
        table[marks] = rank
        return table[column.to_physical().to_numpy()], len(words)
    return column.replace_strict(words, pl.Series(rank), return_dtype=pl.Int64).to_numpy(), len(words)
