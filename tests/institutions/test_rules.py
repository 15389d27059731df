"""Keys and colours."""

import pytest

from maillage.institutions import rules
from maillage.institutions.vocabulary import PartnershipKind


@pytest.mark.parametrize(
    ("place", "kind", "key"),
    [
        ("44143", PartnershipKind.CLSPD, "44143-clspd"),
        ("epci:244400404", PartnershipKind.CISPD, "epci-244400404-cispd"),
        ("2A004", PartnershipKind.CLSPD, "2a004-clspd"),
    ],
)
def test_the_key_of_a_workspace_is_made_of_its_code(place, kind, key):
    assert rules.partnership_key(place, kind) == key


@pytest.mark.parametrize("hue", [0, 14, 36, 205, 299, 326, 359])
def test_hues_that_keep_their_meaning_are_accepted(hue):
    assert rules.colour_fault(hue, 0.07) is None


@pytest.mark.parametrize(
    ("hue", "words"), [(15, "un retard"), (35, "un retard"), (300, "scellé"), (325, "scellé")]
)
def test_hues_that_would_blur_two_meanings_are_refused(hue, words):
    assert words in rules.colour_fault(hue, 0.07)


@pytest.mark.parametrize(("hue", "chroma"), [(-1, 0.05), (360, 0.05), (200, -0.01), (200, 0.1)])
def test_numbers_out_of_range_are_refused_with_their_value(hue, chroma):
    fault = rules.colour_fault(hue, chroma)
    assert str(hue) in fault or f"{chroma:g}" in fault
