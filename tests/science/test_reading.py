"""What a reading rests on: predictive tails, mid-p of two windows, conformal ranks, area under the curve."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from maillage.science import beta_binomial, conformal, count_predictive, fisher_midp, roc_area
from maillage.science.domain import OutOfDomain

ONE = np.array([1.0])


def law(a, b):
    return beta_binomial.Prior(np.array([a]), np.array([b]), ONE, 100)


@pytest.mark.parametrize(("a", "b", "n"), [(2.5, 4.0, 30), (0.3, 0.4, 12), (60, 30, 400), (90, 9, 1000)])
def test_tails_are_those_of_the_beta_binomial_law(a, b, n):
    x = np.arange(n + 1)
    peer = stats.betabinom(n, a, b)
    np.testing.assert_allclose(beta_binomial.lower_tail(x, n, law(a, b)), peer.cdf(x), rtol=1e-7, atol=1e-11)
    np.testing.assert_allclose(
        beta_binomial.upper_tail(x, n, law(a, b)), peer.sf(x - 1), rtol=1e-7, atol=1e-11
    )


def test_below_weighs_each_law_by_what_it_made_of_the_unit():
    mixed = beta_binomial.Prior(np.array([8.0, 2.0]), np.array([2.0, 8.0]), np.array([0.5, 0.5]), 100)
    fits = stats.betabinom.pmf(3, 12, mixed.a, mixed.b)
    under = stats.beta.cdf(0.4, mixed.a + 3, mixed.b + 9)
    assert beta_binomial.below(3, 12, 0.4, mixed) == pytest.approx(float(fits @ under / fits.sum()))
    assert beta_binomial.below(3, 12, 0.5, beta_binomial.JEFFREYS) == pytest.approx(
        stats.beta.cdf(0.5, 3.5, 9.5)
    )


def test_the_prior_is_the_posterior_found_by_integration():
    rng = np.random.default_rng(5)
    n = rng.integers(5, 40, 40)
    x = rng.binomial(n, rng.beta(6, 3, 40))

    def density(mean, logr):
        size = 1 / np.exp(logr) - 1
        return np.exp(
            stats.betabinom.logpmf(x, n, mean * size, (1 - mean) * size).sum() + 90
        ) * stats.beta.pdf(mean, 0.5, 0.5)

    box = (np.log(0.01), np.log(0.8), 0.3, 0.95)
    options = {"epsabs": 0, "epsrel": 1e-4}
    total = integrate.dblquad(density, *box, **options)[0]
    mean = integrate.dblquad(lambda m, r: m * density(m, r), *box, **options)[0] / total
    found = beta_binomial.prior(x, n)
    assert found.mean == pytest.approx(mean, abs=2e-3)
    assert found.units == 40
    assert found.weight.sum() == pytest.approx(1)


def test_the_prior_finds_the_law_and_under_thirty_units_does_not_try():
    rng = np.random.default_rng(2)
    n = rng.integers(5, 200, 1000)
    x = rng.binomial(n, rng.beta(7, 3, 1000))
    found = beta_binomial.prior(x, n)
    size = float(np.sum(found.weight * (found.a + found.b)))
    assert found.mean == pytest.approx(0.7, abs=0.02)
    assert size == pytest.approx(10, rel=0.15)
    assert beta_binomial.prior(x[:29], n[:29]) is beta_binomial.JEFFREYS


@pytest.mark.parametrize("units", [30, 60, 1000])
def test_one_more_comparator_is_accused_no_more_often_than_said(units):
    rng = np.random.default_rng(units)
    accused = []
    for _ in range(200):
        n = rng.integers(5, 60, units)
        found = beta_binomial.prior(rng.binomial(n, rng.beta(6, 3, units)), n)
        more = rng.integers(5, 60, 500)
        tail = beta_binomial.lower_tail(rng.binomial(more, rng.beta(6, 3, 500)), more, found)
        accused.append(np.mean(tail <= 0.01))
    assert np.mean(accused) <= 0.0125


def test_unknown_or_empty_units_have_no_tail_and_excess_is_refused():
    tails = beta_binomial.lower_tail([1, np.nan, 0], [4, 5, 0], law(2, 2))
    assert np.isnan(tails[1:]).all()
    with pytest.raises(OutOfDomain):
        beta_binomial.lower_tail(5, 4, law(2, 2))
    with pytest.raises(OutOfDomain):
        beta_binomial.below(1, 4, 1.0, law(2, 2))


def test_count_tails_are_those_of_the_negative_binomial_law():
    given_law = count_predictive.Prior(np.array([2.0]), np.array([4.0]), ONE, 100)
    y = np.arange(12)
    peer = stats.nbinom(4.0, 4 / (4 + 6))  # mean 2 a year over three years
    np.testing.assert_allclose(count_predictive.lower_tail(y, 3.0, given_law), peer.cdf(y), rtol=1e-10)
    np.testing.assert_allclose(count_predictive.upper_tail(y, 3.0, given_law), peer.sf(y - 1), rtol=1e-10)
    under = stats.gamma.cdf(1.0, 4 + 1, scale=1 / (2 + 3))
    assert count_predictive.below(1, 3.0, 1.0, given_law) == pytest.approx(under)
    assert count_predictive.below(1, 3.0, 1.0, None) == pytest.approx(stats.gamma.cdf(1, 1.5, scale=1 / 3))


def test_the_count_prior_finds_the_law():
    rng = np.random.default_rng(4)
    exposure = rng.uniform(1, 3, 800)
    found = count_predictive.prior(rng.poisson(exposure * rng.gamma(4, 0.5, 800)), exposure)
    assert float(found.weight @ found.mean) == pytest.approx(2, rel=0.05)
    assert float(found.weight @ found.shape) == pytest.approx(4, rel=0.25)
    assert count_predictive.prior([1] * 29, [1] * 29) is None


def by_hand(x, n, y, m):
    """Twice the smaller mid-p tail, from the whole table of outcomes."""
    total = x + y
    weights = {k: comb(n, k) * comb(m, total - k) for k in range(max(0, total - m), min(n, total) + 1)}
    low = sum(w for k, w in weights.items() if k < x) + weights[x] / 2
    whole = sum(weights.values())
    return min(1.0, 2 * min(low, whole - low) / whole)


@given(st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
    lambda s: st.tuples(st.integers(0, s[0]), st.just(s[0]), st.integers(0, s[1]), st.just(s[1]))
))  # fmt: skip
@settings(max_examples=60)
def test_midp_of_two_windows_is_the_sum_over_the_table(case):
    assert float(fisher_midp.two_windows(*case)) == pytest.approx(by_hand(*case), abs=1e-9)


def test_tea_tasting():
    """Fisher's tea: four of four right; the observed outcome 1/70 weighs half, and is doubled."""
    assert float(fisher_midp.two_windows(4, 4, 0, 4)) == pytest.approx(1 / 70)
    assert np.isnan(fisher_midp.two_windows(0, 0, 1, 4))
    with pytest.raises(OutOfDomain):
        fisher_midp.two_windows(5, 4, 0, 4)


