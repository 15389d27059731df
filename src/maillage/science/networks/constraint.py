"""How far the ties of a unit lead to the same places: few structural holes, much constraint."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "constraint.burt"


def burt(net: Network) -> Floats:
    """Constraint of each unit on the weights of both ways added; NaN without tie. Burt (1992), chapter 2."""
    return np.asarray(graph(net, directed=False).constraint(weights="weight"), dtype=np.float64)
