"""Where a walk that follows the edges, by their weights, spends its time."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "pagerank.damped"
DAMPING = 0.85


def pagerank(net: Network, damping: float = DAMPING) -> Floats:
    """PageRank of directed weighted edges, of sum 1. Brin and Page (1998), Computer Networks 30."""
    found = graph(net, directed=True).pagerank(weights="weight", damping=damping)
    return np.asarray(found, dtype=np.float64)
