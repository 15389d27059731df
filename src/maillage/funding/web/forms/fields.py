"""Fields that the forms of money share: an amount as people type it, a text in several lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.vocabulary import Nature
from maillage.kernel import Term
from maillage.ui.forms import choices

DIGITS, PLACES = 12, 2
_SPACES = str.maketrans(dict.fromkeys("\u202f\u00a0 €"))


class MoneyField(forms.DecimalField):
    """Euros and cents: « 1 200,50 » is read as well as « 1200.50 »; never below nothing."""

    def __init__(self, **more: Any) -> None:
        asked: dict[str, Any] = {
            "max_digits": DIGITS, "decimal_places": PLACES, "min_value": 0,
            "error_messages": {"invalid": _("Ce n'est pas un montant : écrivez par exemple 1200,50.")},
        }  # fmt: skip
        super().__init__(**asked | more)

    def to_python(self, value: Any) -> Any:
        """The amount typed, its spaces and its comma read as the French write them."""
        typed = value.translate(_SPACES).replace(",", ".") if isinstance(value, str) else value
        return super().to_python(typed)


def words(
    label: Any, *, rows: int = 3, required: bool = False, hint: Any = "", **more: Any
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def or_none(terms: type[Term], empty: Any) -> list[tuple[str, object]]:
    """The choices of a list of words, and a first one that chooses none of them."""
    return choices(terms, empty=empty)


def year_field(label: Any) -> forms.IntegerField:
    """A year in four digits."""
    return forms.IntegerField(label=label, min_value=1990, max_value=2100)


def nature_field() -> forms.ChoiceField:
    """The nature of an expense, that one may not know yet."""
    return forms.ChoiceField(
        label=_("Nature de la dépense"), required=False, choices=or_none(Nature, _("à préciser")),
        help_text=_("Pour une charge : fonctionnement, équipement ou personnel."),
    )  # fmt: skip
