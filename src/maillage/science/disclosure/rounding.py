"""Random rounding, unbiased, drawn from the cell's own name: asked twice, a cell gives the same answer."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain, counts

METHOD = "disclosure.rounding"
DEFAULT_BASE = 5
SPAN = 2.0**64


def rounded(cells: ArrayLike, keys: Sequence[str], secret: bytes, base: int = DEFAULT_BASE) -> Floats:
    """Counts moved to a multiple of `base`, up with probability remainder/base, so right on average.

    Hundepool et al. (2012), section 5.4.2. `cells`: (cells,), NaN stays NaN; `keys`: one lasting name per
    cell (place, indicator, period); `secret` keeps others from redoing the draw. Raises OutOfDomain.
    """
    values = counts(cells)
    if values.shape != (len(keys),):
        raise OutOfDomain(f"{len(keys)} nom(s) pour des cases de forme {values.shape}.")
    if base < 2:
        raise OutOfDomain(f"Base d'arrondi {base} : il faut au moins 2.")
    draws = np.array([_uniform(key, secret) for key in keys])
    down = np.floor(values / base) * base
    return (
        down + np.where(draws < (values - down) / base, base, 0.0) + np.where(np.isnan(values), np.nan, 0.0)
    )


def _uniform(key: str, secret: bytes) -> float:
    digest = hashlib.blake2b(key.encode(), key=secret[:64], digest_size=8).digest()
    return int.from_bytes(digest, "big") / SPAN
