"""What may be asserted: adjusted together, bounded for the unknown, with records enough, never merged."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from maillage.observatory.indicators.comparators import fit, judged, sisters
from maillage.observatory.indicators.comparisons import ASSERTIONS, assertions, unsteadiness
from maillage.observatory.indicators.figures import COLUMNS
from maillage.observatory.vocabulary import Comparator, Direction, Kind, Level, Unit
from maillage.science import multiplicity
from tests.observatory.readings import DAY, indicator, law, shares, sound

BEFORE = date(2025, 6, 30)


def held(table, **chosen):
    for name, value in chosen.items():
        table = table.filter(pl.col(name) == value)
    return table


def against_sisters(one, cells, count=60, yes=24, total=30):
    laws = fit(sound(one.id, count, yes, total), [one])
    return held(assertions(shares(one.id, cells), None, laws, [one]), comparison="sisters")


def test_a_low_share_is_a_weakness_and_a_usual_one_is_not():
    one = indicator("X")
    table = against_sisters(one, [(1, 6, 0, 30), (2, 24, 0, 30)])
    assert table.schema == ASSERTIONS
    weak = held(table, direction="weakness")
    assert weak["asserted"].to_list() == [True, False]
    assert weak["p"][0] < 1e-4


def test_where_low_is_good_the_two_directions_change_places():
    one = indicator("X", good=Direction.LOW)
    table = against_sisters(one, [(1, 6, 0, 30)])
    assert held(table, direction="strength")["asserted"].item()
    assert held(table, direction="weakness")["p"].item() > 0.5


def test_the_unknown_is_counted_as_done_against_a_weakness():
    one = indicator("X")
    table = held(against_sisters(one, [(1, 6, 0, 30), (2, 6, 20, 30)]), direction="weakness")
    assert table["asserted"].to_list() == [True, False]
    alone = held(against_sisters(one, [(1, 26, 0, 30)]), direction="weakness")
    assert table["p"][1] == pytest.approx(alone["p"].item())


def test_a_strength_counts_the_unknown_as_not_done_and_needs_four_fifths_known():
    one = indicator("X")
    cells = [(1, 40, 0, 40), (2, 40, 10, 50), (3, 40, 11, 51), (4, 40, 30, 70)]
    table = held(against_sisters(one, cells, yes=12), direction="strength")
    assert table["asserted"].to_list() == [True, True, False, False]
    assert table["p"].is_sorted()


@pytest.mark.parametrize(("total", "said"), [(11, False), (12, True)])
def test_twelve_records_to_assert(total, said):
    table = held(against_sisters(indicator("X"), [(1, 0, 0, total)]), direction="weakness")
    assert table["p"].item() < 0.05
    assert table["asserted"].item() is said


def test_disagreement_needs_twenty_five_decisions():
    one = indicator("D2")
    table = held(against_sisters(one, [(1, 0, 0, 24), (2, 0, 0, 25)]), direction="weakness")
    assert table["asserted"].to_list() == [False, True]


def test_under_thirty_comparators_nothing_is_said_of_sisters():
    one = indicator("X")
    assert against_sisters(one, [(1, 0, 0, 30)], count=29).is_empty()
    laws = fit(sound("X", 29, 24, 30), [one])
    assert assertions(shares("X", [(1, 0, 0, 30)]), None, laws, [one]).is_empty()


def test_adjusted_probabilities_are_those_of_benjamini_and_hochberg_over_the_page():
    ids = ["A", "B", "C", "D"]
    specs = [indicator(name) for name in ids]
    laws = fit(pl.concat([sound(name, 60, 24, 30) for name in ids]), specs)
    mine = pl.concat(
        [
            shares(name, [(1, yes, 0, 30), (2, 24, 0, 30)])
            for name, yes in zip(ids, (6, 15, 18, 24), strict=True)
        ]
    )
    table = held(assertions(mine, None, laws, specs), partnership=1, direction="weakness")
    assert table.height == 4
    np.testing.assert_allclose(table["adjusted"], multiplicity.bh(table["p"].to_numpy()))
    assert table["asserted"].to_list() == (table["adjusted"] <= 0.05).to_list()


def test_context_lists_and_départements_are_never_compared():
    kept = judged([
        indicator("A"), indicator("B", judged=False), indicator("C", good=Direction.NONE),
        indicator("D", kind=Kind.LIST), indicator("E", level=Level.DEPARTEMENT),
    ])  # fmt: skip
    assert [one.id for one in kept] == ["A"]


def test_a_described_state_is_read_without_sisters():
    one = law()
    mine = shares("L", [(1, 3, 0, 20), (2, 3, 10, 20), (3, 9, 0, 20), (4, 0, 0, 4), (5, 0, 0, 6)])
    table = assertions(mine, None, {}, [one])
    assert table["comparison"].unique().to_list() == ["text"] and 4 not in table["partnership"]
    assert table["asserted"].to_list() == [True, False, False, True]
    assert table["adjusted"].equals(table["p"])


def test_where_all_sisters_are_as_weak_the_described_state_still_speaks():
    one = law()
    laws = fit(sound("L", 60, 4, 30), [one])
    table = assertions(shares("L", [(1, 4, 0, 30)]), None, laws, [one])
    assert held(table, comparison="text")["asserted"].item()
    assert not held(table, comparison="sisters", direction="weakness")["asserted"].item()


def test_a_duty_of_all_or_none_is_no_described_state():
    one = law(threshold=1.0)
    assert assertions(shares("L", [(1, 3, 0, 20)]), None, {}, [one]).is_empty()


def windows(before, now):
    return shares("X", now), shares("X", before, BEFORE)


def test_a_change_needs_two_windows_that_do_not_overlap():
    one = indicator("X")
    now, before = windows([(1, 28, 0, 30)], [(1, 8, 0, 30)])
    table = assertions(now, before, {}, [one])
    assert held(table, comparison="past")["direction"].to_list() == ["worse"]
    assert table["asserted"].to_list() == [True]
    overlapping = before.with_columns(end=pl.lit(DAY).dt.offset_by("-3mo"))
    assert assertions(now, overlapping, {}, [one]).is_empty()


def test_a_change_is_not_read_where_completeness_moved():
    one = indicator("X")
    for unknown, read in ((3, True), (8, False)):
        now, before = windows([(1, 28, 0, 30)], [(1, 8, unknown, 30)])
        assert assertions(now, before, {}, [one]).is_empty() is not read


def test_a_rhythm_needs_a_year_lived_not_twelve_meetings():
    one = indicator("R", kind=Kind.COUNT, unit=Unit.PER_YEAR)
    rhythm = pl.DataFrame({"partnership": [*range(100, 160), 1, 2], "numerator": [9.0] * 60 + [0.0, 0.0],
                           "denominator": [3.0] * 61 + [0.5]})  # fmt: skip
    full = shares("R", [(n, 1, 0, 30) for n in rhythm["partnership"]]).drop("numerator", "denominator")
    figures = full.join(rhythm.cast({"partnership": pl.Int32}), on="partnership").with_columns(
        unknown=pl.lit(0, pl.Int64), value=pl.col("numerator") / pl.col("denominator")
    )
    laws = fit(figures.filter(pl.col("partnership") >= 100), [one])
    table = held(
        assertions(figures.filter(pl.col("partnership") < 100), None, laws, [one]), direction="weakness"
    )
    assert table["asserted"].to_list() == [True, False]


def test_the_middle_half_of_sisters_and_none_under_thirty():
    table = sisters(pl.concat([sound("A", 60, 24, 30), sound("B", 29, 24, 30)])).sort("indicator")
    assert table["n"].to_list() == [60, 29]
    assert table["middle"].to_list() == [pytest.approx(0.8), None]
    assert table["low"][0] == pytest.approx(23 / 30)


def test_what_moves_among_all_comparators_is_less_of_a_change():
    one, cells = indicator("X"), [(100 + i, 10 + 8 * (i % 2), 0, 30) for i in range(60)]
    turned = [(100 + i, 18 - 8 * (i % 2), 0, 30) for i in range(60)]
    factors = unsteadiness(shares("X", cells), shares("X", turned, BEFORE), [one])
    assert factors["X"] > 3
    assert unsteadiness(shares("X", cells), shares("X", cells, BEFORE), [one]) == {"X": 1.0}
    assert unsteadiness(shares("X", cells[:29]), shares("X", turned[:29], BEFORE), [one]) == {}
    now, before = windows([(1, 12, 0, 30)], [(1, 23, 0, 30)])
    calm = assertions(now, before, {}, [one], {"X": 1.0})
    stormy = assertions(now, before, {}, [one], factors)
    assert calm["asserted"].item() is True
    assert stormy["asserted"].item() is False


def counted(one, cells):
    """Figures of a count over three years: partnership, seen, unknown."""
    rows = [
        {"partnership": who, "indicator": one, "start": date(2023, 7, 1), "end": DAY, "status": "published",
         "value": seen / 3, "numerator": float(seen), "denominator": 3.0, "unknown": unknown}
        for who, seen, unknown in cells
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COLUMNS)


def test_a_rare_rhythm_is_asserted_only_if_the_unknown_plenaries_were_held():
    one = indicator("X", kind=Kind.COUNT, unit=Unit.PER_YEAR, comparator=Comparator.LAW, threshold=1.0)
    table = assertions(counted("X", [(1, 0, 0), (2, 0, 4), (3, 4, 0)]), None, {}, [one])
    weak = held(table, comparison="law", direction="weakness")
    assert weak["asserted"].to_list() == [True, False, False]
    assert weak["p"][1] == pytest.approx(weak["p"][2])
    laws = fit(counted("X", [(who, 6, 0) for who in range(10, 60)]), [one])
    sister = held(assertions(counted("X", [(1, 0, 0), (2, 0, 5)]), None, laws, [one]), comparison="sisters")
    assert held(sister, direction="weakness")["asserted"].to_list() == [True, False]
