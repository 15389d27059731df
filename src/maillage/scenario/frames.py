"""From arrays to the observatory's frames: types, unknowns, and what records cannot know yet."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maillage.observatory.vocabulary import FRAMES
from maillage.scenario.draws import Flags, Ints
from maillage.scenario.model.rows import NONE, SEATED, UNKNOWN, WIDTH, Rows
from maillage.scenario.model.world import World

KEY = "_key"  # of the draws of a row; dropped at the end


def empty(name: str) -> pl.DataFrame:
    """A frame without rows."""
    return pl.DataFrame(schema=FRAMES[name].schema)


def frame(name: str, world: World, rows: Rows, **columns: Any) -> pl.DataFrame:
    """A frame from arrays by column; what is not given is null. Words are codes, or (codes, words)."""
    schema = FRAMES[name].schema
    strange = set(columns) - set(schema)
    if strange:
        raise KeyError(f"{name}: {sorted(strange)}")
    given = {"partnership": world.first_id + rows.p, **columns}
    made = [
        series(column, given[column], kind)
        if column in given
        else pl.Series(column, [None] * len(rows), kind)
        for column, kind in schema.items()
        if column in given or len(rows)
    ]
    if not len(rows):
        return empty(name).with_columns(pl.lit(None, dtype=pl.UInt64).alias(KEY))
    return pl.DataFrame([*made, pl.Series(KEY, rows.key)])


def plain(name: str, world: World, rows: Rows, *same: str, **others: Any) -> pl.DataFrame:
    """A frame whose columns `same` are called alike in the arrays."""
    return frame(name, world, rows, **{column: rows[column] for column in same}, **others)


def series(name: str, values: Any, kind: Any) -> pl.Series:
    """A column of its type; the unknown is null."""
    if isinstance(values, tuple):
        codes, words = values
        table = pl.Series([*words, None], dtype=pl.String)
        return table.gather(np.where(codes < 0, len(words), codes)).alias(name).cast(kind)
    if isinstance(kind, pl.Enum):
        return _word(name, values, kind)
    if kind == pl.Boolean:
        return _flag(name, np.asarray(values))
    if kind == pl.Float64:
        return pl.Series(name, np.asarray(values, dtype=np.float64)).fill_nan(None)
    whole = np.asarray(values).astype(np.int32)
    made = pl.Series(name, whole)
    if (whole == NONE).any():
        made = made.set(pl.Series(whole == NONE), None)
    return made.cast(pl.Date) if kind == pl.Date else made


def _word(name: str, codes: NDArray[np.integer], kind: pl.Enum) -> pl.Series:
    unknown = codes < 0
    made = pl.Series(name, np.where(unknown, 0, codes).astype(np.uint8)).cat.to(kind)
    return made.set(pl.Series(unknown), None) if unknown.any() else made


def _flag(name: str, values: NDArray[Any]) -> pl.Series:
    if values.dtype == np.bool_:
        return pl.Series(name, values)
    made = pl.Series(name, values == 1)
    unknown = values == UNKNOWN
    return made.set(pl.Series(unknown), None) if unknown.any() else made


def ids(world: World, rows: Rows, number: Ints) -> Ints:
    """Ids of a table from numbers within the partnership; unknown stays unknown."""
    return np.where(number < 0, NONE, (world.first_id + rows.p) * WIDTH + number)


def houses(world: World, rows: Rows, slot: Ints) -> Ints:
    """Ids of institutions from their slots; unknown stays unknown."""
    return np.where(slot < 0, NONE, (world.first_id + rows.p) * SEATED + slot)


def entities(world: World, rows: Rows, slot: Ints) -> Ints:
    """Ids of legal entities: the municipal police is the commune."""
    return houses(world, rows, np.where(slot == 1, 0, slot))


def code(kind: Any, value: str) -> int:
    """The place of a word in its column type."""
    return int(kind.categories.to_list().index(value))


def known(frames: dict[str, pl.DataFrame], day: date) -> dict[str, pl.DataFrame]:
    """Frames as records would give them at a day: later rows are absent, later outcomes unknown."""
    cut = {}
    for name, rows in frames.items():
        shape = FRAMES[name]
        later = [
            pl.when(pl.col(dated) > day).then(None).otherwise(pl.col(column)).alias(column)
            for dated, columns in shape.outcomes.items()
            for column in dict.fromkeys((*columns, dated))
        ]
        cut[name] = rows.filter(pl.col(shape.born) <= day).with_columns(later)
    return cut


__all__ = ["KEY", "Flags", "code", "empty", "entities", "frame", "houses", "ids", "known", "plain", "series"]
