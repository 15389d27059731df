"""Random rows of frames for properties: typed, dated around the day read, with outcomes in three states."""

from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from maillage.observatory.indicators import INDICATORS, View
from maillage.observatory.vocabulary import FRAMES

DAY = date(2026, 6, 30)
OPENED = {"partnership": 1, "opened": date(2019, 1, 1)}
DAYS = st.integers(-1400, 400).map(lambda days: DAY + timedelta(days=days))
NEVER_NULL = {"meeting", "institution", "entity", "sheet", "body", "kind", "sitting", "college", "sector"}


def value(column, kind):
    """A strategy for one column of a frame."""
    if isinstance(kind, pl.Enum):
        some = st.sampled_from(kind.categories.to_list())
    elif kind == pl.Date:
        some = DAYS
    elif kind == pl.Boolean:
        some = st.booleans()
    elif kind == pl.String:
        some = st.sampled_from(["call", "law", "école"])
    else:
        some = st.integers(0, 4).map(float if kind == pl.Float64 else int)
    return some if column in NEVER_NULL else some | st.none()


def lines(name, most=8):
    """A strategy for some rows of a frame of partnership 1."""
    shape = FRAMES[name]
    cells = {column: value(column, kind) for column, kind in shape.schema.items() if column != "partnership"}
    cells[shape.born] = DAYS
    row = st.fixed_dictionaries({"partnership": st.just(1), **cells})
    return st.lists(row, max_size=most)


def records(names):
    """A strategy for the frames named, partnership 1 opened long before."""
    parts = {name: lines(name) for name in sorted(set(names) - {"partnerships"})}
    return st.fixed_dictionaries({"partnerships": st.just([OPENED]), **parts})


def view(rows, day=DAY):
    """A view of full rows."""
    return View({name: pl.DataFrame(part, schema=FRAMES[name].schema) for name, part in rows.items()}, day)


def computed(name, rows, day=DAY):
    """What the indicator counts, its rows in a fixed order."""
    found = INDICATORS[name].compute(view(rows, day))
    keys = [key for key in ("partnership", "institution") if key in found.columns]
    return found.sort(keys).select(sorted(found.columns))
