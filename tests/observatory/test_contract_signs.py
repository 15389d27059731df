"""The five signs of a contract without co-production, and when nothing may be said."""

from datetime import date

import pytest

from maillage.observatory.indicators import INDICATORS
from maillage.observatory.indicators.contract_signs import KEYS, signs
from maillage.observatory.indicators.examples import view_of

DAY = "2026-06-30"
SICK = {
    "partnerships": [{"opened": "2018-01-01"}],
    "contracts": [{"contract": 1, "start": "2023-01-01", "end": "2026-12-31"}],
    "sheets": [
        {"sheet": number, "start": "2024-01-01", "joint_origin": False} for number in range(1, 11)
    ],
    "attendance": [
        {"meeting": 1, "institution": number, "day": "2026-03-01", "present": True} for number in range(1, 13)
    ],
    "bodies": [{"body": 1, "sitting": "group", "opened": "2018-01-01", "promised_per_year": 10.0}],
    "meetings": [{"meeting": 1, "sitting": "plenary", "day": "2026-03-01", "held": True}],
    "reviews": [{"review": number, "due": "2026-01-01", "held": False} for number in range(10)],
}  # fmt: skip


def told(rows):
    view = view_of(rows, DAY)
    flag = INDICATORS["C12"].compute(view).row(0, named=True)
    return flag, {row["key"]: row for row in signs(view).iter_rows(named=True)}


def changed(**parts):
    return {**SICK, **parts}


def test_all_five_signs_fire_the_flag_and_each_says_its_numbers():
    flag, rows = told(SICK)
    assert (flag["met"], flag["of"], flag["fired"]) == (5, 5, True)
    assert list(rows) == list(KEYS)
    assert "0 sur 10" in rows["joint"]["words"] and "en 24 mois : 1 ;" in rows["rhythm"]["words"]
    assert all(0.8 <= row["certainty"] <= 1 for row in rows.values())


def test_a_contract_of_less_than_eighteen_months_gets_no_flag():
    flag, _ = told(changed(contracts=[{"contract": 1, "start": "2025-01-01", "end": "2027-12-31"}]))
    assert flag["met"] == 5 and flag["fired"] is None
    flag, _ = told(changed(contracts=[]))
    assert flag["fired"] is None


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("origin", {"sheets": [{**sheet, "joint_origin": None} for sheet in SICK["sheets"]]}),
        ("evaluation", {"reviews": [{**row, "held": None} for row in SICK["reviews"]]}),
        ("evaluation", {"evaluations": [{"evaluation": 1, "day": "2025-06-01"}]}),
        ("mute", {"items": [{"item": number, "day": "2026-03-01"} for number in range(12)]}),
        ("rhythm", {"meetings": [
            {"meeting": number, "sitting": "plenary", "day": f"2026-0{number}-01", "held": None}
            for number in range(1, 4)
        ]}),
    ],
)  # fmt: skip
def test_a_doubt_is_counted_in_favour_of_the_partnership(key, parts):
    flag, rows = told(changed(**parts))
    assert rows[key]["met"] is False and rows[key]["certainty"] < 0.8
    assert flag["met"] == 4


def test_what_is_not_recorded_is_not_a_sign_and_an_open_question_is_no_verdict():
    flag, rows = told(changed(bodies=[], reviews=[], attendance=[]))
    assert [rows[key]["met"] for key in KEYS] == [True, True, None, None, None]
    assert "rien n'est écrit" in rows["mute"]["words"]
    assert (flag["met"], flag["of"], flag["fired"]) == (2, 2, None)


def test_a_single_weakness_does_not_make_a_contract_without_coproduction():
    sound = changed(
        sheets=[{**sheet, "joint_origin": True} for sheet in SICK["sheets"]],
        commitments=[
            {"commitment": number, "institution": number, "made": "2025-09-01", "due": "2026-02-01"}
            for number in range(1, 13)
        ],
        reviews=[{**row, "held": True, "held_on": "2026-01-01"} for row in SICK["reviews"]],
    )
    flag, rows = told(sound)
    assert rows["joint"]["met"] and rows["rhythm"]["met"]
    assert (flag["met"], flag["of"], flag["fired"]) == (2, 5, False)


def test_signs_are_read_as_they_stood_on_the_day():
    later = changed(evaluations=[{"evaluation": 1, "day": "2026-07-15"}])
    assert told(later)[1]["evaluation"]["met"] is True
    assert view_of(later, DAY).day == date(2026, 6, 30)
