"""Shares and low counts: against sums over the whole support, published values, and their own bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from maillage.science import proportion
from maillage.science.domain import OutOfDomain


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_limits_solve_the_score_equation(pair):
    x, n = pair
    found = proportion.wilson(x, n)
    z = stats.norm.isf(0.025)

    def gap(p):
        return abs(x / n - p) - z * np.sqrt(p * (1 - p) / n)

    if x > 0:
        expected = optimize.brentq(gap, 1e-12, x / n) if x < n else n / (n + z**2)
        assert float(found.low) == pytest.approx(expected, abs=1e-8)
    assert 0 <= found.low <= x / n <= found.high <= 1


def test_nobody_asked_gives_no_share():
    found = proportion.wilson([0, 3], [0, 10])
    assert np.isnan(found.share[0])
    assert np.isnan(found.low[0])
    assert found.share[1] == pytest.approx(0.3)


def test_more_answers_than_people_is_refused():
    with pytest.raises(OutOfDomain):
        proportion.wilson(5, 4)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 5000), st.integers(1, 5000))
def test_below_is_the_sum_of_the_lower_tail(a, b, na, nb):
    chances = stats.binom.pmf(np.arange(a + 1), a + b, na / (na + nb))
    assert proportion.below(a, na, b, nb) == pytest.approx(min(1, chances.sum()), abs=1e-10)


def test_an_empty_population_is_refused():
    with pytest.raises(OutOfDomain):
        proportion.below(1, 0, 2, 10)


def test_the_difference_of_two_shares_is_the_published_one():
    """Newcombe (1998), table II, line 56/70 and 48/80, method 10: 0.0524 to 0.3339."""
    found = proportion.difference(56, 70, 48, 80)
    assert float(found.value) == pytest.approx(0.2)
    assert (float(found.low), float(found.high)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.05, 0.95))
def test_the_posterior_under_a_cut_is_the_integral_of_the_beta_law(pair, cut):
    x, n = pair
    expected = stats.beta.cdf(cut, x + 0.5, n - x + 0.5)
    assert float(proportion.probability_below(x, n, cut)) == pytest.approx(expected, abs=1e-10)


def test_nothing_seen_gives_no_posterior_and_a_wrong_cut_is_refused():
    assert np.isnan(proportion.probability_below(0, 0, 0.5))
    with pytest.raises(OutOfDomain):
        proportion.probability_below(1, 2, 1.0)
    with pytest.raises(OutOfDomain):
        proportion.probability_below(3, 2, 0.5)
