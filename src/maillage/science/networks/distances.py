"""Shortest ways between units along ties of length 1, and the parts that hold together."""

from typing import Any

import numpy as np
import rustworkx

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, ties

METHOD = "distances.mean"


def lengths(net: Network) -> Floats:
    """Matrix of distances: 0 to itself, NaN where there is no way."""
    away = np.asarray(rustworkx.distance_matrix(_made(net), null_value=np.nan), dtype=np.float64)
    away = away.reshape(net.size, net.size)
    np.fill_diagonal(away, 0.0)
    return away


def mean(net: Network) -> float:
    """Mean distance between pairs that have a way, NaN when none has."""
    away = lengths(net)
    found = away[(away > 0) & ~np.isnan(away)]
    return float(found.mean()) if found.size else float("nan")


def parts(net: Network) -> list[list[int]]:
    """The parts that hold together, the largest first, then by their first unit."""
    found = [sorted(part) for part in rustworkx.connected_components(_made(net))]
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _made(net: Network) -> Any:
    held, made = ties(net), rustworkx.PyGraph(multigraph=False)
    made.add_nodes_from(range(net.size))
    made.add_edges_from_no_data(list(zip(held.source.tolist(), held.target.tolist(), strict=True)))
    return made
