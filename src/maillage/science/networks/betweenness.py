"""On how many shortest ways between two others a unit stands."""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "betweenness.shortest_paths"


def directed(net: Network) -> Floats:
    """Along the edges, each of length 1, ordered pairs. Freeman (1977), Sociometry 40."""
    return np.asarray(graph(net, directed=True).betweenness(directed=True), dtype=np.float64)


def undirected(net: Network) -> Floats:
    """Along the ties, each of length 1, pairs taken once. Freeman (1977), Sociometry 40."""
    return np.asarray(graph(net, directed=False).betweenness(directed=False), dtype=np.float64)


def weighted(net: Network) -> Floats:
    """Along the ties, the length of a tie being 1/weight. Newman (2001), Physical Review E 64."""
    made = graph(net, directed=False)
    if not made.ecount():
        return np.zeros(net.size)
    lengths = [1 / weight for weight in made.es["weight"]]
    return np.asarray(made.betweenness(directed=False, weights=lengths), dtype=np.float64)
