"""Small cells, differences of zones, random rounding."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from maillage.science import disclosure
from maillage.science.domain import OutOfDomain


def test_small_and_unknown_cells_are_held_back_but_not_zero():
    shown = disclosure.too_small([0, 1, 4, 5, np.nan])
    assert shown.tolist() == [False, True, True, False, True]
    assert disclosure.too_small([0, 5], hide_zero=True).tolist() == [True, False]
    assert disclosure.too_small([7, 12], disclosure.PERSONS).tolist() == [True, False]


def test_rates_of_tiny_populations_are_held_back():
    assert disclosure.too_small([8, 8, 8], population=[49, 50, np.nan]).tolist() == [True, False, True]


def test_a_threshold_under_one_is_refused():
    with pytest.raises(OutOfDomain, match="Seuil 0"):
        disclosure.too_small([3], 0)


@given(
    arrays.arrays(bool, st.tuples(st.integers(1, 7), st.just(6))),
    st.lists(st.integers(0, 9), min_size=6, max_size=6),
    st.booleans(),
)
def test_every_small_difference_of_nested_zones_is_found(zones, cells, hide_zero):
    expected = set()
    for outer, inner in permutations(range(len(zones)), 2):
        big, small = set(np.flatnonzero(zones[outer])), set(np.flatnonzero(zones[inner]))
        rest = sum(cells[i] for i in big - small)
        if small and small < big and (0 < rest < 5 or (rest == 0 and hide_zero)):
            expected.add((outer, inner, rest, len(big - small)))
    found = disclosure.leaks(zones, cells, hide_zero=hide_zero)
    assert {(leak.outer, leak.inner, leak.difference, leak.cells) for leak in found} == expected


def test_differencing_wants_the_true_counts():
    with pytest.raises(OutOfDomain, match="Case 1 inconnue"):
        disclosure.leaks([[True, True]], [3, np.nan])
    with pytest.raises(OutOfDomain, match="Formes différentes"):
        disclosure.leaks([[True, True]], [3])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30), st.sampled_from([3, 5, 10]))
def test_rounding_gives_near_multiples_and_the_same_each_time(cells, base):
    keys = [f"44109|vols|{k}" for k in range(len(cells))]
    first = disclosure.rounded(cells, keys, b"secret", base)
    assert np.all(first % base == 0)
    assert np.all(np.abs(first - cells) < base)
    backwards = disclosure.rounded(cells[::-1], keys[::-1], b"secret", base)
    np.testing.assert_array_equal(first, backwards[::-1])


@pytest.mark.parametrize("count", [1, 3, 7, 12])
def test_rounding_is_right_on_average(count):
    keys = [f"cell {k}" for k in range(20_000)]
    found = disclosure.rounded(np.full(20_000, count), keys, b"other")
    assert found.mean() == pytest.approx(count, abs=0.08)


def test_another_secret_gives_another_draw_and_unknown_stays_unknown():
    keys = [f"cell {k}" for k in range(200)]
    one, two = (disclosure.rounded(np.full(200, 2), keys, secret) for secret in (b"a", b"b"))
    assert (one != two).any()
    assert np.isnan(disclosure.rounded([np.nan], ["x"], b"a")[0])


def test_names_and_base_are_checked():
    with pytest.raises(OutOfDomain, match=r"1 nom\(s\)"):
        disclosure.rounded([1, 2], ["x"], b"")
    with pytest.raises(OutOfDomain, match="Base d'arrondi 1"):
        disclosure.rounded([1], ["x"], b"", 1)
