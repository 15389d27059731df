"""Several partnerships as one, councils and contracts by date, spreads without names."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from maillage.observatory.indicators import COLUMNS, View, figures
from maillage.observatory.indicators.distribution import distributions
from maillage.observatory.indicators.examples import frames_of
from maillage.observatory.indicators.pooled import pooled
from maillage.observatory.indicators.series import in_force

DAY = date(2026, 6, 30)


def council(partnership, opened="2015-01-01", closed=None):
    return {"partnership": partnership, "opened": opened, "closed": closed}


def plenary(partnership, day, held=True, sitting="plenary"):
    return {"partnership": partnership, "meeting": hash((partnership, day)) % 10**6, "day": day,
            "sitting": sitting, "held": held}  # fmt: skip


def test_a_group_is_its_rows_and_not_the_mean_of_its_partnerships():
    frames = frames_of(
        {
            "partnerships": [council(1), council(2), council(3)],
            "meetings": [
                *(plenary(1, f"2026-0{month}-10") for month in range(1, 6)), plenary(2, "2026-02-01"),
                *([plenary(3, "2026-02-01")] * 9),
            ],
        }
    )  # fmt: skip
    told = figures(View(pooled(frames, {1: 7, 2: 7}), DAY), ["R1m"])
    assert told["partnership"].to_list() == [7]
    assert told["numerator"].to_list() == [6]


def test_councils_by_date_know_who_sleeps_and_who_is_not_known():
    frames = frames_of(
        {
            "partnerships": [council(1), council(2), council(3), council(4, closed="2026-01-31"),
                             council(5, opened="2026-03-01")],
            "meetings": [
                plenary(1, "2026-01-15"), plenary(2, "2025-01-15"),
                plenary(2, "2025-09-01", sitting="group"),
            ],
            "contracts": [
                {"contract": 1, "start": "2024-01-01", "end": "2026-12-31", "signed": "2024-01-01",
                 "intercommunal": True},
                {"contract": 2, "start": "2024-01-01", "end": "2026-03-31", "signed": "2024-01-01"},
                {"contract": 3, "start": "2024-01-01", "end": "2026-12-31", "signed": None},
            ],
        }
    )  # fmt: skip
    before, now = in_force(frames, [date(2025, 12, 31), DAY]).to_dicts()
    assert (before["councils"], before["contracts"]) == (4, 2)
    assert (now["councils"], now["active"], now["dormant"], now["unknown"]) == (4, 2, 1, 1)
    assert (now["contracts"], now["intercommunal"]) == (1, 1)


def rows(values, name="R1m"):
    blank = dict.fromkeys(COLUMNS)
    return pl.DataFrame(
        [{**blank, "partnership": at, "indicator": name, "status": "published", "value": float(value)}
         for at, value in enumerate(values)],
        schema=COLUMNS,
    )  # fmt: skip


def test_a_spread_needs_five_partnerships_and_quartiles_ten():
    assert distributions(rows([1, 2, 3, 4]))[0]["cells"] == []
    assert distributions(rows([1, 2, 3, 4]))[0]["published"] is None
    assert distributions(rows([1, 2, 3, 4, 5]))[0]["quartiles"] is None
    found = distributions(rows(np.arange(1, 41)))[0]
    assert found["quartiles"] == pytest.approx([11.0, 21.0, 30.0])
    assert found["published"] == 40 and sum(cell or 0 for cell in found["cells"]) <= 40


def test_the_scale_of_a_spread_does_not_give_away_its_largest_figure():
    edges = distributions(rows([1.0] * 9 + [37.3]))[0]["edges"]
    assert edges[-1] == 50.0


def test_the_spread_says_nothing_of_the_cells_of_few():
    cells = distributions(rows([0.5] * 20 + [9.5] * 2 + [5.5] * 8))[0]["cells"]
    assert cells.count(None) >= 2 and all(cell is None or cell == 0 or cell >= 5 for cell in cells)


def test_no_quartile_is_the_figure_of_one_partnership():
    values = [0.13, 0.21, 0.34, 0.4286, 0.45, 0.52, 0.6, 0.63, 0.66, 0.7, 0.81, 0.9, 0.97]
    found = distributions(rows(values))[0]["quartiles"]
    assert not set(found) & set(values)


def test_how_many_have_no_figure_is_not_told_when_they_are_few():
    missing = rows([1.0] * 40).with_columns(
        status=pl.when(pl.col("partnership") < 2).then(pl.lit("missing")).otherwise("status"),
        value=pl.when(pl.col("partnership") < 2).then(None).otherwise("value"),
    )
    found = distributions(missing)[0]
    assert found["partnerships"] == 40 and found["published"] is None
