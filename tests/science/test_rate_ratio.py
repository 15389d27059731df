"""Rate ratios: the reference file, sums over the whole support, and the overdispersed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from maillage.science import change, overdispersion, rate_ratio
from maillage.science.domain import OutOfDomain
from tests.science.reference import close, table

COUNT, SIZE = st.integers(0, 120), st.integers(1, 5000)


def test_exact_equals_the_reference():
    expected = table("small_area/rate_ratio_exact.csv")
    found = rate_ratio.exact(*(expected[name] for name in ("a", "b", "na", "nb")))
    close(found.ratio, expected["ratio"])
    close(found.p, expected["p_exact"])
    close(found.low, expected["lo"])
    close(found.high, expected["hi"])


@given(COUNT, COUNT, SIZE, SIZE)
def test_exact_p_is_the_sum_over_the_support(a, b, na, nb):
    found = rate_ratio.exact(a, b, na, nb)
    chances = stats.binom.pmf(np.arange(a + b + 1), a + b, na / (na + nb))
    expected = min(1.0, chances[chances <= chances[a] * (1 + 1e-7)].sum())
    assert float(found.p) == pytest.approx(expected, rel=1e-7, abs=1e-12)


@given(COUNT, COUNT, SIZE, SIZE)
def test_swapping_the_places_inverts_the_ratio(a, b, na, nb):
    here, there = rate_ratio.exact(a, b, na, nb), rate_ratio.exact(b, a, nb, na)
    assert float(here.p) == pytest.approx(float(there.p), rel=1e-6)
    with np.errstate(divide="ignore"):
        assert float(here.low) == pytest.approx(float(1 / np.asarray(there.high)), rel=1e-8)


@given(COUNT, COUNT, SIZE, SIZE)
def test_midp_is_less_cautious_than_exact(a, b, na, nb):
    wide, narrow = rate_ratio.exact(a, b, na, nb), rate_ratio.midp(a, b, na, nb)
    assert float(wide.low) <= float(narrow.low) * (1 + 1e-9)
    assert float(narrow.high) <= float(wide.high) * (1 + 1e-9)


def test_midp_limits_solve_their_own_equation():
    a, b, na, nb = 7, 17, 1959, 1213
    found = rate_ratio.midp(a, b, na, nb)

    def below(p):
        return stats.binom.cdf(a - 1, a + b, p) + 0.5 * stats.binom.pmf(a, a + b, p)

    ends = [optimize.brentq(lambda p, t=t: below(p) - t, 1e-9, 1 - 1e-9) for t in (0.975, 0.025)]
    expected = [p / (1 - p) * nb / na for p in ends]
    assert [float(found.low), float(found.high)] == pytest.approx(expected, rel=1e-8)
    null = below(na / (na + nb))
    assert float(found.p) == pytest.approx(2 * min(null, 1 - null), rel=1e-10)


@given(COUNT, COUNT, SIZE, SIZE, st.floats(1, 8))
def test_the_quasi_interval_widens_with_phi_and_agrees_with_its_p(a, b, na, nb, phi):
    thin, wide = rate_ratio.quasi(a, b, na, nb, 1.0), rate_ratio.quasi(a, b, na, nb, phi)
    assert float(wide.low) <= float(thin.low) + 1e-9
    assert float(wide.high) >= float(thin.high) * (1 - 1e-9)
    inside = float(wide.low) <= 1 <= float(wide.high)
    assert inside == (float(wide.p) >= 0.05) or abs(float(wide.p) - 0.05) < 1e-6


def test_student_quantiles_are_wider_than_normal_ones():
    normal, student = (rate_ratio.quasi(30, 45, 1000, 1000, 2.0, df) for df in (None, 6))
    assert student.high > normal.high
    assert student.p > normal.p


def test_two_zero_counts_say_nothing():
    found = rate_ratio.exact(0, 0, 100, 200)
    assert (float(found.p), float(found.low), float(found.high)) == (1, 0, np.inf)
    assert np.isnan(found.ratio)


def test_unknown_counts_stay_unknown():
    found = rate_ratio.exact([5, np.nan], [3, 4], 100, 100)
    assert np.isnan([found.ratio[1], found.p[1], found.low[1], found.high[1]]).all()
    assert not np.isnan(found.p[0])


@pytest.mark.parametrize(
    ("na", "phi", "said"), [(0, 1, "Population na nulle"), (10, 0.5, "Surdispersion 0.5")]
)
def test_nobody_exposed_or_an_impossible_phi_is_refused(na, phi, said):
    with pytest.raises(OutOfDomain, match=said):
        rate_ratio.quasi(1, 2, na, 10, phi)


def test_change_sums_the_known_years_and_uses_phi():
    events, second = [10, np.nan, 14, 30, 28], [False, False, False, True, True]
    found = change.between_periods(events, [1000, 1000, 1100, 1200, 1200], second)
    assert (found.before, found.after, found.exposure_before, found.exposure_after) == (24, 58, 2100, 2400)
    direct = rate_ratio.exact(58, 24, 2400, 2100)
    assert (found.ratio, found.p) == (float(direct.ratio), float(direct.p))
    wide = change.between_periods(events, 1000, second, phi=3.0, df=8)
    assert wide.high - wide.low > found.high - found.low


def test_change_with_a_period_unknown_says_so():
    found = change.between_periods([np.nan, 4], 100, [False, True])
    assert "inconnue" in found.reason
    assert np.isnan(found.ratio)


def test_overdispersion_equals_a_two_way_fit_done_by_hand():
    rng = np.random.default_rng(5)
    n = rng.integers(500, 900, (12, 6)).astype(float)
    y = rng.poisson(n * rng.gamma(8, 0.002, (12, 1)) * rng.gamma(40, 1 / 40, (1, 6))).astype(float)
    y[2, 3] = np.nan
    rows, columns = np.indices(y.shape)
    known = ~np.isnan(y)
    design = np.column_stack([np.eye(12)[rows[known]], np.eye(6)[columns[known]][:, 1:]])

    def minus(b):
        eta = design @ b + np.log(n[known])
        return np.sum(np.exp(eta) - y[known] * eta), design.T @ (np.exp(eta) - y[known])

    best = optimize.minimize(minus, np.r_[np.full(12, -4.0), np.zeros(5)], jac=True, options={"gtol": 1e-8})
    mu = n[known] * np.exp(design @ best.x)
    found = overdispersion.between_periods(y, n)
    assert found.df == 71 - 12 - 6 + 1
    np.testing.assert_allclose(found.expected[known], mu, rtol=1e-5)
    assert found.phi == pytest.approx(max(1, np.sum((y[known] - mu) ** 2 / mu) / found.df), rel=1e-5)


def test_overdispersion_of_poisson_is_near_one_and_of_inflated_counts_is_not():
    rng = np.random.default_rng(6)
    plain = rng.poisson(20, (60, 10))
    assert overdispersion.between_periods(plain, 1).phi < 1.2
    assert overdispersion.between_periods(rng.negative_binomial(10, 10 / 40, (60, 10)), 1).phi > 2.5


def test_overdispersion_without_freedom_is_refused():
    with pytest.raises(OutOfDomain, match="Trop peu de cases"):
        overdispersion.between_periods([[3, 4]], 1)
