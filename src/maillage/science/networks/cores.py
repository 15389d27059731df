"""The largest k such that a unit belongs to a group where each is tied to k others of it."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "cores.number"


def number(net: Network) -> Floats:
    """Core number of each unit. Seidman (1983), Social Networks 5."""
    return np.asarray(graph(net, directed=False).coreness(), dtype=np.float64)
