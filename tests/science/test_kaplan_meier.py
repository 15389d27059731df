"""The median wait: a table computed by hand, the published one of 1963, SciPy's curve, and what must hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from maillage.science.domain import OutOfDomain
from maillage.science.kaplan_meier import curve, medians

# Weeks of remission of 21 patients under 6-mercaptopurine; Freireich et al. (1963), Blood 21, table 1.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]

waits = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30)


def test_a_table_computed_by_hand():
    # 5 wait: one ends at 2 (4/5), one leaves at 3, one ends at 4 (4/5 x 2/3), two still wait at 9
    found = curve([2, 3, 4, 9, 9], [True, False, True, False, False])
    assert found.time.tolist() == [2, 4]
    assert found.survival == pytest.approx([4 / 5, 4 / 5 * 2 / 3])


def test_the_published_table():
    found = curve(WEEKS, np.array(RELAPSED, bool))
    assert found.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=0.0005)
    told = medians([1] * 21, WEEKS, np.array(RELAPSED, bool))
    # standard errors as published: 0.0963 at 10 weeks, 0.1068 at 13: the lower band crosses one half at 13
    assert (told.median[0], told.low[0], told.n[0], told.events[0]) == (23, 13, 21, 9)
    assert np.isnan(told.high[0])


def test_those_who_still_wait_are_not_forgotten():
    only_quick = medians([1, 1], [3, 5], [True, True])
    with_slow = medians([1] * 5, [3, 5, 90, 90, 90], [True, True, False, False, False])
    assert only_quick.median[0] == 3 and np.isnan(with_slow.median[0])


@given(waits)
def test_the_curve_is_that_of_scipy(rows):
    time, ended = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows])
    data = stats.CensoredData.right_censored(time, ~ended)
    theirs = stats.ecdf(data).sf
    ours = curve(time, ended)
    assert ours.survival == pytest.approx(theirs.evaluate(ours.time))


@given(waits, waits)
def test_groups_do_not_see_each_other(one, two):
    both = medians([7] * len(one) + [3] * len(two), [t for t, _ in one + two], [e for _, e in one + two])
    alone = [medians([1] * len(rows), [t for t, _ in rows], [e for _, e in rows]) for rows in (two, one)]
    assert both.group.tolist() == [3, 7]
    for key in ("median", "low", "high", "n", "events"):
        np.testing.assert_array_equal(getattr(both, key), [getattr(single, key)[0] for single in alone])


@given(waits)
def test_the_limits_hold_the_median_and_one_more_wait_never_shortens_it(rows):
    time, ended = [t for t, _ in rows], [e for _, e in rows]
    found = medians([1] * len(rows), time, ended)
    low, middle, high = found.low[0], found.median[0], found.high[0]
    assert not (low > middle or high < middle)
    longer = medians([1] * (len(rows) + 1), [*time, 99], [*ended, False]).median[0]
    assert np.isnan(longer) or longer >= middle


@pytest.mark.parametrize("time", [[-1.0], [float("nan")], [1.0, 2.0]])
def test_what_is_not_a_wait_is_refused(time):
    with pytest.raises(OutOfDomain):
        curve(time, [True])


def test_nothing_gives_nothing():
    assert medians([], [], []).median.size == 0
