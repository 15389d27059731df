"""The drawing of a network: names never overlap nor leave the picture, thicker means more."""

import itertools
from types import SimpleNamespace

import pytest

from maillage.observatory.indicators import network
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.vocabulary import Layer
from maillage.observatory.web.network_drawing import drawings, pairs

LETTER = 7.2  # of a name, in the units of the picture


class Named(SimpleNamespace):
    def __str__(self):
        return self.label


def drawn(size, promises=(), college="state"):
    rows = {
        "institutions": [
            {"institution": n, "kind": "town" if n == 1 else "school", "sector": "town", "college": college,
             "since": "2020-01-01"}
            for n in range(1, size + 1)
        ],
        "commitments": [
            {"commitment": n, "institution": one, "towards": other, "made": "2026-03-01"}
            for n, (one, other) in enumerate(promises)
        ],
    }  # fmt: skip
    found = network.graph(view_of(rows, "2026-06-30"), 1, Layer.COMMITMENTS)
    names = {n: Named(label=f"Institution numéro {n} au très long nom") for n in range(1, size + 1)}
    return found, drawings(found, names)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 14, 41])
def test_names_stay_apart_and_inside(size):
    _graph, pictures = drawn(size)
    for picture in pictures:
        assert len(picture.dots) == size
        for side in ("start", "end"):
            heights = sorted(dot.text_y for dot in picture.dots if dot.anchor == side)
            assert all(below - above >= 16 for above, below in itertools.pairwise(heights))
        for dot in picture.dots:
            end = dot.text_x + LETTER * len(dot.label) * (1 if dot.anchor == "start" else -1)
            assert -1 <= end <= picture.width + 1 and 0 < dot.y < picture.height, (picture.key, dot)


def test_thicker_means_more_and_dashes_one_way():
    graph, pictures = drawn(4, [(1, 2), (2, 1), (2, 1), (3, 1), *[(4, 1)] * 8])
    assert pairs(graph) == [(1, 2, 3, True), (3, 1, 1, False), (4, 1, 8, False)]
    widths = {(arc.width, arc.one_way) for arc in pictures[0].arcs}
    assert [one_way for _width, one_way in sorted(widths)] == [True, False, True] and max(widths)[0] == 6