def test_conformal_ranks_count_ties_against_the_value():
    others = [1.0, 2.0, 2.0, 5.0, np.nan]
    np.testing.assert_allclose(conformal.lower([0, 2, np.nan], others), [0.2, 0.8, np.nan])
    np.testing.assert_allclose(conformal.upper([5, 6], others), [0.4, 0.2])


def test_the_area_counts_pairs_and_its_limits_are_delongs():
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 9, 40).astype(float), rng.integers(0, 6, 50).astype(float)
    pairs = (x[:, None] > y) + 0.5 * (x[:, None] == y)
    found = roc_area.area([*x, np.nan], y)
    spread = np.sqrt(pairs.mean(axis=1).var(ddof=1) / 40 + pairs.mean(axis=0).var(ddof=1) / 50)
    assert found.value == pytest.approx(pairs.mean())
    assert found.high - found.value == pytest.approx(stats.norm.isf(0.025) * spread)
    assert (found.first, found.second) == (40, 50)


def test_groups_wholly_apart_keep_a_doubt():
    found = roc_area.area(np.arange(10.0) + 100, np.arange(10.0))
    assert found.value == found.high == 1
    assert 0.7 < found.low < 0.9
    with pytest.raises(OutOfDomain):
        roc_area.area([1.0], [0.0, 1.0])
