"""Rows of a table as arrays: the partnership they belong to, the key of their draws, their columns."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.scenario import draws
from maillage.scenario.draws import Flags, Ints, Keys, Reals

NONE = -(2**31)  # an unknown whole number or day
UNKNOWN = -1  # an unknown yes or no, an unknown word
WIDTH = 20_000  # ids of a table: partnership * WIDTH + number within the partnership
SEATED = 100  # ids of institutions: partnership * SEATED + slot


@dataclass
class Rows:
    """Rows sorted by partnership; `p` is the place of the partnership in the batch."""

    p: Ints
    key: Keys
    parent: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    k: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    cols: dict[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.p)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.cols[name]

    def __setitem__(self, name: str, values: NDArray[Any]) -> None:
        self.cols[name] = np.asarray(values)

    def u(self, name: str) -> Reals:
        """One draw in (0, 1) a row."""
        return draws.uniform(self.key, name)

    def n(self, name: str) -> Reals:
        """One normal draw a row."""
        return draws.normal(self.key, name)

    def yes(self, name: str, chance: NDArray[np.floating] | float) -> Flags:
        """One coin a row."""
        return self.u(name) < chance

    def whole(self, name: str, low: int, high: NDArray[np.integer] | int) -> Ints:
        """One whole number a row, from low to high included."""
        drawn = np.floor(self.u(name) * (np.asarray(high) - low + 1))
        return np.asarray(low + drawn, dtype=np.int64)

    def pick(self, name: str, shares: NDArray[np.floating] | list[float]) -> Ints:
        """One word a row: its place in a list of shares that add up to one."""
        return np.minimum(np.searchsorted(np.cumsum(shares), self.u(name)), len(shares) - 1)

    def children(self, counts: NDArray[np.integer], name: str) -> "Rows":
        """`counts` rows under each row; `parent` is the row, `k` the place under it."""
        parent = np.repeat(np.arange(len(self)), counts)
        k = np.arange(len(parent)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Rows(self.p[parent], draws.child(self.key[parent], name, k), parent, k)

    def under(self, shape: Flags, name: str) -> "Rows":
        """One row for each True of a table (row, k)."""
        parent, k = np.nonzero(shape)
        return Rows(self.p[parent], draws.child(self.key[parent], name, k), parent, k)

    def where(self, kept: Flags | NDArray[np.integer]) -> "Rows":
        """The rows kept (or in this order), columns and all."""
        return Rows(
            self.p[kept],
            self.key[kept],
            self.parent[kept] if len(self.parent) else self.parent,
            self.k[kept] if len(self.k) else self.k,
            {name: values[kept] for name, values in self.cols.items()},
        )

    def number(self) -> Ints:
        """1, 2, 3... within each partnership."""
        first = np.searchsorted(self.p, self.p, side="left")
        return np.arange(len(self)) - first + 1


def joined(*parts: Rows) -> Rows:
    """Rows of several sources with the same columns, sorted by partnership, source by source."""
    p = np.concatenate([part.p for part in parts])
    order = np.argsort(p, kind="stable")
    return Rows(
        p[order],
        np.concatenate([part.key for part in parts])[order],
        cols={name: np.concatenate([part.cols[name] for part in parts])[order] for name in parts[0].cols},
    )


def blank(size: int) -> Ints:
    """A column of unknown whole numbers."""
    return np.full(size, NONE, dtype=np.int64)


def hidden(values: NDArray[Any], unknown: Flags) -> Ints:
    """Whole numbers or days, unknown where told."""
    return np.where(unknown, NONE, values)


def three(values: Flags, unknown: Flags) -> NDArray[np.int8]:
    """Yes, no, unknown."""
    return np.where(unknown, UNKNOWN, values.astype(np.int8)).astype(np.int8)


def chosen(weights: Reals, row: Ints, u: Reals) -> Ints:
    """A column of a table of weights (rows of `row`), drawn by weight; 0 where all weights are nought."""
    total = np.cumsum(weights, axis=-1)
    mark = u * total[row, -1]
    place = np.minimum((mark[:, None] >= total[row]).sum(axis=1), weights.shape[-1] - 1)
    return np.where(total[row, -1] > 0, place, 0)
