"""How near a unit is to the others, along ties of length 1."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.distances import lengths
from maillage.science.networks.edges import Network

METHOD = "closeness.harmonic"


def plain(net: Network) -> Floats:
    """1 over the sum of distances to the units that can be reached, NaN when none; not normalised.

    Freeman (1978), Social Networks 1. Not comparable between the parts of a network in several parts:
    `harmonic` is.
    """
    total = np.nansum(lengths(net), axis=1)
    found: Floats = np.divide(1.0, total, out=np.full(net.size, np.nan), where=total > 0)
    return found


def harmonic(net: Network) -> Floats:
    """Sum of 1/distance to the others, zero for those out of reach; not normalised.

    Marchiori and Latora (2000), Physica A 285.
    """
    away = lengths(net)
    near = np.divide(1.0, away, out=np.zeros_like(away), where=away > 0)
    found: Floats = np.nansum(near, axis=1)
    return found
