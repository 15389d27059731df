"""What the tests of pages share: indicators known by hand, and a snapshot that holds each status."""

import pytest

from maillage.observatory.indicators import INDICATORS
from tests.observatory import health


@pytest.fixture
def known(monkeypatch):
    """Only the indicators written by hand."""
    for key in list(INDICATORS):
        monkeypatch.delitem(INDICATORS, key)
    for key, card in health.catalogue().items():
        monkeypatch.setitem(INDICATORS, key, card)


@pytest.fixture
def scene(db, known):
    """A partnership whose health is computed."""
    return health.scene()
