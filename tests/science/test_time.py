"""Trends, level breaks and seasons: the reference regression, known truths, and what cannot be said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from maillage.science import quasi_poisson, seasonality, trend
from maillage.science.domain import OutOfDomain
from tests.science.reference import table

DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def test_the_regression_equals_r():
    series, expected = table("evaluation/its.csv"), table("evaluation/its_expected.csv")
    columns = [series[name].to_numpy() for name in ("t", "level", "slope", "c1", "s1")]
    design = np.column_stack([np.ones(len(series)), *columns]).astype(float)
    found = quasi_poisson.fit(series["y"].to_numpy().astype(float), np.ones(len(series)), design)
    np.testing.assert_allclose(found.coefficients, expected["poisson"], rtol=1e-9)
    plain = np.sqrt(np.diag(found.covariance))
    np.testing.assert_allclose(plain, expected["se_poisson"], rtol=1e-6)  # R stops its iterations earlier
    errors = [found.standard_error(term) for term in range(6)]
    np.testing.assert_allclose(errors, expected["se_quasi"], rtol=1e-6)


def test_the_regression_refuses_what_it_cannot_tell():
    with pytest.raises(OutOfDomain, match=r"2 point\(s\) pour 2"):
        quasi_poisson.fit(np.ones(2), np.ones(2), np.ones((2, 2)))
    with pytest.raises(OutOfDomain, match="se confondent"):
        quasi_poisson.fit(np.ones(4), np.ones(4), np.ones((4, 2)))


def test_a_slope_is_found_as_by_a_direct_search():
    y, n = np.array([14.0, 11, 19, 15, 24, 22, 31]), np.linspace(1000, 1300, 7)
    t = np.arange(2018.0, 2025)

    def minus(b):
        mu = n * np.exp(b[0] + b[1] * (t - 2021))
        return mu.sum() - y @ np.log(mu)

    best = optimize.minimize(minus, [-4, 0], method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-12})
    found = trend.log_linear(y, n, t)
    mu = n * np.exp(best.x[0] + best.x[1] * (t - 2021))
    phi = max(1, np.sum((y - mu) ** 2 / mu) / 5)
    middle = np.sum(mu * t) / mu.sum()
    half = stats.t.isf(0.025, 5) * np.sqrt(phi / np.sum(mu * (t - middle) ** 2))
    assert found.slope == pytest.approx(best.x[1], abs=1e-7)
    assert found.high - found.slope == pytest.approx(half, rel=1e-6)
    assert found.percent[0] == pytest.approx(100 * (np.exp(found.slope) - 1))


@given(st.floats(-0.3, 0.3), st.floats(1, 1e6))
def test_an_exact_exponential_has_its_slope_and_no_overdispersion(slope, size):
    t = np.arange(8.0)
    found = trend.log_linear(np.rint(1e9 * np.exp(slope * t)), size, t)
    assert found.slope == pytest.approx(slope, abs=1e-6)


def test_the_interval_covers_the_slope_of_overdispersed_counts():
    rng = np.random.Generator(np.random.PCG64(8))
    t, inside = np.arange(10), []
    for _ in range(400):
        mu = 200 * np.exp(0.04 * t)
        found = trend.log_linear(rng.negative_binomial(mu / 3, 0.25), 1, t)
        inside.append(found.low <= 0.04 <= found.high)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)


def test_a_declared_break_takes_the_jump_out_of_the_slope():
    t = np.arange(2014.0, 2024)
    y = np.rint(1000 * np.exp(0.02 * (t - 2014)) * np.where(t >= 2019, 1.5, 1))
    naive, told = trend.log_linear(y, 1000, t), trend.log_linear(y, 1000, t, breaks=[2019])
    assert naive.slope > 0.05
    assert told.slope == pytest.approx(0.02, abs=0.001)
    assert told.levels[0, 0] == pytest.approx(np.log(1.5), abs=0.005)
    assert told.levels[0, 1] < told.levels[0, 0] < told.levels[0, 2]


def test_an_unknown_year_is_left_out_not_read_as_zero():
    y = [10, 12, np.nan, 14, 15, 17]
    with_gap = trend.log_linear(y, 100)
    without = trend.log_linear([10, 12, 14, 15, 17], 100, [0, 1, 3, 4, 5])
    assert with_gap.slope == pytest.approx(without.slope, rel=1e-9)
    assert np.isnan(with_gap.fitted[2])


@pytest.mark.parametrize(
    ("events", "breaks", "reason"),
    [
        ([4, 5, 6], [], "moins de 4 années connues"),
        ([4, np.nan, 6, np.nan, 3], [], "moins de 4 années connues"),
        ([0, 0, 0, 0, 0], [], "aucun fait"),
        ([4, 5, 6, 7, 8, 9], [0], "ne se distingue pas"),
        ([0, 0, 0, 7, 8, 9], [3], "ne se distingue pas"),
    ],
)
def test_what_has_no_trend_says_why(events, breaks, reason):
    found = trend.log_linear(events, 100, breaks=breaks)
    assert reason in found.reason
    assert np.isnan([found.slope, found.low, found.high, found.p]).all()


def test_years_given_twice_or_missing_are_refused():
    with pytest.raises(OutOfDomain, match="deux fois"):
        trend.log_linear([1, 2, 3, 4], 1, [2020, 2020, 2021, 2022])
    with pytest.raises(OutOfDomain, match=r"4 effectif\(s\) pour 2"):
        trend.log_linear([1, 2, 3, 4], 1, [2020, 2021])
    with pytest.raises(OutOfDomain, match="Une série à la fois"):
        trend.log_linear(np.ones((2, 4)), 1)


def test_a_planted_season_is_found_with_gaps_and_yearly_levels():
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)
    season /= np.sum(season * DAYS) / DAYS.sum()
    y = np.rint(np.array([[2000.0], [5000], [9000]]) * season * DAYS)
    y[1, 4:8] = np.nan
    found = seasonality.monthly_factors(y, DAYS)
    known = ~np.isnan(y)
    mean = np.sum(season * (DAYS * known).sum(0)) / (DAYS * known).sum()
    np.testing.assert_allclose(found.factor, season / mean, rtol=2e-4)
    assert found.p < 1e-9


def test_complete_months_have_the_closed_form():
    y = np.random.Generator(np.random.PCG64(3)).poisson(30, (5, 12)).astype(float)
    found = seasonality.monthly_factors(y, DAYS)
    np.testing.assert_allclose(found.factor, y.sum(0) / y.sum() / (DAYS / DAYS.sum()))
    expected = y.sum(1, keepdims=True) * y.sum(0) / y.sum()
    assert found.df == 44
    assert found.phi == pytest.approx(max(1, np.sum((y - expected) ** 2 / expected) / 44))
    assert np.all((found.low < found.factor) & (found.factor < found.high))


def test_without_season_the_p_value_is_uniform_and_intervals_hold_one():
    rng = np.random.Generator(np.random.PCG64(3))
    found = [seasonality.monthly_factors(rng.poisson(40 * DAYS / 30, (8, 12)), DAYS) for _ in range(300)]
    assert np.mean([season.p < 0.05 for season in found]) < 0.09
    assert np.mean([season.p for season in found]) == pytest.approx(0.5, abs=0.08)
    assert np.mean([(s.low <= 1) & (s.high >= 1) for s in found]) > 0.93


def test_a_month_without_fact_is_zero_and_a_month_never_known_is_unknown():
    y = np.full((3, 12), 20.0)
    y[:, 7], y[:, 2] = 0, np.nan
    found = seasonality.monthly_factors(y, DAYS)
    assert found.factor[7] == found.low[7] == 0
    assert found.high[7] > 0
    assert np.isnan(found.factor[2])


def test_one_year_or_no_fact_has_no_season():
    with pytest.raises(OutOfDomain, match="deux années"):
        seasonality.monthly_factors(np.ones((1, 12)), DAYS)
    with pytest.raises(OutOfDomain, match="Aucun fait"):
        seasonality.monthly_factors(np.zeros((2, 12)), DAYS)
