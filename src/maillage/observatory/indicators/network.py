"""The network of one partnership on a day: its institutions, those never convened too, and their edges."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from maillage.observatory.indicators.network_edges import EDGES, edges, open_presences
from maillage.observatory.indicators.view import View
from maillage.observatory.vocabulary import Layer, RankLevel
from maillage.science.networks import betweenness, constraint, cores
from maillage.science.networks.degree import Degrees, degrees
from maillage.science.networks.edges import Network, network


@dataclass(frozen=True)
class Node:
    """One institution. `convened`: times expected in the period; `came`: present; `unknown`: not recorded."""

    institution: int
    kind: str
    sector: str
    college: str
    convened: int
    came: int
    unknown: int
    met: bool  # the partnership met in the period, and a reserved body did not await this one

    @property
    def never(self) -> bool:
        """Never convened, while the partnership met."""
        return self.met and not self.convened

    @property
    def seldom(self) -> bool:
        """Came to fewer than half of at least three meetings whose presence was recorded (P2)."""
        known = self.convened - self.unknown
        return known >= 3 and 2 * self.came < known


@dataclass(frozen=True, eq=False)
class Graph:
    """Institutions in a fixed order, edges between them (`source`, `target`: ids), and the same as arrays.

    Two graphs with the same content are equal: what was computed of one holds for the other.
    """

    partnership: int
    layer: Layer
    level: RankLevel
    start: date
    end: date
    nodes: tuple[Node, ...]
    edges: pl.DataFrame
    net: Network

    @property
    def content(self) -> tuple[object, ...]:
        """What makes this graph itself."""
        held = (self.partnership, self.layer, self.level, self.start, self.end, self.nodes)
        return (*held, *self.edges.iter_rows())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Graph) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    @property
    def ids(self) -> list[int]:
        """The institutions, in the order of the arrays."""
        return [node.institution for node in self.nodes]

    @property
    def period(self) -> str:
        """First and last day, as ISO dates."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True)
class Places:
    """Where each institution stands; a place is no merit, and is never ranked on a page."""

    degrees: Degrees
    betweenness: list[float]
    constraint: list[float]
    core: list[float]


def graph(
    view: View, partnership: int, layer: Layer, level: RankLevel = RankLevel.ALL, months: int = 12
) -> Graph:
    """The network of a layer over the months that end on the view's day."""
    found = edges(view, layer, level, months).filter(pl.col("partnership") == partnership)
    return made(
        partnership, layer, level, (view.start(months) + timedelta(days=1), view.day),
        nodes(view, partnership, months), found,
    )  # fmt: skip


def made(
    partnership: int, layer: Layer, level: RankLevel, period: tuple[date, date], known: tuple[Node, ...],
    found: pl.DataFrame,
) -> Graph:  # fmt: skip
    """A graph of these nodes and edges; an edge of an institution that is no node is left out."""
    place = {node.institution: rank for rank, node in enumerate(known)}
    kept = found.filter(pl.col("source").is_in(list(place)), pl.col("target").is_in(list(place)))
    ends = [[place[one] for one in kept[side].to_list()] for side in ("source", "target")]
    net = network(len(known), ends[0], ends[1], kept["weight"].to_numpy())
    return Graph(partnership, layer, level, *period, known, kept.select(list(EDGES)), net)


def nodes(view: View, partnership: int, months: int = 12) -> tuple[Node, ...]:
    """The institutions of the directory, with how often they were expected and came.

    Meetings of reserved bodies are not counted; who is awaited in these alone is not said never convened.
    """
    mine = pl.col("partnership") == partnership
    expected = open_presences(view, months).filter(mine).unique(["meeting", "institution"])
    apart = set(view.within("attendance", months).filter(mine, pl.col("reserved"))["institution"])
    told = expected.group_by("institution").agg(
        convened=pl.len(), came=pl.col("present").sum(), unknown=pl.col("present").is_null().sum()
    )
    rows = (
        view.in_force("institutions", "until")
        .filter(mine)
        .unique("institution")
        .join(told, on="institution", how="left")
    )
    return tuple(
        Node(
            row["institution"], str(row["kind"]), str(row["sector"]), str(row["college"]),
            row["convened"] or 0, row["came"] or 0, row["unknown"] or 0,
            expected.height > 0 and row["institution"] not in apart,
        )
        for row in rows.sort("institution").to_dicts()
    )  # fmt: skip


def known_ranks(view: View, partnership: int, months: int = 12) -> tuple[int, int]:
    """Presences whose rank is known, and presences."""
    came = open_presences(view, months).filter(pl.col("partnership") == partnership, pl.col("present"))
    return came.height - came["rank"].null_count(), came.height


def places(graph: Graph) -> Places:
    """Degrees, betweenness (a tie of weight w is 1/w long), constraint and core number, in order."""
    net = graph.net
    return Places(
        degrees(net), betweenness.weighted(net).tolist(), constraint.burt(net).tolist(),
        cores.number(net).tolist(),
    )  # fmt: skip
