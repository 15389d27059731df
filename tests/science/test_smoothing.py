"""Empirical Bayes by moments and by likelihood, the probability map, and the forecast without action."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from maillage.science import empirical_bayes, gamma_poisson, probability_map, regression_to_mean
from maillage.science.domain import OutOfDomain
from tests.science.reference import close, table

UNITS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20_000)), min_size=1, max_size=40)
SMOOTHERS = [empirical_bayes, gamma_poisson]


def auckland():
    frame = table("small_area/auckland_marshall_eb.csv")
    return frame, 9 * frame["Und5_81"]


def overdispersed(units=300, seed=4):
    rng = np.random.Generator(np.random.PCG64(seed))
    exposure = rng.integers(200, 8000, units).astype(float)
    true = rng.gamma(4.0, 0.0025, units)
    return rng.poisson(true * exposure), exposure, true


def test_marshall_equals_spdep_on_auckland():
    frame, years = auckland()
    found = empirical_bayes.shrink(frame["M77_85"], years)
    close(found.raw, frame["raw"])
    close(found.rate, frame["eb"])


def test_marshall_equals_spdep_on_north_carolina():
    frame = table("spatial/nc_sids.csv")
    close(empirical_bayes.shrink(frame["cases"], frame["pop"]).rate, frame["eb_global"])


def test_the_probability_map_equals_spdep():
    frame, years = auckland()
    expected = table("small_area/auckland_probmap.csv")
    found = probability_map.choynowski(frame["M77_85"], years)
    close(found.raw, expected["raw"])
    close(found.expected, expected["expCount"])
    close(100 * found.relative_risk, expected["relRisk"])
    close(found.probability, expected["pmap"])


@pytest.mark.parametrize("smoother", SMOOTHERS)
@given(units=UNITS)
def test_a_smoothed_rate_lies_between_the_raw_rate_and_the_mean(smoother, units):
    events, exposure = np.array(units, float).T
    found = smoother.shrink(events, exposure)
    slack = 1e-9 * (found.mean + found.raw) + 1e-15
    assert np.all(np.minimum(found.raw, found.mean) <= found.rate + slack)
    assert np.all(found.rate <= np.maximum(found.raw, found.mean) + slack)
    assert np.all((found.weight >= 0) & (found.weight <= 1))


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_the_smallest_are_drawn_most(smoother):
    events, exposure, _ = overdispersed()
    found = smoother.shrink(events, exposure)
    assert np.all(np.diff(found.weight[np.argsort(exposure)]) >= 0)


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_the_interval_covers_the_true_rates_and_smoothing_errs_less(smoother):
    events, exposure, true = overdispersed(units=3000)
    found = smoother.shrink(events, exposure)
    assert np.mean((found.low <= true) & (true <= found.high)) == pytest.approx(0.95, abs=0.012)
    assert np.mean((found.rate - true) ** 2) < 0.9 * np.mean((found.raw - true) ** 2)


def test_the_interval_is_that_of_the_posterior_integrated_numerically():
    events, exposure, _ = overdispersed(units=30)
    found = empirical_bayes.shrink(events, exposure)
    shape, rate = found.mean**2 / found.variance, found.mean / found.variance

    def density(r):
        return stats.gamma.pdf(r, shape, scale=1 / rate) * stats.poisson.pmf(events[0], r * exposure[0])

    whole = integrate.quad(density, 0, 0.2, limit=400)[0]
    assert integrate.quad(density, 0, found.low[0], limit=400)[0] / whole == pytest.approx(0.025, rel=1e-4)
    assert integrate.quad(density, 0, found.high[0], limit=400)[0] / whole == pytest.approx(0.975, rel=1e-4)


def test_maximum_likelihood_beats_every_neighbour_and_finds_the_truth():
    events, exposure, _ = overdispersed(units=3000)
    best = gamma_poisson.prior(events, exposure)

    def likelihood(mean, variance):
        shape = mean**2 / variance
        return stats.nbinom.logpmf(events, shape, shape / (shape + mean * exposure)).sum()

    top = likelihood(best.mean, best.variance)
    for mean, variance in [(1.002, 1), (0.998, 1), (1, 1.01), (1, 0.99), (1.002, 1.01), (0.998, 0.99)]:
        assert likelihood(best.mean * mean, best.variance * variance) < top
    assert best.mean == pytest.approx(0.01, rel=0.03)
    assert best.variance == pytest.approx(0.000025, rel=0.1)


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_equal_units_take_the_group_mean_and_its_interval(smoother):
    found = smoother.shrink([12, 12, 12], [1000, 1000, 1000])
    np.testing.assert_allclose(found.rate, 0.012)
    assert found.variance == 0
    np.testing.assert_allclose(found.low, stats.gamma.ppf(0.025, 36) / 3000)
    np.testing.assert_allclose(found.high, stats.gamma.ppf(0.975, 37) / 3000)


@pytest.mark.parametrize("smoother", SMOOTHERS)
@pytest.mark.parametrize("events", [[0, 0, 0], [7]])
def test_no_fact_at_all_or_a_single_unit_is_still_a_figure(smoother, events):
    found = smoother.shrink(events, np.full(len(events), 500))
    np.testing.assert_allclose(found.rate, sum(events) / (500 * len(events)))
    assert np.all(found.high > found.rate)


@pytest.mark.parametrize("smoother", SMOOTHERS)
def test_a_withheld_unit_stays_unknown_and_weighs_nothing(smoother):
    events, exposure, _ = overdispersed(units=50)
    with_one = smoother.shrink(np.r_[events, np.nan], np.r_[exposure, 900])
    without = smoother.shrink(events, exposure)
    assert np.isnan([with_one.rate[-1], with_one.low[-1], with_one.raw[-1], with_one.weight[-1]]).all()
    np.testing.assert_allclose(with_one.rate[:-1], without.rate)


@pytest.mark.parametrize("smoother", SMOOTHERS)
@pytest.mark.parametrize("events,exposure", [([3, 4], [0, 0]), ([np.nan], [10]), ([], [])])
def test_nobody_exposed_is_refused(smoother, events, exposure):
    with pytest.raises(OutOfDomain, match="Population totale nulle"):
        smoother.shrink(events, exposure)


def test_shapes_that_do_not_match_are_refused():
    with pytest.raises(OutOfDomain, match=r"effectifs \(2,\), populations \(3,\)"):
        empirical_bayes.shrink([1, 2], [3, 4, 5])


def test_the_forecast_holds_next_year_as_often_as_it_says():
    events, exposure, true = overdispersed(units=4000)
    after = np.random.Generator(np.random.PCG64(9)).poisson(true * exposure * 1.1)
    found = regression_to_mean.forecast(events, exposure, 1.1 * exposure)
    assert np.mean((found.low <= after) & (after <= found.high)) == pytest.approx(0.96, abs=0.02)
    extreme = events / exposure > np.quantile(events / exposure, 0.95)
    assert np.abs(np.mean((after - found.expected)[extreme])) < 0.15 * np.mean((found.naive - after)[extreme])
    assert np.all(found.fall_back[extreme] < 0)


def test_the_forecast_of_like_places_is_the_group_rate():
    found = regression_to_mean.forecast([9, 10, 11, np.nan], [100, 100, 100, 100], [100, 200, 100, 100])
    np.testing.assert_allclose(found.expected, [10, 20, 10, np.nan])
    np.testing.assert_allclose(found.high[:3], stats.poisson.ppf(0.975, [10, 20, 10]))
    assert np.isnan(found.low[3])
