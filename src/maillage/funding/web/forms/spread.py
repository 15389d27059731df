"""What is typed of where the money goes: filters, own effort, linked bodies, sheets. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.funding.models import Effort, Fund, LinkedBody
from maillage.funding.selectors import spread as selectors
from maillage.funding.services.spread.beside import EffortDraft, LinkDraft
from maillage.funding.vocabulary.spread import Perimeter
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, said

MAX_BYTES = 1_500_000  # it travels once more, as text, when it is confirmed


class FilterForm(forms.Form):
    """What the reader looks at: nothing chosen is all of it."""

    fonds = forms.ModelChoiceField(label=_("Fonds"), queryset=Fund.objects.none(), required=False)
    annee = forms.ChoiceField(label=_("Année"), required=False)
    perimetre = forms.ChoiceField(label=_("Entre les"), required=False)

    def offer(self, partnership: Partnership, years: list[int], perimeters: dict[Perimeter, str]) -> None:
        """Fill the lists with what this partnership has."""
        fields: dict[str, Any] = self.fields
        fields["fonds"].queryset = selectors.funds(partnership=partnership)
        fields["fonds"].empty_label = gettext("Tous les fonds")
        fields["annee"].choices = [("", gettext("Toutes les années")), *((str(y), str(y)) for y in years)]
        fields["perimetre"].choices = [(word.value, said(word)) for word in perimeters]

    def chosen(self, perimeters: dict[Perimeter, str], default: str) -> dict[str, Any]:
        """Fund, year and place; a choice that does not exist counts as none."""
        data = self.cleaned_data if self.is_valid() else {}
        fund, year, word = data.get("fonds"), data.get("annee"), data.get("perimetre")
        place = perimeters.get(Perimeter(word)) if word else None
        return {
            "fund": fund.pk if fund else None, "year": int(year) if year else None,
            "place": place or default,
        }  # fmt: skip


def _euros(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, required=False, min_value=0, max_digits=14, decimal_places=2,
        localize=True,
    )  # fmt: skip


class EffortForm(OnceForm, RevisedForm):
    """What a commune spent itself in a year."""

    place = forms.CharField(label=_("Code de la commune"), max_length=5, help_text=_("Par exemple 44143."))
    year = forms.IntegerField(label=_("Année"), min_value=1990, max_value=2100)
    spend = _euros(_("Dépense propre de prévention, en euros"), _("Vide si elle n'est pas connue."))
    potential = _euros(_("Potentiel fiscal, en euros"), _("Vide s'il n'est pas connu."))
    population = forms.IntegerField(label=_("Habitants"), min_value=1, max_value=20_000_000)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Compte administratif, OFGL, délibération.")
    )

    def draft(self) -> EffortDraft:
        """What was typed, for the service."""
        names = ("place", "year", "spend", "potential", "population", "source")
        return EffortDraft(**{name: self.cleaned_data[name] for name in names})


def effort_values(row: Effort) -> dict[str, Any]:
    """An effort as its form shows it."""
    names = ("place", "year", "spend", "potential", "population", "source", "revision")
    return {name: getattr(row, name) for name in names}


class LinkForm(OnceForm, RevisedForm, WeighedForm):
    """A body linked to the authority that chairs."""

    guarded = ("words",)
    institution = forms.ModelChoiceField(label=_("Organisme"), queryset=Institution.objects.none())
    words = forms.CharField(
        label=_("Lien"), max_length=300,
        help_text=_("La nature du lien, sans nommer personne : présidence, adhésion, financement principal."),
    )  # fmt: skip
    since = forms.DateField(label=_("Depuis le"), widget=DateInput())
    until = forms.DateField(label=_("Jusqu'au"), required=False, widget=DateInput())

    def offer(self, partnership: Partnership) -> None:
        """Fill the list with the institutions of the partnership."""
        fields: dict[str, Any] = self.fields
        fields["institution"].queryset = directory.institutions(partnership=partnership)

    def draft(self) -> LinkDraft:
        """What was typed, for the service."""
        names = ("institution", "words", "since", "until")
        return LinkDraft(**{name: self.cleaned_data[name] for name in names})


def link_values(row: LinkedBody) -> dict[str, Any]:
    """A link as its form shows it."""
    names = ("words", "since", "until", "revision")
    return {name: getattr(row, name) for name in names} | {"institution": row.institution_id}


class SheetForm(forms.Form):
    """A sheet of communes; its text comes back to be confirmed once it was shown."""

    file = forms.FileField(
        label=_("Fichier"), required=False, help_text=_("CSV, XLSX ou ODS, 1,5 Mo au plus."),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.xlsx,.xls,.ods"
        if kind != "effort":  # a sheet of components says the source on each line
            del self.fields["source"]
        else:
            self.fields["source"].required = True
            self.fields["source"].help_text = _("Compte administratif, OFGL, délibération.")

    def clean_file(self) -> Any:
        """A file is sent, and not too heavy."""
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError(gettext("Choisissez un fichier."))
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext("%(name)s pèse %(size)s ko : la limite est de 1 500 ko. Partagez-le.")
                % {"name": file.name, "size": file.size // 1_000}
            )
        return file
