"""Poisson limits: the reference files, the published values, coverage, and what an unknown count gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from maillage.science import count_limits
from maillage.science.domain import OutOfDomain
from tests.science.reference import close, table

FORMULAS = [count_limits.garwood, count_limits.score, count_limits.midp, count_limits.byar]


@pytest.mark.parametrize(
    ("column", "formula", "level"),
    [
        ("garwood", count_limits.garwood, 0.95),
        ("garwood90", count_limits.garwood, 0.90),
        ("score", count_limits.score, 0.95),
        ("byar", count_limits.byar, 0.95),
    ],
)
def test_limits_equal_the_reference(column, formula, level):
    expected = table("small_area/poisson_limits.csv")
    low, high = formula(expected["count"], level)
    close(low, expected[f"{column}_lo"])
    close(high, expected[f"{column}_hi"])


def test_garwood_equals_the_published_table():
    lines = table("published.csv").filter(table("published.csv")["id"].str.starts_with("garwood"))
    for name, printed in lines.select("id", "value").iter_rows():
        low, high = count_limits.garwood([int(name.split("_")[1])])
        expected = [float(part) for part in printed.split(";")]
        np.testing.assert_allclose([low[0], high[0]], expected, atol=5.1e-5)


@pytest.mark.parametrize("count", [1, 2, 7, 40, 3000])
def test_midp_limits_solve_their_own_equation(count):
    def tail(mean):
        return stats.poisson.cdf(count, mean) - 0.5 * stats.poisson.pmf(count, mean)

    low, high = count_limits.midp([count])
    edge = 10 * np.sqrt(count) + 10
    assert high[0] == pytest.approx(optimize.brentq(lambda m: tail(m) - 0.025, count, count + edge), rel=1e-8)
    assert low[0] == pytest.approx(
        optimize.brentq(lambda m: tail(m) - 0.975, max(1e-9, count - edge), count), rel=1e-8
    )


def coverage(formula, mean, level=0.95):
    counts = np.arange(0, 400)
    low, high = formula(counts, level)
    inside = (low <= mean) & (mean <= high)
    return float(stats.poisson.pmf(counts[inside], mean).sum())


@given(st.floats(0.01, 150))
def test_garwood_never_covers_less_than_its_level(mean):
    assert coverage(count_limits.garwood, mean) >= 0.95 - 1e-9


@pytest.mark.parametrize("formula", [count_limits.score, count_limits.midp])
def test_score_and_midp_cover_their_level_on_average(formula):
    means = np.linspace(1, 60, 400)
    assert np.mean([coverage(formula, mean) for mean in means]) == pytest.approx(0.95, abs=0.008)


@pytest.mark.parametrize("formula", FORMULAS)
@given(level=st.floats(0.5, 0.999))
def test_limits_hold_the_count_and_grow_with_it(formula, level):
    counts = np.arange(0, 300)
    low, high = formula(counts, level)
    assert np.all(low <= counts)
    assert np.all(counts <= high)
    assert np.all(np.diff(low) > -1e-12)
    assert np.all(np.diff(high) > 0)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_midp_lies_within_garwood(counts):
    wide, narrow = count_limits.garwood(counts), count_limits.midp(counts)
    assert np.all(wide.low <= narrow.low * (1 + 1e-9))
    assert np.all(narrow.high <= wide.high * (1 + 1e-9))


def test_the_table_and_the_distinct_counts_give_the_same_limits():
    few = count_limits.garwood([3, 900_000])
    many = count_limits.garwood(np.r_[np.arange(500), 3])
    assert few.low[0] == many.low[3] == many.low[-1]
    assert few.high[1] == pytest.approx(stats.gamma.isf(0.025, 900_001), rel=1e-12)


@pytest.mark.parametrize("formula", FORMULAS)
def test_unknown_counts_stay_unknown(formula):
    low, high = formula(np.ma.masked_array([[4, 5], [0, 7]], mask=[[False, True], [False, False]]))
    assert low.shape == (2, 2)
    assert np.isnan(low[0, 1])
    assert np.isnan(high[0, 1])
    assert low[1, 0] == 0
    assert high[1, 0] > 2.9


def test_no_count_at_all_gives_no_limit():
    low, high = count_limits.garwood(np.array([], dtype=np.int64))
    assert low.size == high.size == 0


@pytest.mark.parametrize(
    ("counts", "level", "said"),
    [
        ([2, -3], 0.95, "Effectif négatif : -3.0 en position (1,)"),
        ([2.5], 0.95, "Effectif non entier : 2.5"),
        ([np.inf], 0.95, "Valeur infinie"),
        ([1], 95, "Niveau de confiance 95"),
    ],
)
def test_what_is_not_a_count_is_refused(counts, level, said):
    with pytest.raises(OutOfDomain) as refused:
        count_limits.garwood(counts, level)
    assert said in str(refused.value)
