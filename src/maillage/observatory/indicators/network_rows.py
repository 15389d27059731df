"""A network as rows to take away: nodes with what they are, edges with what they rest on. No person."""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.institutions.models import Institution
from maillage.institutions.vocabulary import College, InstitutionKind, Sector
from maillage.observatory.indicators.network import Graph
from maillage.observatory.vocabulary import Alias

BOUNDARY = "Ne mesure que ce qui est enregistré. Frontière : les institutions de l'annuaire."
Row = dict[str, Any]
Names = Mapping[int, Institution | Alias]


def rows(graphs: Sequence[Graph], names: Names) -> tuple[list[Row], list[Row]]:
    """Nodes and directed edges of one or several layers; a tie without direction is given in both ways.

    Institutions known by an alias have its number for id, and come in its order: no id of a record stays.
    """
    nodes = [_node(node.institution, names) for node in graphs[0].nodes] if graphs else []
    edges = [edge for graph in graphs for edge in _edges(graph, names)]
    if any(isinstance(row, Alias) for row in names.values()):
        nodes.sort(key=lambda row: int(row["id"]))
        edges.sort(key=lambda row: (row["layer"], int(row["source"]), int(row["target"])))
    return nodes, [{"id": str(number)} | edge for number, edge in enumerate(edges)]


def about(graphs: Sequence[Graph], title: str) -> dict[str, str]:
    """What a file says of itself."""
    period = graphs[0].period if graphs else ""
    return {"name": f"{title}, {period}. {BOUNDARY}", "period": period}


def _node(pk: int, names: Names) -> Row:
    row = names.get(pk)
    if row is None:
        return {"id": str(pk), "label": str(pk), "kind": "", "sector": "", "college": ""}
    if isinstance(row, Alias):
        college = College(row.college).label if row.college else ""
        return {"id": _id(pk, names), "label": row.label, "kind": "", "sector": "", "college": college}
    return {
        "id": str(pk), "label": str(row), "kind": InstitutionKind(row.kind).label,
        "sector": Sector(row.sector).label, "college": College(row.college).label,
    }  # fmt: skip


def _id(pk: int, names: Names) -> str:
    row = names.get(pk)
    return str(row.number if isinstance(row, Alias) else pk)


def _edges(graph: Graph, names: Names) -> list[Row]:
    found = []
    for edge in graph.edges.to_dicts():
        ends = [(edge["source"], edge["target"])]
        if not graph.layer.directed:
            ends.append(ends[0][::-1])
        found += [
            {
                "source": _id(one, names), "target": _id(other, names), "weight": float(edge["weight"]),
                "layer": str(graph.layer.value), "level": str(graph.level.value), "period": graph.period,
            }
            for one, other in ends
        ]  # fmt: skip
    return found
