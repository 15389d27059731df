"""How much of what goes one way comes back."""

import numpy as np

from maillage.science.networks.edges import Network

METHOD = "reciprocity.edges"


def both_ways(net: Network) -> int:
    """Pairs with edges in both ways."""
    back = net.target * net.size + net.source
    return int(np.isin(net.source * net.size + net.target, back).sum()) // 2


def edges(net: Network) -> float:
    """Edges that are answered, over edges; NaN without edge. Wasserman and Faust (1994), section 13.3."""
    return 2 * both_ways(net) / net.source.size if net.source.size else float("nan")


def pairs(net: Network) -> float:
    """Pairs tied both ways over pairs tied either way; NaN without edge. Wasserman and Faust (1994)."""
    mutual = both_ways(net)
    return mutual / (net.source.size - mutual) if net.source.size else float("nan")
