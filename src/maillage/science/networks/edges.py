"""The network that the other files read: units numbered from 0, directed edges with their weights."""

from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
from numpy.typing import ArrayLike, NDArray

from maillage.science.domain import Floats, OutOfDomain, known

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """`size` units and directed edges, each pair once: `source`, `target` (numbers of units), `weight`."""

    size: int
    source: Ints
    target: Ints
    weight: Floats


def network(size: int, source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None) -> Network:
    """Edges as a network; parallel edges add up. Raises OutOfDomain: loop, stranger, weight not above 0."""
    start, end = (np.asarray(side, dtype=np.int64).ravel() for side in (source, target))
    force = np.ones(start.size) if weight is None else known(weight)
    if not start.size == end.size == force.size:
        raise OutOfDomain(
            f"{start.size} origines, {end.size} arrivées, {force.size} poids : il en faut autant."
        )
    _refuse((start < 0) | (end < 0) | (start >= size) | (end >= size), "unité hors du réseau")
    _refuse(start == end, "lien d'une unité avec elle-même")
    _refuse(~(force > 0), "poids nul, négatif ou inconnu")
    pair, place = np.unique(start * size + end, return_inverse=True)
    total = np.bincount(place, weights=force, minlength=pair.size).astype(np.float64)
    return Network(size, pair // max(size, 1), pair % max(size, 1), total)


def ties(net: Network) -> Network:
    """The undirected network: one edge a pair, from the lower number to the higher, weights added."""
    return network(
        net.size, np.minimum(net.source, net.target), np.maximum(net.source, net.target), net.weight
    )


def without(net: Network, units: ArrayLike) -> Network:
    """The network without some units; those that stay are numbered again in the same order."""
    stay = np.setdiff1d(np.arange(net.size), np.asarray(units, dtype=np.int64))
    place = np.full(net.size, -1)
    place[stay] = np.arange(stay.size)
    kept = (place[net.source] >= 0) & (place[net.target] >= 0)
    return Network(stay.size, place[net.source[kept]], place[net.target[kept]], net.weight[kept])


def graph(net: Network, *, directed: bool) -> Any:
    """The same for igraph, its weights under `weight`."""
    held = net if directed else ties(net)
    made = igraph.Graph(
        n=held.size, edges=np.column_stack([held.source, held.target]).tolist(), directed=directed
    )
    made.es["weight"] = held.weight.tolist()
    return made


def _refuse(bad: NDArray[np.bool_], what: str) -> None:
    if bad.any():
        raise OutOfDomain(f"{what[0].upper()}{what[1:]}, en position {int(np.argmax(bad))}.")
