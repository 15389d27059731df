"""The network as institutions declare it: who says it works with whom, who agrees, how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from maillage.institutions.models import Institution
from maillage.observatory.indicators.network import Graph, Node, made
from maillage.observatory.indicators.network_edges import EDGES
from maillage.observatory.selectors.declared import Said
from maillage.observatory.vocabulary import Layer, RankLevel

FAR = 2  # steps of the scale between what two partners say


@dataclass(frozen=True)
class Agreement:
    """Of the pairs where both answered of each other: how many say the same, within one step, or further."""

    pairs: int
    same: int
    near: int
    far: int


def graph(
    partnership: int, said: Sequence[Said], institutions: Sequence[Institution], period: tuple[date, date]
) -> Graph:
    """The declared network: an edge from who says it works with another, its weight how often (1 to 4)."""
    known = tuple(
        Node(row.pk, row.kind, row.sector, row.college, 0, 0, 0, met=False)
        for row in sorted(institutions, key=lambda one: one.pk)
    )
    lines = [(partnership, row.source, row.target, row.often) for row in said if row.often]
    frame = pl.DataFrame(lines, schema=EDGES, orient="row")
    return made(partnership, Layer.DECLARED, RankLevel.ALL, period, known, frame)


def agreement(said: Sequence[Said]) -> Agreement:
    """Do the two sides of a pair say the same? Only pairs where each answered of the other are counted."""
    often = {(row.source, row.target): row.often for row in said}
    gaps = [
        abs(told - often[other, one])
        for (one, other), told in often.items()
        if one < other and (other, one) in often
    ]
    far = sum(gap >= FAR for gap in gaps)
    same = gaps.count(0)
    return Agreement(len(gaps), same, len(gaps) - same - far, far)
