"""Networks to take away, as other programs read them: GEXF, GraphML, JSON; same graph, same bytes."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import networkx

FORMATS = ("gexf", "graphml", "json")
_STAMP = re.compile(rb' lastmodifieddate="[^"]*"')  # the day of writing: not a fact of the network
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graph_file(
    nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], about: Mapping[str, str],
    file_format: str,
) -> bytes:  # fmt: skip
    """A directed network: nodes with `id`, edges with `id`, `source`, `target`; `about` says what it is.

    Every attribute is kept. Raises KeyError on another format.
    """
    made = networkx.MultiDiGraph(**about)
    for node in nodes:
        made.add_node(node["id"], **_plain(node, ("id",)))
    for edge in edges:
        made.add_edge(
            edge["source"], edge["target"], key=edge["id"], **_plain(edge, ("id", "source", "target"))
        )
    return _WRITERS[file_format](made)


def _plain(row: Mapping[str, Any], without: tuple[str, ...]) -> dict[str, Any]:
    """The attributes of a row; a control character, that XML cannot hold, becomes a space."""
    return {
        key: _CONTROL.sub(" ", value) if isinstance(value, str) else value
        for key, value in row.items()
        if key not in without
    }


def _gexf(made: Any) -> bytes:
    out = io.BytesIO()
    networkx.write_gexf(made, out, version="1.2draft")
    return _STAMP.sub(b"", out.getvalue())


def _graphml(made: Any) -> bytes:
    out = io.BytesIO()
    networkx.write_graphml_xml(made, out)
    return out.getvalue()


def _json(made: Any) -> bytes:
    held = networkx.node_link_data(made, edges="edges")
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


_WRITERS = {"gexf": _gexf, "graphml": _graphml, "json": _json}
