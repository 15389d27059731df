"""Tied to those who are tied: the leading eigenvector of the weights."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "eigenvector.leading"


def centrality(net: Network) -> Floats:
    """Leading eigenvector of the symmetric weights, its largest entry being 1; zeros without tie.

    Bonacich (1972), J. Mathematical Sociology 2.
    """
    if not net.source.size:
        return np.zeros(net.size)
    found = graph(net, directed=False).eigenvector_centrality(weights="weight", scale=True)
    return np.asarray(found, dtype=np.float64)
