"""Inequality of a total over units: the reference file, then what every measure must obey."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from maillage.science import bootstrap, composite, rank_correlation
from maillage.science.domain import OutOfDomain
from maillage.science.inequality import atkinson, concentration, gini, shares, theil
from tests.science.reference import close, table

AMOUNTS = st.lists(st.floats(0, 1e6).map(lambda x: round(x, 2)), min_size=2, max_size=30).filter(
    lambda rows: sum(rows) > 1
)
UNITS = st.lists(
    st.tuples(st.integers(0, 9_000), st.integers(1, 9), st.integers(0, 5)), min_size=2, max_size=20
).filter(lambda rows: sum(row[0] for row in rows) > 0)
MEASURES = [
    gini.plain, gini.corrected, theil.t, theil.t_positive, theil.l_positive, atkinson.index,
    shares.herfindahl, shares.rosenbluth, shares.half_squared_variation,
]  # fmt: skip


def rng(seed=1):
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("gini", gini.plain), ("gini_corr", gini.corrected), ("theil_T_all", theil.t),
        ("theil_T_positive_only", theil.t_positive), ("theil_L_pos", theil.l_positive),
        ("atkinson05", atkinson.index), ("herfindahl", shares.herfindahl),
        ("cv2half", shares.half_squared_variation), ("rosenbluth", shares.rosenbluth),
    ],
)  # fmt: skip
def test_measures_equal_the_reference(name, measure):
    expected = dict(table("inequality/expected.csv").iter_rows())
    close([measure(table("inequality/subsidy.csv")["amount"])], [expected[name]])


def test_measures_weighted_by_population_equal_the_reference():
    expected = dict(table("inequality/expected.csv").iter_rows())
    units = table("inequality/subsidy.csv")
    per_head = units["amount"] / units["pop"]
    close([gini.weighted(per_head, units["pop"])], [expected["gini_percapita_popweighted"]])
    found = concentration.index(per_head, units["need"], units["pop"])
    close([found], [expected["concentration_index_by_need_popweighted"]])


@pytest.mark.parametrize("measure", MEASURES)
@given(values=AMOUNTS, times=st.floats(0.01, 100))
def test_the_unit_of_money_changes_nothing(measure, values, times):
    assert measure(np.array(values) * times) == pytest.approx(measure(values), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("measure", [gini.plain, theil.t, atkinson.index, shares.herfindahl])
@given(values=AMOUNTS, share=st.floats(0, 1))
def test_giving_from_the_richest_to_the_poorest_lowers_inequality(measure, values, share):
    y = np.sort(np.array(values))
    moved = share * (y[-1] - y[0]) / 2
    evened = y.copy()
    evened[0], evened[-1] = y[0] + moved, y[-1] - moved
    assert measure(evened) <= measure(y) + 1e-9


@given(AMOUNTS)
def test_bounds(values):
    n = len(values)
    assert -1e-9 <= gini.plain(values) <= 1 - 1 / n + 1e-9
    assert -1e-9 <= theil.t(values) <= np.log(n) + 1e-9
    assert 1 / n - 1e-9 <= shares.herfindahl(values) <= 1 + 1e-9
    assert -1e-9 <= atkinson.index(values) <= 1


@pytest.mark.parametrize("n", [2, 7, 40])
def test_the_ends_of_the_scale(n):
    even, one = np.ones(n), np.eye(n)[0]
    assert gini.plain(even) == pytest.approx(0) and gini.corrected(one) == pytest.approx(1)
    assert theil.t(even) == pytest.approx(0) and theil.t(one) == pytest.approx(np.log(n))
    assert atkinson.index(one, 1.0) == 1 and atkinson.index(even, 1.0) == pytest.approx(0)


@given(UNITS)
def test_a_weighted_unit_is_as_many_equal_units(units):
    y, w, need = (np.array(column, float) for column in zip(*units, strict=True))
    times = w.astype(int)
    many, needs = np.repeat(y, times), np.repeat(need, times)
    assert gini.weighted(y, w) == pytest.approx(gini.plain(many), abs=1e-9)
    assert theil.t(y, w) == pytest.approx(theil.t(many), abs=1e-9)
    assert concentration.index(y, need, w) == pytest.approx(concentration.index(many, needs), abs=1e-9)


@given(UNITS)
def test_the_parts_of_theil_add_up(units):
    y, w, group = zip(*units, strict=True)
    found = theil.parts(y, group, w)
    assert found.total == pytest.approx(theil.t(y, w), abs=1e-9)
    assert found.between + found.within == pytest.approx(found.total, abs=1e-9)
    assert found.between >= -1e-9 and found.within >= -1e-9
    alone = theil.parts(y, range(len(y)), w)
    assert alone.within == pytest.approx(0, abs=1e-9)
    assert theil.parts(y, ["un"] * len(y), w).between == pytest.approx(0, abs=1e-9)


@given(UNITS)
def test_the_curve_and_the_index_say_the_same(units):
    y, w, need = (np.array(column, float) for column in zip(*units, strict=True))
    found = concentration.curve(y, need, w)
    assert found.weight[0] == found.amount[0] == 0
    assert found.weight[-1] == pytest.approx(1) and found.amount[-1] == pytest.approx(1)
    below = np.trapezoid(found.amount, found.weight)
    assert concentration.index(y, need, w) == pytest.approx(1 - 2 * below, abs=1e-9)
    assert abs(concentration.index(y, need, w)) <= gini.weighted(y, w) + 1e-9
    lowest = concentration.lorenz(y, w)
    assert np.all(lowest.amount <= lowest.weight + 1e-9)


@given(UNITS)
def test_money_that_follows_need_is_at_no_distance_from_it(units):
    y, w, _ = (np.array(column, float) for column in zip(*units, strict=True))
    assert concentration.difference(y * 3, y, w) == pytest.approx(0, abs=1e-9)
    assert concentration.index(y, y, w) == pytest.approx(gini.weighted(y, w), abs=1e-9)


@pytest.mark.parametrize("values", [[], [0, 0], [1, -1], [1, np.nan], [[1, 2]]])
def test_what_cannot_be_measured_is_refused(values):
    with pytest.raises(OutOfDomain):
        gini.plain(values)


def test_a_unit_without_weight_or_need_is_refused():
    for call in (
        lambda: gini.weighted([1, 2], [1, 0]), lambda: gini.weighted([1, 2], [1]),
        lambda: concentration.index([1, 2], [1, np.nan]), lambda: theil.parts([1, 2], ["a"]),
        lambda: gini.corrected([3]), lambda: atkinson.index([1, 2], 0),
    ):  # fmt: skip
        with pytest.raises(OutOfDomain):
            call()


def test_bootstrap_covers_and_repeats():
    y = rng(5).gamma(2, 3, 200)
    one, again = (
        bootstrap.percentile(lambda x: [gini.plain(x), x.mean()], [y], rng(3), 400) for _ in range(2)
    )
    np.testing.assert_array_equal(one.low, again.low)
    assert np.all(one.low < one.value) and np.all(one.value < one.high) and one.lost == 0
    normal = y.mean() + 1.96 * y.std() / np.sqrt(y.size)
    assert one.high[1] == pytest.approx(normal, rel=0.03)


def test_the_share_of_draws_that_cover_the_truth():
    inside = 0
    for seed in range(60):
        found = bootstrap.percentile(lambda x: [x.mean()], [rng(seed).normal(4, 1, 40)], rng(seed), 200)
        inside += found.low[0] <= 4 <= found.high[0]
    assert inside >= 51


def test_draws_without_a_statistic_are_counted():
    found = bootstrap.percentile(lambda x: [gini.plain(x)], [[0, 0, 0, 1]], rng(), 200)
    assert 30 < found.lost < 90 and np.isfinite(found.low[0])
    with pytest.raises(OutOfDomain):
        bootstrap.percentile(lambda x, y: [0.0], [[1, 2], [1]], rng())


def test_a_composite_is_the_mean_of_its_scores_with_the_doubt_of_its_choice():
    agree = composite.mean([[1, 2, 3], [10, 20, 30]], rng(), 300)
    np.testing.assert_allclose(agree.low, agree.high)
    np.testing.assert_allclose(agree.value, composite.scores([1, 2, 3]))
    apart = composite.mean([[1, 2, 3], [3, 2, 1]], rng(), 300)
    np.testing.assert_allclose(apart.value, 0, atol=1e-12)
    assert apart.low[0] == pytest.approx(-apart.high[0]) and apart.high[0] > 1


def test_a_missing_component_is_left_out_of_its_unit():
    found = composite.mean([[1, np.nan, 3], [1, 2, np.nan], [5, 5, 5]], rng(), 300)
    np.testing.assert_array_equal(found.components, [3, 2, 2])
    assert np.isfinite(found.value).all()
    nothing = composite.mean([[1, np.nan], [2, np.nan]], rng(), 50)
    assert np.isnan(nothing.value[1]) and np.isnan(nothing.low[1])
    alone = composite.mean([[1, 2]], rng())
    assert np.isnan(alone.low).all()
    with pytest.raises(OutOfDomain):
        composite.mean([1, 2], rng())


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=20))
def test_rank_correlation_equals_scipy(units):
    one, other = zip(*units, strict=True)
    if len(set(one)) == 1 or len(set(other)) == 1:
        with pytest.raises(OutOfDomain):
            rank_correlation.spearman(one, other)
    else:
        expected = stats.spearmanr(one, other).statistic
        assert rank_correlation.spearman(one, other) == pytest.approx(expected, abs=1e-9)
