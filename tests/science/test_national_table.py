"""The national table against the same figures computed slice by slice by the other files of `science`."""

import numba
import numpy as np
import pytest
from scipy import stats

from maillage.science import count_limits, empirical_bayes, national_table
from maillage.science.domain import OutOfDomain


@pytest.fixture(scope="module")
def base():
    rng = np.random.Generator(np.random.PCG64(12))
    exposure = rng.integers(0, 4000, (4, 1, 500)).astype(float)
    exposure[0, 0, :9] = 0
    rates = rng.gamma(2, 0.002, (1, 3, 500))
    events = rng.poisson(rates * exposure).astype(float)
    events[rng.random(events.shape) < 0.4] = np.nan
    return events, exposure, rng.integers(0, 5, 500)


def test_each_figure_equals_its_own_statistic(base):
    events, exposure, groups = base
    found = national_table.compute(events, exposure, groups)
    for year, indicator in np.ndindex(4, 3):
        y, n = events[year, indicator], exposure[year, 0]
        n = np.where(n > 0, n, np.nan)
        low, high = count_limits.garwood(y)
        np.testing.assert_allclose(found.rate[year, indicator], y / n)
        np.testing.assert_allclose(found.low[year, indicator], low / n)
        np.testing.assert_allclose(found.high[year, indicator], high / n)
        expected = stats.rankdata(-(y / n), method="min", nan_policy="omit")
        np.testing.assert_array_equal(found.rank[year, indicator], expected)
        for group in range(5):
            chosen = groups == group
            smooth = empirical_bayes.shrink(y[chosen], n[chosen]).rate
            np.testing.assert_allclose(found.smoothed[year, indicator, chosen], smooth)


def test_the_number_of_threads_changes_nothing(base):
    first = national_table.compute(*base)
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        again = national_table.compute(*base)
    finally:
        numba.set_num_threads(threads)
    for name in ("rate", "low", "high", "smoothed", "rank"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))


def test_withheld_cells_are_unknown_everywhere_and_zero_is_a_figure():
    found = national_table.compute([[[np.nan, 0, 4]]], [[[100, 100, 100]]])
    for name in ("rate", "low", "high", "smoothed", "rank"):
        assert np.isnan(getattr(found, name)[0, 0, 0])
    assert found.rate[0, 0, 1] == found.low[0, 0, 1] == 0
    assert found.high[0, 0, 1] == pytest.approx(0.036889, rel=1e-4)
    assert found.rank[0, 0].tolist()[1:] == [2, 1]


def test_a_group_or_a_slice_all_withheld_stays_unknown():
    found = national_table.compute([[[np.nan, np.nan, 3, 5]]], 50.0, [0, 0, 1, 1])
    assert np.isnan(found.smoothed[0, 0, :2]).all()
    found = national_table.compute([[[np.nan, np.nan]], [[1, 2]]], 50.0)
    assert np.isnan(found.rank[0]).all()


def test_long_columns_become_dense_with_unknown_holes():
    place = [np.array(x, dtype=np.int32) for x in ([0, 1, 1], [0, 0, 1], [1, 0, 1])]
    dense = national_table.dense((2, 2, 2), *place, np.array([5.0, 6, 7]))
    assert dense[0, 0, 1] == 5
    assert dense[1, 1, 1] == 7
    assert np.isnan(dense).sum() == 5
    with pytest.raises(OutOfDomain, match="hors du tableau"):
        national_table.dense((1, 2, 2), *place, np.ones(3))


@pytest.mark.parametrize(
    ("events", "exposure", "groups", "said"),
    [
        ([[1]], 1, None, "années, indicateurs, communes"),
        ([[[1]]], 0, None, "Population totale nulle"),
        ([[[1]]], -2, None, "Population négative : -2"),
        ([[[1, 2]]], [1, 2, 3], None, "Formes différentes"),
        ([[[1, 2]]], 10, [0], "un groupe"),
        ([[[1.5]]], 10, None, "non entier"),
    ],
)
def test_what_is_not_a_table_is_refused(events, exposure, groups, said):
    with pytest.raises(OutOfDomain, match=said):
        national_table.compute(events, exposure, groups)
