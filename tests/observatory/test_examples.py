"""Every indicator carries an example; what its card prints is what it computes."""

import polars as pl
import pytest

from maillage.observatory.indicators import INDICATORS, figures
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.indicators.figures import COLUMNS


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_the_example_of_an_indicator_is_what_it_computes(name):
    indicator = INDICATORS[name]
    view = view_of(indicator.example.rows, indicator.example.day)
    found = indicator.compute(view).filter(pl.col("partnership") == 1)
    assert {key: found[key].to_list() for key in indicator.example.expect} == {
        key: pytest.approx(value if isinstance(value, list) else [value], abs=0.005)
        if not isinstance(value, (str, list))
        else (value if isinstance(value, list) else [value])
        for key, value in indicator.example.expect.items()
    }


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_an_indicator_gives_one_figure_and_says_what_it_needs(name):
    indicator = INDICATORS[name]
    told = figures(view_of(indicator.example.rows, indicator.example.day), [name])
    assert told.schema == COLUMNS and told.height == 1
    assert indicator.frames and all(
        getattr(indicator, word)
        for word in ("fr", "en", "formula", "numerator", "denominator", "claim", "source", "caution")
    )


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_no_record_is_no_figure(name):
    only = {"partnerships": [{"opened": "2015-01-01"}]}
    told = figures(view_of(only, "2026-06-30"), [name])
    assert told["status"].to_list() == ["missing"] or INDICATORS[name].kind.value == "count"
