"""The interval of a mean, against a worked table and scipy."""

import numpy as np
import pytest
from scipy import stats

from maillage.science import mean
from maillage.science.domain import OutOfDomain


def test_student_own_data_give_his_interval():
    """Extra hours of sleep of ten patients (Student 1908, table of section IX, second less first drug)."""
    gained = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    found = mean.student(gained.sum(), (gained**2).sum(), 10)
    low, high = stats.t.interval(0.95, 9, gained.mean(), stats.sem(gained))
    assert float(found.mean) == pytest.approx(1.58)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high))
    assert (float(found.low), float(found.high)) == pytest.approx((0.700, 2.460), abs=0.001)


def test_one_value_has_no_interval_and_none_has_no_mean():
    found = mean.student([3, 0], [9, 0], [1, 0])
    assert float(found.mean[0]) == 3 and np.isnan(found.low).all() and np.isnan(found.mean[1])


def test_impossible_squares_are_refused():
    with pytest.raises(OutOfDomain):
        mean.student(10, 1, 2)
