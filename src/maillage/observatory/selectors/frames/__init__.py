"""From records to frames: one function a frame, for any number of partnerships in as many queries.

Rows withdrawn are left out: a mistake undone. Persons never enter: a seat, an institution, or the opaque
number of a pilot within a partnership stand for them.
"""

from collections.abc import Callable, Sequence

import polars as pl

from maillage.observatory.selectors.frames import (
    contracts,
    decided,
    diagnosed,
    flows,
    meetings,
    money,
    people,
    sheets,
)
from maillage.observatory.vocabulary import FRAMES

_ROOMS = (people, meetings, decided, contracts, sheets, diagnosed, flows, money)
READERS: dict[str, Callable[[Sequence[int]], pl.DataFrame]] = {
    name: next(getattr(room, name) for room in _ROOMS if hasattr(room, name)) for name in FRAMES
}


def extract(partnerships: Sequence[int]) -> dict[str, pl.DataFrame]:
    """Every frame of these partnerships, by name."""
    return {name: read(partnerships) for name, read in READERS.items()}
