"""Windows of their own, lists that name, tables that figures sum up, and how a figure is withheld."""

import pytest

from maillage.observatory.indicators import INDICATORS, figures
from maillage.observatory.indicators.decision import colleges
from maillage.observatory.indicators.decision_further import families
from maillage.observatory.indicators.examples import view_of
from maillage.observatory.indicators.rhythm import unpromised
from maillage.observatory.indicators.told import sentence

OPENED = {"partnerships": [{"opened": "2018-01-01"}]}
DAYS = ["2024-09-01", "2025-01-10", "2025-06-10", "2025-11-01", "2026-02-01", "2026-06-01"]


def figure(name, rows, day="2026-06-30"):
    return figures(view_of({**OPENED, **rows}, day), [name]).row(0, named=True)


@pytest.mark.parametrize(
    ("day", "start", "value"),
    [("2026-06-30", "2025-01-01", 2), ("2025-12-31", "2025-01-01", 2), ("2025-12-30", "2024-01-01", 0)],
)
def test_the_civil_year_is_the_last_one_that_is_over(day, start, value):
    rows = {
        "meetings": [
            {"meeting": number, "sitting": "plenary", "day": on, "held": True}
            for number, on in enumerate(["2025-01-01", "2025-12-30", "2026-03-01"])
        ]
    }
    told = figure("R1", rows, day)
    assert (str(told["start"]), told["numerator"]) == (start, value)


def test_a_council_of_the_autumn_is_read_on_the_part_of_the_year_it_lived():
    rows = {
        "partnerships": [{"opened": "2025-07-02"}],
        "meetings": [{"meeting": 1, "sitting": "plenary", "day": "2025-11-01", "held": True}],
    }
    assert figure("R1", rows)["denominator"] == pytest.approx(0.5, abs=0.01)


def test_a_delay_is_published_though_it_rests_on_one_fact():
    told = figure(
        "R2", {"meetings": [{"meeting": 1, "sitting": "plenary", "day": "2026-06-20", "held": True}]}
    )
    assert (told["status"], told["value"]) == ("published", 10)
    told = figure("R2", {"meetings": [{"meeting": 1, "sitting": "watch", "day": "2026-06-20", "held": True}]})
    assert told["value"] == 3102, "never a plenary: since the opening"


def plenaries(*held, since="2026-05-01"):
    days = ["2024-05-01", "2025-05-01", since]
    return {
        "meetings": [
            {"meeting": number, "sitting": "plenary", "day": day, "held": told}
            for number, (day, told) in enumerate(zip(days, held, strict=True))
        ]
    }


def test_a_plenary_of_which_nothing_is_written_raises_the_high_limit_and_nothing_else():
    missed, unknown, sat = (figure("R1m", plenaries(True, True, last)) for last in (False, None, True))
    assert (unknown["status"], unknown["value"], unknown["low"]) == (
        "published", missed["value"], missed["low"],
    )  # fmt: skip
    assert (unknown["unknown"], unknown["high"]) == (1, sat["high"])
    assert (unknown["floor"], unknown["ceiling"]) == pytest.approx((2 / 3, 1.0), abs=0.01)
    assert "1 inconnu" in sentence(INDICATORS["R1m"], unknown)
    assert figure("R1m", plenaries(True, True, None, since="2026-06-30"))["unknown"] == 0, "not over yet"
    assert figure("R1", plenaries(True, None, True))["unknown"] == 1


def test_the_last_plenary_is_unknown_after_one_without_outcome():
    assert figure("R2", plenaries(True, True, None))["status"] == "missing"
    assert figure("R2", plenaries(True, None, True))["value"] == 60
    assert figure("R2", plenaries(True, True, None, since="2026-09-30"))["value"] == 425


def test_euros_of_which_the_choice_is_unknown_bound_a_part_of_a_sum():
    lines = [(1000.0, True)] * 3 + [(1000.0, False)] * 3 + [(2000.0, None)]
    grants = [
        {"grant": number, "decided": "2026-01-10", "euros": euros, "substitution": told}
        for number, (euros, told) in enumerate(lines)
    ]
    told = figure("M1e", {"grants": grants})
    assert (told["value"], told["denominator"], told["unknown"]) == (0.5, 6000.0, 1)
    assert (told["floor"], told["ceiling"]) == (3000 / 8000, 5000 / 8000)
    assert "1 cas inconnu" in sentence(INDICATORS["M1e"], told)
    known = figure("M1e", {"grants": grants[:-1]})
    assert (known["unknown"], known["floor"]) == (0, None)


