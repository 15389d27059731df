"""The cards on the disk are those the indicators write; what they print of their example is computed."""

import dataclasses

import pytest
from scripts.cards import written

from maillage.observatory.documents.cards import card, cards
from maillage.observatory.indicators import INDICATORS


def test_the_cards_on_the_disk_are_those_that_the_indicators_write():
    fresh, held = cards(), written()
    stale = sorted(name for name in fresh.keys() | held.keys() if fresh.get(name) != held.get(name))
    assert not stale, f"python -m scripts.cards ({stale})"


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_a_card_says_formula_claim_caution_and_reference(name):
    one = INDICATORS[name]
    text = card(one)
    for words in (
        one.fr,
        one.en,
        one.formula,
        one.numerator,
        one.denominator,
        one.claim,
        one.source,
        one.caution,
    ):
        assert words in text
    assert one.comparator.label in text


def test_the_result_of_an_example_is_computed_not_typed():
    one = INDICATORS["E2"]
    rows = {**one.example.rows, "reviews": one.example.rows["reviews"][:1]}
    changed = dataclasses.replace(one, example=dataclasses.replace(one.example, rows=rows))
    assert "| 1 | 1 | 3 |" in card(one) and "| 1 | 0 | 1 |" in card(changed)


def test_the_load_of_a_person_has_a_card_and_no_figure():
    assert "H4" not in INDICATORS
    assert "personne d'autre" in cards()["H4.md"] and "[H4](H4.md)" in cards()["README.md"]
