"""Are ties within groups (sectors) or between them? Groups are given as any labels, one a unit."""

import numpy as np
from numpy.typing import ArrayLike

from maillage.science.domain import Floats, OutOfDomain
from maillage.science.networks.edges import Network, ties

METHOD = "mixing.assortativity"


def assortativity(net: Network, groups: ArrayLike) -> float:
    """Newman's coefficient on ties, 1 within groups only; NaN when it has no sense (one group, no tie).

    Newman (2003), Physical Review E 67. Raises OutOfDomain.
    """
    share = _shares(net, groups)
    ends = share.sum(axis=0)
    expected = float((ends**2).sum())
    if not share.size or expected >= 1 - 1e-12:
        return float("nan")
    return (float(np.trace(share)) - expected) / (1 - expected)


def modularity(net: Network, groups: ArrayLike) -> float:
    """Share of ties within groups, less what degrees alone would give. Newman and Girvan (2004), PRE 69."""
    share = _shares(net, groups)
    if not share.size:
        return float("nan")
    return float(np.trace(share) - (share.sum(axis=0) ** 2).sum())


def external_internal(net: Network, groups: ArrayLike) -> float:
    """E-I index: (ties between - ties within) / ties, from -1 to 1; NaN without tie.

    Krackhardt and Stern (1988), Social Psychology Quarterly 51. It depends on the sizes of the groups.
    """
    code, held = _codes(net, groups), ties(net)
    if not held.source.size:
        return float("nan")
    between = int((code[held.source] != code[held.target]).sum())
    return (2 * between - held.source.size) / held.source.size


def _codes(net: Network, groups: ArrayLike) -> np.ndarray:
    code = np.unique(np.asarray(groups), return_inverse=True)[1]
    if code.size != net.size:
        raise OutOfDomain(f"{code.size} groupes pour {net.size} unités : il en faut un par unité.")
    return code


def _shares(net: Network, groups: ArrayLike) -> Floats:
    code, held = _codes(net, groups), ties(net)
    if not held.source.size:
        return np.zeros((0, 0))
    count = np.zeros((code.max() + 1,) * 2)
    np.add.at(count, (code[held.source], code[held.target]), 1)
    np.add.at(count, (code[held.target], code[held.source]), 1)
    found: Floats = count / count.sum()
    return found
