"""Amounts as the French write them, exact to the cent."""

from decimal import Decimal

import pytest

from maillage.ui.typography import euros, exact, percent, whole_euros


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
    assert whole_euros(amount).replace("\u202f", " ") == written


def test_a_column_of_amounts_keeps_its_cents():
    assert euros(Decimal("14800")).replace("\u202f", " ") == "14 800,00 €"
    assert euros(Decimal("-0.5")).replace("\u202f", " ") == "−0,50 €"
    assert euros(None) == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [("12.50", "12,5"), ("-0.005", "−0,005"), ("1200", "1 200"), ("0.00", "0"), ("NaN", "NaN")],
)
def test_a_number_in_a_refusal_keeps_every_figure_that_was_typed(value, written):
    assert exact(Decimal(value)).replace("\u202f", " ") == written


def test_a_share_has_one_decimal_where_it_needs_one():
    assert [percent(Decimal(value)) for value in ("62.5", "80.00")] == ["62,5\u202f%", "80\u202f%"]
    assert percent(None) == ""
