"""Are those tied to one unit tied to each other?"""

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, graph

METHOD = "clustering.transitivity"


def local(net: Network) -> Floats:
    """Per unit: pairs of its ties that are tied, over such pairs; NaN under two ties.

    Watts and Strogatz (1998), Nature 393.
    """
    made = graph(net, directed=False)
    return np.asarray(made.transitivity_local_undirected(mode="nan"), dtype=np.float64)


def overall(net: Network) -> float:
    """Closed triples over triples, NaN without triple. Luce and Perry (1949), Psychometrika 14."""
    return float(graph(net, directed=False).transitivity_undirected(mode="nan"))
