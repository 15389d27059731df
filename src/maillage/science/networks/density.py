"""How many of the possible edges or ties are there."""

from maillage.science.networks.edges import Network, ties

METHOD = "density.share"


def edges(net: Network) -> float:
    """Edges over possible edges; NaN under two units. Wasserman and Faust (1994), section 4.3."""
    return net.source.size / (net.size * (net.size - 1)) if net.size > 1 else float("nan")


def pairs(net: Network) -> float:
    """Tied pairs over pairs; NaN under two units."""
    return 2 * ties(net).source.size / (net.size * (net.size - 1)) if net.size > 1 else float("nan")
