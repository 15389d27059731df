"""Amounts as the French write them, exact to the cent: never through a float."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from maillage.ui.typography import NARROW

register = template.Library()


@register.filter
def euros(value: Decimal | int | None) -> str:
    """14800 → « 14 800,00 € »; empty when there is none."""
    return "" if value is None else _written(Decimal(value), 2)


@register.filter
def whole_euros(value: Decimal | int | None) -> str:
    """14800 → « 14 800 € », 6200.5 → « 6 200,50 € »; empty when there is none."""
    if value is None:
        return ""
    amount = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _written(amount, 0 if amount == amount.to_integral_value() else 2)


def _written(value: Decimal, places: int) -> str:
    amount = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    written = f"{abs(amount):,.{places}f}".replace(",", NARROW).replace(".", ",")
    return f"{'−' if amount < 0 else ''}{written}{NARROW}€"
