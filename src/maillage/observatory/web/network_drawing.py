"""A network drawn without script: institutions on an oval by college, thicker arcs for more; two widths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from maillage.institutions.vocabulary import College
from maillage.kernel import folded
from maillage.observatory.indicators.network import Graph, Node
from maillage.observatory.indicators.network_rows import Names
from maillage.observatory.vocabulary import Alias, Layer

COLLEGES = [str(college.value) for college in College]
THIN, THICK = 1.2, 6.0
FULL = 6  # ties that make the thickest arc, at least
PULL = 0.45  # how far an arc bends towards the centre
GAP = 24  # between two names, at least


@dataclass(frozen=True)
class Dot:
    """An institution: where, how its name is written, and its state in one class."""

    x: float
    y: float
    radius: int
    state: str
    name: str
    label: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True)
class Arc:
    """A tie of two institutions."""

    path: str
    width: float
    one_way: bool


@dataclass(frozen=True)
class Drawing:
    """One picture; `key` makes its own ids."""

    key: str
    width: int
    height: int
    dots: list[Dot]
    arcs: list[Arc]


@dataclass(frozen=True)
class Shape:
    """Half-widths of the oval, width of the picture, letters of a name."""

    key: str
    width: int
    across: int
    letters: int


WIDE, NARROW = Shape("large", 640, 170, 20), Shape("etroit", 343, 70, 12)


def drawings(graph: Graph, names: Names) -> list[Drawing]:
    """The wide picture and the one of a phone."""
    order = sorted(graph.nodes, key=lambda node: _rank(node, names))
    return [_drawing(graph, names, order, shape) for shape in (WIDE, NARROW)]


def _rank(node: Node, names: Names) -> tuple[int, str, int]:
    row = names.get(node.institution)
    college = row.college if isinstance(row, Alias) else node.college
    place = COLLEGES.index(college) if college in COLLEGES else len(COLLEGES)
    return place, folded(str(row or "")), node.institution


def _drawing(graph: Graph, names: Names, order: Sequence[Node], shape: Shape) -> Drawing:
    half = (len(order) + 1) // 2
    down = max(110, GAP * half // 2)
    height = 2 * down + 64
    where = _oval(len(order), shape.width / 2, height / 2, shape.across, down)
    dots = [_dot(node, names, shape, place) for node, place in zip(order, where, strict=True)]
    at = {node.institution: place[:2] for node, place in zip(order, where, strict=True)}
    return Drawing(shape.key, shape.width, height, dots, _arcs(graph, at, (shape.width / 2, height / 2)))


def _oval(count: int, middle: float, centre: float, across: int, down: int) -> list[tuple[float, float, int]]:
    """Down the right side, then up the left one, at even heights: names never overlap."""
    right = (count + 1) // 2
    found = []
    for rank in range(count):
        side, step, of = (1, rank, right) if rank < right else (-1, count - 1 - rank, count - right)
        y = centre - down + 2 * down * (step + 0.5) / max(of, 1)
        lean = across * sqrt(max(0.0, 1 - ((y - centre) / (down * 1.15)) ** 2))
        found.append((round(middle + side * lean, 1), round(y, 1), side))
    return found


def _dot(node: Node, names: Names, shape: Shape, place: tuple[float, float, int]) -> Dot:
    x, y, side = place
    row = names.get(node.institution)
    name = str(row) if row else str(node.institution)
    label = row.label if row else name
    short = label if len(label) <= shape.letters else label[: shape.letters - 1].rstrip() + "…"
    radius = 9 if node.kind == "town" and not isinstance(row, Alias) else 7
    state = "none" if node.never else "low" if node.seldom else ""
    return Dot(
        x, y, radius, state, name, short, round(x + side * 14, 1), round(y + 5, 1),
        "start" if side > 0 else "end",
    )  # fmt: skip


def pairs(graph: Graph) -> list[tuple[int, int, float, bool]]:
    """Each tied pair once: its two institutions, the weight of both ways, and whether it is both ways.

    A pair tied one way begins with who gives. A tie without direction counts as both ways.
    """
    weight = {(row["source"], row["target"]): row["weight"] for row in graph.edges.to_dicts()}
    found = []
    for (one, other), given in weight.items():
        back = weight.get((other, one))
        if back is None:
            found.append((one, other, given, not graph.layer.directed))
        elif one < other:
            found.append((one, other, given + back, True))
    return found


def _arcs(graph: Graph, at: Mapping[int, tuple[float, float]], centre: tuple[float, float]) -> list[Arc]:
    tied = pairs(graph)
    most = max((row[2] for row in tied), default=1.0)
    most = most if graph.layer is Layer.MONEY else max(most, FULL)
    drawn = sorted(tied, key=lambda row: (row[3], row[2], row[0], row[1]))
    return [
        Arc(_bent(at[one], at[other], centre), round(THIN + (THICK - THIN) * weight / most, 1), not both)
        for one, other, weight, both in drawn
    ]


def _bent(start: tuple[float, float], end: tuple[float, float], centre: tuple[float, float]) -> str:
    middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
    x, y = (round(m + PULL * (c - m), 1) for m, c in zip(middle, centre, strict=True))
    return f"M{start[0]} {start[1]}Q{x} {y} {end[0]} {end[1]}"
