"""Simulated ranks, adjusted p-values, and the funnel that places stand in or out of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from maillage.science import funnel, multiplicity, ranks
from maillage.science.domain import OutOfDomain
from tests.science.reference import close, table

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def generator(seed=1):
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize("name", ["bh", "by", "holm"])
def test_adjusted_p_equal_the_reference(name):
    expected = table("small_area/fdr.csv")
    close(getattr(multiplicity, name)(expected["p"]), expected[name])


@given(P_VALUES)
def test_adjusted_p_follow_their_definition(p):
    values, m = np.array(p), len(p)
    found = multiplicity.bh(values), multiplicity.by(values), multiplicity.holm(values)
    harmonic = sum(1 / k for k in range(1, m + 1))
    for i in range(m):
        above = values[values >= values[i]]
        step_up = min(1.0, min(m * x / np.sum(values <= x) for x in above))
        step_down = min(1.0, max((m - np.sum(values < x)) * x for x in values[values <= values[i]]))
        assert found[0][i] == pytest.approx(step_up)
        assert found[1][i] == pytest.approx(
            min(1.0, min(harmonic * m * x / np.sum(values <= x) for x in above))
        )
        assert found[2][i] == pytest.approx(step_down)


@given(P_VALUES)
def test_adjusting_never_lowers_and_keeps_the_order(p):
    for adjust in (multiplicity.bh, multiplicity.by, multiplicity.holm):
        found = adjust(p)
        assert np.all(found >= np.array(p) - 1e-12)
        assert np.all(np.diff(found[np.argsort(p, kind="stable")]) >= 0)


def test_an_unknown_p_is_not_a_comparison():
    np.testing.assert_allclose(multiplicity.bh([0.01, np.nan, 0.04]), [0.02, np.nan, 0.04])
    assert multiplicity.holm([]).size == 0


def test_a_p_outside_zero_one_is_refused():
    with pytest.raises(OutOfDomain, match=r"Probabilité 1\.2"):
        multiplicity.bh([0.3, 1.2])


def test_the_same_generator_gives_the_same_ranks_and_philox_works():
    events, exposure = [3, 9, 14, 40], [900, 1000, 1100, 1200]
    first, again = (ranks.simulate(events, exposure, generator(7), 500) for _ in range(2))
    np.testing.assert_array_equal(first.rank, again.rank)
    other = ranks.simulate(events, exposure, np.random.Generator(np.random.Philox(7)), 500)
    np.testing.assert_allclose(first.rank, other.rank, atol=0.25)


def test_clear_rates_have_sure_ranks_and_small_ones_do_not():
    sure = ranks.simulate([1000, 3000, 9000], 10_000, generator())
    np.testing.assert_array_equal(sure.low, [3, 2, 1])
    np.testing.assert_array_equal(sure.high, [3, 2, 1])
    np.testing.assert_array_equal(sure.percentile, [0, 50, 100])
    vague = ranks.simulate([1, 3, 2, 4, 0, 2], 100, generator())
    assert np.all(vague.high - vague.low >= 3)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 900)), min_size=2, max_size=12))
def test_observed_ranks_count_the_units_above(units):
    events, exposure = np.array(units).T
    above = [sum(c / n > count / size for c, n in units) for count, size in units]
    np.testing.assert_array_equal(ranks.observed(events, exposure), np.array(above) + 1)


def test_the_ranks_of_true_rates_fall_in_their_intervals():
    rng = generator(3)
    inside = []
    for _ in range(60):
        true, exposure = rng.gamma(5, 0.002, 25), rng.integers(500, 9000, 25)
        found = ranks.simulate(rng.poisson(true * exposure), exposure, rng, 400)
        rank = stats.rankdata(-true)
        inside.append((found.low <= rank) & (rank <= found.high))
    assert np.mean(inside) == pytest.approx(0.95, abs=0.025)


def test_all_equal_units_can_hold_any_rank():
    found = ranks.simulate([10] * 20, 1000, generator(), 4000)
    np.testing.assert_allclose(found.rank, 10.5, atol=0.5)
    assert np.all(found.low <= 2)
    assert np.all(found.high >= 19)


def test_unknown_units_are_not_ranked_and_one_unit_is_first():
    found = ranks.simulate([5, np.nan, 8], [100, 100, 0], generator())
    assert found.units == 1
    assert found.rank[0] == 1
    assert found.percentile[0] == 50
    assert np.isnan(found.rank[1:]).all()


def test_ranks_of_nobody_or_no_draw_are_refused():
    with pytest.raises(OutOfDomain, match="Population totale nulle"):
        ranks.simulate([1, 2], [0, 0], generator())
    with pytest.raises(OutOfDomain, match="0 tirage"):
        ranks.simulate([1, 2], [5, 5], generator(), 0)


def test_the_funnel_of_poisson_counts_is_not_widened_and_lets_out_what_it_says():
    rng = generator(2)
    exposure = rng.integers(2000, 50_000, 4000)
    found = funnel.limits(rng.poisson(0.01 * exposure), exposure)
    assert found.phi < 1.02
    assert np.mean(found.outside[0]) == pytest.approx(0.05, abs=0.015)
    assert np.all(found.low[0] >= found.low[1])
    assert np.all(found.high[0] <= found.high[1])


def test_the_funnel_widens_with_the_group_and_a_few_extremes_do_not_widen_it_more():
    rng = generator(2)
    exposure = np.full(500, 10_000)
    events = rng.negative_binomial(25, 0.2, 500)  # mean 100, variance five times the mean
    found = funnel.limits(events, exposure)
    assert 2.5 < found.phi < 5
    events[:10] = 2000
    assert funnel.limits(events, exposure).phi < 4 * found.phi
    assert funnel.limits(events, exposure).outside[1, :10].all()


def test_the_funnel_is_computed_as_written():
    events, exposure = np.array([4.0, 9, 16, 30, 2, np.nan]), np.array([1000.0, 2000, 2500, 3000, 900, 50])
    found = funnel.limits(events, exposure, levels=(0.95,))
    target = 61 / 9400
    z = (events[:5] - exposure[:5] * target) / np.sqrt(exposure[:5] * target)
    clipped = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    phi = max(1, np.mean(clipped**2) * 5 / 4)
    assert found.phi == pytest.approx(phi)
    expected = target + stats.norm.ppf(0.975) * np.sqrt(phi * target / exposure[:5])
    np.testing.assert_allclose(found.high[0, :5], expected)
    assert np.isnan(found.high[0, 5])
    assert not found.outside[0, 5]


def test_one_place_against_a_calm_group_is_the_poisson_midp():
    found = funnel.against(18, 1000, np.full(30, 10_000), np.full(30, 1_000_000))
    middle = 0.5 * stats.poisson.pmf(18, 10)
    assert found.phi == 1
    assert found.p == pytest.approx(2 * (stats.poisson.sf(18, 10) + middle), rel=0.02)
    assert found.reference == pytest.approx(0.01)


def test_one_place_against_a_varied_group_is_less_surprising():
    calm = funnel.against(18, 1000, np.full(30, 100), np.full(30, 10_000))
    varied = funnel.against(18, 1000, np.tile([60, 140], 15), np.full(30, 10_000))
    assert varied.phi > 5
    assert varied.p > calm.p
    assert varied.high > calm.high


def test_a_group_without_fact_or_exposure():
    assert funnel.against(0, 10, [0, 0], [5, 5]).p == 1
    assert funnel.against(3, 10, [0, 0], [5, 5]).p == 0
    with pytest.raises(OutOfDomain, match="Aucun fait"):
        funnel.limits([0, 0], [5, 5])
    with pytest.raises(OutOfDomain, match="Population totale nulle"):
        funnel.against(3, 10, [], [])
