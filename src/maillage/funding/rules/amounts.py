"""Euros and cents: exact, summed and written in French. Never a float."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from maillage.ui import typography

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum to the cent; what is unknown counts for nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)


def euros(amount: Decimal | None) -> str:
    """« 12 400,00 € », with spaces that do not break; empty when there is no amount."""
    return "" if amount is None else f"{typography.number(amount, 2)}{typography.NARROW}€"  # type: ignore[arg-type]


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of a whole, to the cent; None of nothing."""
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP) if whole > 0 else None


def percent(value: Decimal | None) -> str:
    """« 62,5 % »; empty when there is none."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 1
    return f"{typography.number(value, places)}{typography.NARROW}%"  # type: ignore[arg-type]
