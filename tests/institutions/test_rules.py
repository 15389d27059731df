"""Keys."""

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