@pytest.mark.parametrize(("absent", "group"), [(4, "other"), (5, "named")])
def test_an_institution_is_named_only_when_it_is_sure(absent, group):
    rows = {
        **OPENED,
        "attendance": [
            {"meeting": number, "institution": 1, "day": day, "present": number >= absent}
            for number, day in enumerate(DAYS)
        ],
    }
    found = INDICATORS["P2"].compute(view_of(rows, "2026-06-30"))
    assert found["group"].to_list() == [group]
    told = figure("P2", rows)
    assert (told["value"], told["denominator"]) == (int(group == "named"), 1)


def test_institutions_of_which_nothing_can_be_said_are_in_no_denominator():
    rows = {
        "institutions": [{"institution": 9, "since": "2018-01-01"}],
        "attendance": [{"meeting": 1, "institution": 1, "day": "2026-01-01", "present": False}],
    }
    assert figure("P2", rows)["status"] == "missing"


def test_an_unsigned_item_leaves_the_silent_unnamed():
    presence = [
        {"meeting": number, "institution": 1, "day": day, "present": True} for number, day in enumerate(DAYS)
    ]
    silent = {**OPENED, "attendance": presence}
    doubtful = {**silent, "items": [{"item": 1, "day": "2026-01-01"}]}
    found = [INDICATORS["P9"].compute(view_of(rows, "2026-06-30"))["group"][0] for rows in (silent, doubtful)]
    assert found == ["named", "unsaid"]


def test_seats_and_presences_by_college_are_all_listed():
    rows = {
        **OPENED,
        "institutions": [
            {"institution": 1, "college": "state", "since": "2018-01-01"},
            {"institution": 2, "college": "local", "since": "2018-01-01"},
        ],
        "seats": [{"seat": 1, "institution": 1, "start": "2020-01-01"}],
        "attendance": [{"meeting": 1, "institution": 2, "day": "2026-01-01", "present": True}],
    }
    found = colleges(view_of(rows, "2026-06-30")).select("college", "seats", "presences").rows()
    assert found == [("state", 1, 0), ("local", 0, 1)]


def test_the_mix_lists_every_family_and_the_unsaid():
    rows = {
        **OPENED,
        "items": [{"item": 1, "day": "2026-01-01"}],
        "sheets": [{"sheet": 1, "start": "2024-01-01", "family": "victims"}],
        "grants": [{"grant": 1, "decided": "2026-01-01", "euros": 5.0, "family": "victims"}],
    }
    found = families(view_of(rows, "2026-06-30")).select("family", "items", "sheets", "euros").rows()
    assert sorted(found, key=str) == [("victims", 0.0, 1.0, 5.0), (None, 1.0, 0.0, 0.0)]


def test_groups_without_a_promised_rhythm_are_listed_apart():
    rows = {
        **OPENED,
        "bodies": [
            {"body": 1, "sitting": "group", "opened": "2018-01-01", "promised_per_year": 2.0},
            {"body": 2, "sitting": "group", "opened": "2018-01-01"},
            {"body": 3, "sitting": "group", "opened": "2018-01-01", "closed": "2020-01-01"},
        ],
    }
    assert unpromised(view_of(rows, "2026-06-30"))["body"].to_list() == [2]


def test_a_group_opened_late_owes_only_its_share_of_the_year():
    rows = {"bodies": [{"body": 1, "sitting": "group", "opened": "2026-04-01", "promised_per_year": 24.0}]}
    assert figure("R5", rows)["denominator"] == 6


def test_a_share_of_nothing_has_no_bound_either():
    """An election, and no sheet in force before it: no figure, and no number that is none."""
    rows = {"after_elections": [{"election": "2022-06-28", "sheets_before": 0, "sheets_continued": 0}]}
    told = figure("H7s", rows)
    assert (told["status"], told["floor"], told["ceiling"]) == ("missing", None, None)
