"""Invented rows of any frame, and what every indicator must hold whatever the rows say."""

from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from maillage.observatory.indicators import INDICATORS, View, figures
from maillage.observatory.indicators.examples import frames_of
from maillage.observatory.vocabulary import FRAMES, Kind

DAY = date(2026, 6, 30)
TEXTS = ["article_40", "prison_leave", "A", "B"]
DAYS = st.one_of(st.none(), st.dates(DAY - timedelta(days=900), DAY + timedelta(days=200)))
OF_KIND = {
    pl.Int32: st.one_of(st.none(), st.integers(0, 6)),
    pl.Date: DAYS,
    pl.Boolean: st.sampled_from([None, True, False]),
    pl.Float64: st.one_of(st.none(), st.floats(0, 1000, allow_nan=False)),
    pl.String: st.sampled_from([None, *TEXTS]),
}


def values(kind):
    """Values of a column, null included."""
    return st.sampled_from([None, *kind.categories]) if isinstance(kind, pl.Enum) else OF_KIND[kind]


def rows(name, most=8):
    """Rows of a frame for partnerships 1 and 2, any column unknown."""
    columns = {key: values(kind) for key, kind in FRAMES[name].schema.items() if key != "partnership"}
    return st.lists(st.fixed_dictionaries({"partnership": st.integers(1, 2), **columns}), max_size=most)


def records(name):
    """Rows of every frame that an indicator reads, and two partnerships."""
    held = {frame: rows(frame) for frame in INDICATORS[name].frames}
    opened = [{"partnership": n, "opened": "2020-01-01"} for n in (1, 2)]
    return st.fixed_dictionaries({**held, "partnerships": st.just(opened)})


def computed(name, frames):
    """What an indicator counts on these frames, in order."""
    found = INDICATORS[name].compute(View(frames, DAY))
    return found.sort(["partnership", *(key for key in ("institution",) if key in found.columns)])


def hold(name, rows):
    """Nothing of tomorrow is read, partnerships do not see each other, and shares keep to their bounds."""
    frames = frames_of(rows)
    whole = computed(name, frames)
    known = {key: frame.filter(pl.col(FRAMES[key].born) <= DAY) for key, frame in frames.items()}
    assert_frame_equal(whole, computed(name, known))
    for one in (1, 2):
        apart = {key: frame.filter(pl.col("partnership") == one) for key, frame in frames.items()}
        assert_frame_equal(whole.filter(pl.col("partnership") == one), computed(name, apart))
    told = figures(View(frames, DAY), [name])
    if INDICATORS[name].kind is Kind.SHARE:
        within = whole.select((pl.col("yes") >= 0) & (pl.col("yes") + pl.col("unknown") <= pl.col("total")))
        assert within.to_series().all()
        shown = told.drop_nulls("value")
        assert ((shown["floor"] <= shown["value"] + 1e-9) & (shown["value"] <= shown["ceiling"] + 1e-9)).all()
        assert ((shown["low"] <= shown["floor"] + 1e-9) & (shown["ceiling"] <= shown["high"] + 1e-9)).all()


def mixed(name, case, many):
    """The figure of so many yes, no and unknown rows."""
    frame, yes, no, unknown, others = case
    told = [row for row, n in zip((yes, no, unknown), many, strict=True) for _ in range(n)]
    told = [{**row, **{key: n for key in ("sheet", "seat", "body", "alert") if key in FRAMES[frame].columns}}
            for n, row in enumerate(told, start=1)]  # fmt: skip
    frames = frames_of({"partnerships": [{"opened": "2020-01-01"}], frame: told, **others(told)})
    return figures(View(frames, DAY), [name]).row(0, named=True)


def answers(name, case, many):
    """One more unknown widens the bounds and moves nothing else; one more no never raises a share."""
    yes, no, unknown = many
    was = mixed(name, case, many)
    assert (was["numerator"], was["denominator"], was["unknown"]) == (yes, yes + no, unknown)
    doubt = mixed(name, case, (yes, no, unknown + 1))
    assert doubt["value"] == was["value"] and doubt["floor"] <= was["value"] <= doubt["ceiling"]
    assert doubt["ceiling"] - doubt["floor"] > was["ceiling"] - was["floor"]
    worse = mixed(name, case, (yes, no + 1, unknown))
    assert worse["value"] <= was["value"] and worse["high"] <= was["high"] and worse["low"] <= was["low"]


def alone(_rows):
    """No other frame is needed."""
    return {}


MANY = st.tuples(st.integers(1, 8), st.integers(5, 8), st.integers(0, 6))
