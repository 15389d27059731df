"""What is typed of a self-assessment: a round, and the answers to its sentences. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.observatory.vocabulary.items import ITEMS, Agreement
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices, said

UNKNOWN = "0"


class AssessmentForm(OnceForm, RevisedForm, WeighedForm):
    """A round: its title, and until when answers are awaited."""

    guarded = ("title",)
    title = forms.CharField(
        label=_("Intitulé"), max_length=150, help_text=_("Par exemple : « Comment travaillons-nous, 2026 ».")
    )
    until = forms.DateField(
        label=_("Réponses attendues jusqu'au"), required=False, widget=DateInput(),
        help_text=_("La clôture reste un geste du coordonnateur."),
    )  # fmt: skip


class RateForm(forms.Form):
    """One question a sentence; « je ne sais pas » is an answer."""

    institution = forms.ModelChoiceField(
        label=_("L'institution que vous représentez"), queryset=Institution.objects.none(), required=False,
        empty_label=_("sans le dire"),
        help_text=_("Elle sert à voir si les institutions voient la même chose, à partir de cinq réponses."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [*choices(Agreement), (UNKNOWN, _("je ne sais pas"))]
        for item in ITEMS:
            self.fields[item.key] = forms.ChoiceField(
                label=said(item.sentence), choices=offered, widget=forms.RadioSelect, required=False,
            )  # fmt: skip

    def offer(self, here: Partnership, institutions: frozenset[int]) -> None:
        """The institutions of the person; without any, the question is left out."""
        fields: dict[str, Any] = self.fields
        if not institutions:
            del fields["institution"]
            return
        fields["institution"].queryset = directory.institutions(partnership=here).filter(pk__in=institutions)
        fields["institution"].initial = min(institutions)

    def scores(self) -> dict[str, int | None]:
        """The scores as numbers; None where the person does not know."""
        typed = ((item.key, self.cleaned_data.get(item.key) or UNKNOWN) for item in ITEMS)
        return {key: None if value == UNKNOWN else int(value) for key, value in typed}


def filled(scores: dict[str, int | None]) -> dict[str, str]:
    """What a person answered before, as the form shows it."""
    return {key: UNKNOWN if value is None else str(value) for key, value in scores.items()}
