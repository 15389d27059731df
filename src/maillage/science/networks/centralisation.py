"""How much the network hangs on one unit: 0 when all are alike, 1 for a star."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks import betweenness
from maillage.science.networks.degree import degrees
from maillage.science.networks.edges import Network

METHOD = "centralisation.freeman"


def degree(net: Network) -> float:
    """Of degrees; NaN under three units. Freeman (1978), Social Networks 1."""
    most = (net.size - 1) * (net.size - 2)
    return _gap(degrees(net).degree) / most if net.size > 2 else float("nan")


def between(net: Network) -> float:
    """Of betweenness; NaN under three units. Freeman (1978), Social Networks 1."""
    most = (net.size - 1) ** 2 * (net.size - 2) / 2
    return _gap(betweenness.undirected(net)) / most if net.size > 2 else float("nan")


def _gap(values: Floats) -> float:
    return float(np.sum(values.max() - values))
