"""What a statistic accepts: counts, exposures, levels. A cell that is not known is NaN (or masked), never
zero.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class OutOfDomain(ValueError):
    """The numbers given are not what the method asks for; the message gives the value and its position."""


def known(values: ArrayLike) -> Floats:
    """Values as float64, any shape; masked entries and nulls become NaN. Raises OutOfDomain on infinite
    values.
    """
    if isinstance(values, np.ma.MaskedArray):
        array: Floats = np.ma.filled(values.astype(np.float64), np.nan)
    else:
        array = np.asarray(values, dtype=np.float64)
    _refuse(np.isinf(array), array, "valeur infinie")
    return array


def counts(values: ArrayLike) -> Floats:
    """Counts of facts: whole, at least zero, NaN where unknown. Raises OutOfDomain on anything else."""
    array = known(values)
    _refuse(array < 0, array, "effectif négatif")
    _refuse(
        array != np.where(np.isnan(array), array, np.rint(array)), array, "effectif non entier", but_nan=True
    )
    return array


def exposures(values: ArrayLike, like: Floats) -> Floats:
    """Inhabitants, dwellings or days, broadcast to the counts' shape; zero is allowed (no rate there), less
    is not.
    """
    array = known(values)
    _refuse(array < 0, array, "population négative")
    try:
        return np.broadcast_to(array, like.shape)
    except ValueError as error:
        raise OutOfDomain(
            f"Formes différentes : effectifs {like.shape}, populations {array.shape}."
        ) from error


def pairs(events: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats, Bools]:
    """Counts, exposures and which units are usable (both known, exposure above zero).

    Raises OutOfDomain when nothing is exposed: a rate of nobody is not a figure.
    """
    y = counts(events)
    n = exposures(exposure, y)
    usable = ~np.isnan(y) & ~np.isnan(n) & (n > 0)
    if not usable.any():
        raise OutOfDomain(
            f"Population totale nulle ou inconnue sur {y.size} unité(s) : aucun taux ne peut être donné."
        )
    return y, n, usable


def probability(level: float) -> float:
    """A confidence level strictly between 0 and 1; gives the share left in each tail. Raises OutOfDomain."""
    if not 0 < level < 1:
        raise OutOfDomain(f"Niveau de confiance {level} : il faut un nombre entre 0 et 1, par exemple 0.95.")
    return (1 - level) / 2


def factor(phi: float) -> float:
    """An overdispersion factor: finite, at least 1. Raises OutOfDomain."""
    if not (np.isfinite(phi) and phi >= 1):
        raise OutOfDomain(f"Surdispersion {phi} : il faut un nombre au moins égal à 1.")
    return float(phi)


def _refuse(bad: Any, array: Floats, what: str, *, but_nan: bool = False) -> None:
    bad = bad & ~np.isnan(array) if but_nan else bad
    if np.any(bad):
        where = tuple(int(i) for i in np.argwhere(np.atleast_1d(bad))[0])
        raise OutOfDomain(f"{what[0].upper()}{what[1:]} : {np.atleast_1d(array)[where]} en position {where}.")
