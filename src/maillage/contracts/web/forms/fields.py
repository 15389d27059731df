"""Fields that the forms of contracts share: days that can be planned, long and short texts, institutions."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput

FIRST, LAST = date(1950, 1, 1), date(2150, 12, 31)
NOBODY = Institution.objects.none()
MOST = 6000  # signs of a long text


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day of a plan: neither long gone nor beyond what anybody plans."""
    bounds = [
        MinValueValidator(FIRST, _("Ce jour est trop ancien : écrivez une date après 1950.")),
        MaxValueValidator(LAST, _("Ce jour est trop lointain : écrivez une date avant 2151.")),
    ]
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=DateInput(), validators=bounds
    )


def short(label: Any, *, most: int = 200, required: bool = False, help_text: Any = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def long(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Several lines of text."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=MOST, required=required, help_text=help_text, widget=box)


def institution_field(label: Any, *, empty: Any = None, help_text: Any = "", required: bool = False) -> Any:
    """An institution of the directory, offered by `offer_institutions`; none is chosen for the reader."""
    if required and empty is None:
        empty = _("à choisir")
    return forms.ModelChoiceField(
        label=label, queryset=NOBODY, required=required, empty_label=empty, help_text=help_text
    )


def offer_institutions(form: forms.Form, here: Partnership, *names: str) -> None:
    """The institutions of this partnership in these fields."""
    for name in names:
        field: Any = form.fields[name]
        field.queryset = directory.institutions(partnership=here)
