"""The cells of a schematic map: each holds its centre, none takes ground nearer to another."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maillage.ui.charts.tiles import cells

spots = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=14, unique=True)


def inside(point, ring):
    signs = [(b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) for a, b in pairwise(ring)]
    return all(sign >= -1e-9 for sign in signs) or all(sign <= 1e-9 for sign in signs)


@given(spots, spots)
def test_each_cell_is_the_ground_nearest_to_its_centre(centres, around):
    around = [point for point in around if point not in centres]
    for centre, ring in zip(centres, cells(centres, around), strict=True):
        assert ring[0] == ring[-1]
        assert inside(centre, ring)
        for corner in ring:
            own = math.dist(corner, centre)
            assert all(own <= math.dist(corner, other) + 1e-6 for other in [*centres, *around])


def test_a_place_alone_is_a_disc():
    (ring,) = cells([(1.0, 2.0)])
    assert len({round(math.dist(corner, (1.0, 2.0)), 9) for corner in ring}) == 1


def test_same_centres_do_not_fail():
    assert len(cells([(0.0, 0.0), (0.0, 0.0)])) == 2
