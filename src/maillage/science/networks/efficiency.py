"""How easily one unit reaches another, on average; those without a way count for zero."""

from maillage.science.networks.closeness import harmonic
from maillage.science.networks.edges import Network

METHOD = "efficiency.overall"


def overall(net: Network) -> float:
    """Mean of 1/distance over pairs, NaN under two units. Latora and Marchiori (2001), PRL 87."""
    if net.size < 2:
        return float("nan")
    return float(harmonic(net).sum() / (net.size * (net.size - 1)))
