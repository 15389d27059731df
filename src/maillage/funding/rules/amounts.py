"""Euros and cents: exact, summed, shared. Never a float."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from maillage.ui.typography import CENT

ZERO = Decimal("0.00")


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum to the cent; what is unknown counts for nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of a whole, to the cent; None of nothing."""
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP) if whole > 0 else None
