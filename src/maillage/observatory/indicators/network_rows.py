"""A network as rows to take away: nodes with what they are, edges with what they rest on. No person."""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import College, InstitutionKind, Sector
from maillage.observatory.indicators.network import Graph

BOUNDARY = "Ne mesure que ce qui est enregistré. Frontière : les institutions de l'annuaire."
Row = dict[str, Any]


def rows(graphs: Sequence[Graph], names: Mapping[int, Institution]) -> tuple[list[Row], list[Row]]:
    """Nodes and directed edges of one or several layers; a tie without direction is given in both ways."""
    nodes = [_node(node.institution, names) for node in graphs[0].nodes] if graphs else []
    edges = [edge for graph in graphs for edge in _edges(graph)]
    return nodes, [{"id": str(number)} | edge for number, edge in enumerate(edges)]


def about(graphs: Sequence[Graph], title: str) -> dict[str, str]:
    """What a file says of itself."""
    period = graphs[0].period if graphs else ""
    return {"name": f"{title}, {period}. {BOUNDARY}", "period": period}


def _node(pk: int, names: Mapping[int, Institution]) -> Row:
    row = names.get(pk)
    if row is None:
        return {"id": str(pk), "label": str(pk), "kind": "", "sector": "", "college": ""}
    return {
        "id": str(pk), "label": str(row), "kind": InstitutionKind(row.kind).label,
        "sector": Sector(row.sector).label, "college": College(row.college).label,
    }  # fmt: skip


def _edges(graph: Graph) -> list[Row]:
    found = []
    for edge in graph.edges.to_dicts():
        ends = [(edge["source"], edge["target"])]
        if not graph.layer.directed:
            ends.append(ends[0][::-1])
        found += [
            {
                "source": str(one), "target": str(other), "weight": float(edge["weight"]),
                "layer": str(graph.layer.value), "level": str(graph.level.value), "period": graph.period,
            }
            for one, other in ends
        ]  # fmt: skip
    return found
