"""What is gathered for a place: its comparables by kind, their parts, and what is said of places now gone."""

import pytest

from maillage.datasets import selectors as datasets
from maillage.diagnosis import selectors
from maillage.kernel import BadInput
from tests.diagnosis import frames

pytestmark = pytest.mark.django_db


@pytest.fixture
def counts(monkeypatch):
    """Every commune asked for has one row."""

    def crime(codes, years, wanted=None):
        return frames.frame(
            [frames.row(code, 2024, 10) for code in codes if not code.startswith(("epci", "reg"))]
        )

    monkeypatch.setattr(datasets, "crime", crime)


def test_an_intercommunal_body_is_compared_with_its_like_each_with_its_members(counts):
    found = selectors.evidence(place="epci:244400404")
    assert found.peers
    assert all(600_000 / 2 < peer.population < 800_000 * 2 for peer in found.peers)
    assert set(found.parts) == {"epci:244400404", *(peer.code for peer in found.peers)}
    assert "44109" in found.parts["epci:244400404"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("44143", "Au plus 20 territoires"),
        ("epci:244400404", "le type d'intercommunalité"),
        ("reg:52", "Les régions sont trop peu nombreuses"),
    ],
)
def test_the_rule_of_comparison_is_said_for_each_kind_of_place(counts, place, words):
    assert words in selectors.evidence(place=place).peers_rule


def test_a_commune_now_gone_gives_the_new_one():
    with pytest.raises(BadInput, match=r"Ancenis-Saint-Géréon \(44003\)"):
        selectors.evidence(place="44160")


def test_a_place_without_data_says_what_to_do():
    with pytest.raises(BadInput, match="maillage data import"):
        selectors.evidence(place="44109")
