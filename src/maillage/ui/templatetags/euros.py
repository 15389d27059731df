"""Amounts as pages print them: exact, never through a float."""

from decimal import Decimal

from django import template

from maillage.ui import typography

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """« 12 400,00 € »; empty when there is no amount."""
    return "" if amount is None else f"{typography.number(amount, 2)}{typography.NARROW}€"  # type: ignore[arg-type]
