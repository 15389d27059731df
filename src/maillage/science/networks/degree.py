"""How many units each is tied to (degree), and by how much (strength)."""

from dataclasses import dataclass

import numpy as np

from maillage.science.domain import Floats
from maillage.science.networks.edges import Network, ties

METHOD = "degree.counts"


@dataclass(frozen=True)
class Degrees:
    """Per unit: edges in and out, their weights, and ties (pairs, in whichever way) with their weights."""

    indegree: Floats
    outdegree: Floats
    instrength: Floats
    outstrength: Floats
    degree: Floats
    strength: Floats


def degrees(net: Network) -> Degrees:
    """Degrees and strengths of every unit. Freeman (1978), Social Networks 1; Barrat et al. (2004)."""
    tied = ties(net)
    both, weights = np.concatenate([tied.source, tied.target]), np.tile(tied.weight, 2)
    return Degrees(
        _count(net.target, net.size), _count(net.source, net.size),
        _count(net.target, net.size, net.weight), _count(net.source, net.size, net.weight),
        _count(both, net.size), _count(both, net.size, weights),
    )  # fmt: skip


def _count(units: np.ndarray, size: int, weight: Floats | None = None) -> Floats:
    return np.bincount(units, weights=weight, minlength=size).astype(np.float64)
