"""Amounts as the French write them, exact to the cent."""

from decimal import Decimal

import pytest

from maillage.ui.templatetags.money import euros


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("14800.00"), "14 800 €"),
        (Decimal("6200.5"), "6 200,50 €"),
        (Decimal("0"), "0 €"),
        (Decimal("-12.30"), "−12,30 €"),
        (Decimal("9999999999.99"), "9 999 999 999,99 €"),
        (None, ""),
    ],
)
def test_an_amount_is_written_as_it_is(amount, written):
    assert euros(amount).replace("\u202f", " ") == written
