"""Figures by blocks of partnerships, from frames on disk: what a process, here or elsewhere, does alone.

Nothing here reads the records: a block is a folder of Parquet files and the partnerships wanted of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from maillage.observatory import store
from maillage.observatory.indicators.figures import figures
from maillage.observatory.indicators.registry import INDICATORS
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Level

SIZE = 500  # partnerships a block: five years of 500 are some 100 MB of frames


@dataclass(frozen=True)
class Block:
    """Some partnerships of one folder of frames."""

    folder: str
    partnerships: tuple[int, ...]


def blocks(folder: Path, partnerships: Sequence[int], size: int = SIZE) -> list[Block]:
    """The partnerships of a folder, cut in blocks of `size`, in order."""
    wanted = sorted(partnerships)
    return [Block(str(folder), tuple(wanted[n : n + size])) for n in range(0, len(wanted), size)]


def told(wanted: Iterable[str] | None = None) -> list[str]:
    """The indicators that may leave a page: all but those of a person."""
    names = INDICATORS if wanted is None else wanted
    return [name for name in names if INDICATORS[name].level is not Level.PERSON]


def compute(block: Block, day: date, wanted: Sequence[str] | None = None) -> pl.DataFrame:
    """The figures of a block on a day, by partnership, in the order of the registry."""
    view = View(store.read(Path(block.folder), partnerships=block.partnerships), day)
    order = {name: n for n, name in enumerate(INDICATORS)}
    rank = pl.col("indicator").replace_strict(order, return_dtype=pl.Int32)
    return figures(view, told(wanted)).sort(pl.col("partnership"), rank, maintain_order=True)
