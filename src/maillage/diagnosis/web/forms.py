"""What is typed in a diagnosis. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.diagnosis.vocabulary import Confidence, MeansNature, SourceState

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _text(label: Any, hint: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": 4})
    )


class SectionForm(forms.Form):
    """One section of the outline."""

    text = forms.CharField(
        label=_("Texte de la section"), required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Une ligne vide sépare deux paragraphes. N'écrivez aucun nom de personne."),
    )  # fmt: skip


class FindingForm(forms.Form):
    """A finding, its evidence, who signs, who disagrees."""

    text = _text(_("Constat"), _("Une phrase avec un verbe : ce qui se passe, où, quand."), required=True)
    evidence = _text(_("Preuves"), _("Les sources, leurs dates, le nombre de réponses."), required=True)
    confidence = forms.ChoiceField(
        label=_("Confiance"), choices=Confidence.choices(), widget=forms.RadioSelect
    )
    signatories = _text(_("Institutions signataires"), _("Une institution par ligne. Aucun nom de personne."))
    dissent = _text(_("Désaccord"), _("Les mots exacts de l'institution qui n'est pas d'accord."))
    dissent_by = forms.CharField(label=_("Institution en désaccord"), max_length=200, required=False)
    dissent_on = forms.DateField(label=_("Recueilli le"), required=False, widget=DATE)

    def clean_signatories(self) -> list[str]:
        """One institution a line."""
        return [line.strip() for line in self.cleaned_data["signatories"].splitlines() if line.strip()]


class SourceForm(forms.Form):
    """A source asked for, and its holder's answer."""

    source = forms.CharField(label=_("Source demandée"), max_length=200)
    holder = forms.CharField(
        label=_("Détenteur"), max_length=200, help_text=_("L'institution, et non la personne.")
    )
    state = forms.ChoiceField(label=_("État"), choices=SourceState.choices(), widget=forms.RadioSelect)
    asked_on = forms.DateField(label=_("Demandée le"), required=False, widget=DATE)
    motive = _text(_("Motif du refus"), _("Dans les mots du détenteur."))
    remark = _text(
        _("Remarque"), _("Période reçue, ruptures, ce qui est douteux. Rien n'est corrigé en silence.")
    )


class MeansForm(forms.Form):
    """One line of the inventory of means."""

    name = forms.CharField(
        label=_("Moyen"), max_length=200, help_text=_("Par exemple : équipe de médiation de soirée.")
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=MeansNature.choices(), widget=forms.RadioSelect)
    holder = forms.CharField(label=_("Institution qui le porte"), max_length=200)
    quantity = forms.CharField(
        label=_("Quantité"), max_length=200, required=False, help_text=_("Postes, heures, budget.")
    )
    remark = _text(_("Adéquation et manques"))


FORMS: dict[str, type[forms.Form]] = {"finding": FindingForm, "source": SourceForm, "means": MeansForm}


def initial(row: Any) -> dict[str, Any]:
    """The stored line as the form shows it."""
    values = {name: getattr(row, name) for name in FORMS_FIELDS[type(row).__name__]}
    if "signatories" in values:
        values["signatories"] = "\n".join(values["signatories"])
    return values


FORMS_FIELDS = {
    "Finding": list(FindingForm.base_fields),
    "SourceRequest": list(SourceForm.base_fields),
    "MeansItem": list(MeansForm.base_fields),
}
