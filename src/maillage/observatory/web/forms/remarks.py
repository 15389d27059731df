"""What is typed of a figure by an institution. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import OnceForm, RevisedForm, WeighedForm

MOST = 2000


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("Ce que l'institution en dit"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Des institutions et des faits, jamais le nom d'une personne. Chacun le lit."),
    )  # fmt: skip


class RemarkForm(OnceForm, WeighedForm):
    """A comment or an answer, in the name of one institution."""

    guarded = ("words",)
    institution = forms.ModelChoiceField(label=_("Au nom de"), queryset=Institution.objects.none())
    words = _words()

    def offer(self, here: Partnership, allowed: frozenset[int] | None) -> None:
        """The institutions the reader speaks for; None: all of them, on paper."""
        field: Any = self.fields["institution"]
        rows = directory.institutions(partnership=here)
        field.queryset = rows if allowed is None else rows.filter(pk__in=allowed)
        if allowed is not None and len(allowed) == 1:
            field.initial, field.empty_label = next(iter(allowed)), None


class RewordForm(RevisedForm, WeighedForm):
    """One's own words, corrected."""

    guarded = ("words",)
    words = _words()
