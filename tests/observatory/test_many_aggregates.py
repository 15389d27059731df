"""What leaves an installation: small cells held back, a signature that tells, refusals in words."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.observatory.rules.aggregates import hidden
from maillage.observatory.rules.exchange import NotAccepted, opened, sign

CELLS = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(CELLS)
@settings(max_examples=200)
def test_no_small_cell_is_shown_nor_worked_out_from_the_total(cells):
    shown = hidden(cells, 5)
    gone = [cell for cell, kept in zip(cells, shown, strict=True) if kept is None]
    assert all(kept is None or kept == 0 or kept >= 5 for kept in shown)
    assert all(kept == cell for cell, kept in zip(cells, shown, strict=True) if kept is not None)
    everything = len(gone) == len(cells)
    assert not gone or everything or (len(gone) > 1 and sum(gone) >= 5)


def test_nothing_is_held_back_that_need_not_be():
    assert hidden([0, 12, 7, 0, 5], 5) == [0, 12, 7, 0, 5]
    assert hidden([12, 3, 7], 5) == [12, None, None]


@pytest.fixture
def signed():
    key = Ed25519PrivateKey.generate()
    return sign({"day": "2026-06-30", "fictitious": False, "partnerships": 40, "distributions": []}, key)


def test_what_was_signed_is_read_back(signed):
    found = opened(signed)
    assert found.content["partnerships"] == 40 and found.day.isoformat() == "2026-06-30"


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held["content"].update(partnerships=41),
        lambda held: held.update(signature="00" * 64),
        lambda held: held.update(key="11" * 32),
        lambda held: held.update(key="zz"),
    ],
)
def test_a_file_that_was_altered_is_refused(signed, change):
    held = json.loads(signed)
    change(held)
    with pytest.raises(NotAccepted, match="signature"):
        opened(json.dumps(held))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "pas du JSON"), ("[]", "Format"), ('{"format": "autre"}', "« autre »"),
        ('{"format": "maillage-aggregates-1"}', "incomplet"), ("[" * 100_000, "pas du JSON"),
    ],
)  # fmt: skip
def test_what_is_not_an_aggregate_says_so(text, words):
    with pytest.raises(NotAccepted, match=words):
        opened(text)


def test_a_signed_file_without_a_day_is_refused():
    text = sign({"fictitious": False, "partnerships": 40, "distributions": []}, Ed25519PrivateKey.generate())
    with pytest.raises(NotAccepted, match="à quelle date"):
        opened(text)
