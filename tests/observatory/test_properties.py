"""What every indicator must respect, on random records: order, the day, the three states, the bounds."""

import random
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from maillage.observatory.indicators import INDICATORS, View, figures
from maillage.observatory.indicators.examples import frames_of
from maillage.observatory.vocabulary import FRAMES, Kind
from tests.observatory.rows import DAY, computed, lines, records, view

few = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
MINE = sorted(
    name
    for name, one in INDICATORS.items()
    if one.compute.__module__.rpartition(".")[2]
    in {
        "rhythm", "rhythm_further", "presence", "presence_absent", "presence_further", "content_sheets",
        "content_objectives", "content_commitments", "content_further", "contract_signs", "decision",
        "decision_further",
    }
)  # fmt: skip
SHARES = [name for name in MINE if INDICATORS[name].kind is Kind.SHARE]


@pytest.mark.parametrize("name", MINE)
@few
@given(data=st.data())
def test_the_order_of_the_rows_changes_nothing(name, data):
    rows = data.draw(records(INDICATORS[name].frames))
    mixed = {part: random.Random(7).sample(some, len(some)) for part, some in rows.items()}
    unique = _named_once(rows)
    mixed = {part: [row for row in some if row in unique[part]] for part, some in mixed.items()}
    assert_frame_equal(computed(name, unique), computed(name, mixed))


def _named_once(rows):
    """One row an institution of the directory: which of two contradictory ones wins is no question here."""
    kept = {part: list(some) for part, some in rows.items()}
    kept["institutions"] = list({row["institution"]: row for row in rows.get("institutions", [])}.values())
    for part, key in (("commitments", "entity"), ("attendance", "institution")):
        first = {}
        for row in kept.get(part, []):
            mould = first.setdefault(row[key], row)
            shared = ("college", "sector", "kind", "sitting", "field", "day") if part == "commitments" else (
                "kind", "sitting", "field", "day")  # fmt: skip
            row.update({word: mould[word] for word in shared if word in row and word in mould})
    if "readers" in kept:
        kept["readers"] = list({(row["institution"], row["day"]): row for row in kept["readers"]}.values())
    return kept


@pytest.mark.parametrize("name", MINE)
@few
@given(data=st.data())
def test_a_row_after_the_day_changes_nothing(name, data):
    rows = data.draw(records(INDICATORS[name].frames))
    part = data.draw(st.sampled_from(sorted(set(rows) - {"partnerships"})))
    later = data.draw(lines(part, most=3))
    for row in later:
        row[FRAMES[part].born] = DAY + timedelta(days=1 + abs((row[FRAMES[part].born] - DAY).days))
    assert_frame_equal(computed(name, rows), computed(name, {**rows, part: rows[part] + later}))


@pytest.mark.parametrize("name", MINE)
@few
@given(data=st.data())
def test_the_counts_hold_together_and_the_figure_is_inside_its_bounds(name, data):
    rows = data.draw(records(INDICATORS[name].frames))
    found = computed(name, rows)
    assert found.select("partnership").is_unique().all() or INDICATORS[name].kind is Kind.LIST
    told = figures(view(rows), [name]).row(0, named=True)
    if INDICATORS[name].kind is Kind.SHARE and found.height:
        one = found.row(0, named=True)
        assert min(one["yes"], one["unknown"], one["total"]) >= 0
        assert one["yes"] + one["unknown"] <= one["total"]
    if told["value"] is not None and told["floor"] is not None:
        assert told["floor"] - 1e-9 <= told["value"] <= told["ceiling"] + 1e-9
        assert told["low"] <= told["floor"] + 1e-9 and told["ceiling"] <= told["high"] + 1e-9


SIMPLE = {  # frame, column, what the share counts when it is true
    "R4": ("meetings", "crisis", True, {"held": True}),
    "P1": ("attendance", "present", True, {}),
    "P4": ("attendance", "may_commit", False, {"present": True}),
    "P10": ("seats", "mandate", True, {"end": None}),
    "C3": ("sheets", "sina3", True, {"end": None}),
    "C6": ("objectives", "linked", True, {"end": None}),
    "C7": ("sheets", "joint_origin", True, {"end": None}),
    "C10": ("commitments", "kept", True, {"elements": 4, "due": DAY - timedelta(days=20), "closed": None,
                                          "renegotiated": False}),
    "D1": ("decisions", "in_body", True, {}),
    "D9": ("decisions", "bound_absent", True, {}),
    "D12": ("contracts", "counterpart", True, {"end": None}),
    "D13": ("decisions", "followed", True, {}),
}  # fmt: skip


def _with(name, rows, outcome):
    """The same records and one more case, whose outcome is given."""
    part, column, _, rest = SIMPLE[name]
    row = dict.fromkeys(FRAMES[part].schema)
    row |= {"partnership": 1, FRAMES[part].born: DAY - timedelta(days=30), **rest, column: outcome}
    row |= {key: 999 for key in ("meeting", "institution") if key in row}
    return {**rows, part: [*rows[part], row]}


def _bounds(name, rows):
    found = computed(name, rows)
    one = found.row(0, named=True) if found.height else {"yes": 0, "unknown": 0, "total": 0}
    return one["yes"], one["unknown"], one["total"]


@pytest.mark.parametrize("name", sorted(SIMPLE))
@few
@given(data=st.data())
def test_one_more_unknown_widens_the_bounds_and_one_more_no_never_raises_the_share(name, data):
    rows = data.draw(records(INDICATORS[name].frames))
    counted = SIMPLE[name][2]
    yes, unknown, total = _bounds(name, rows)
    assert _bounds(name, _with(name, rows, None)) == (yes, unknown + 1, total + 1)
    assert _bounds(name, _with(name, rows, not counted)) == (yes, unknown, total + 1)
    assert _bounds(name, _with(name, rows, counted)) == (yes + 1, unknown, total + 1)


def test_every_share_of_these_families_says_how_it_is_read():
    for name in MINE:
        one = INDICATORS[name]
        assert one.reference and set(one.with_) <= set(INDICATORS) | {"E2"}
        assert one.threshold is None or "notre" in one.reference or "installation" in one.reference


@pytest.mark.parametrize("name", MINE)
def test_a_partnership_is_read_apart_from_the_others(name):
    rows = INDICATORS[name].example.rows
    alone, other = frames_of(rows), frames_of(rows)
    both = {
        part: pl.concat([frame, other[part].with_columns(partnership=pl.lit(2, dtype=pl.Int32))])
        for part, frame in alone.items()
    }
    day = INDICATORS[name].example.day
    told = figures(View(both, DAY.fromisoformat(day)), [name])
    assert told.height == 2
    assert_frame_equal(
        told.filter(pl.col("partnership") == 1).drop("partnership"),
        told.filter(pl.col("partnership") == 2).drop("partnership"),
    )
