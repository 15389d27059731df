"""What is typed in a diagnosis. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.diagnosis.models import Diagnosis, Finding
from maillage.diagnosis.vocabulary import Confidence, MeansNature, SourceState
from maillage.diagnosis.vocabulary.gathered import Adequacy, Instrument, QualitativeKind, Sampling
from maillage.diagnosis.web.forms.line import LineForm
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution
from maillage.ui.forms import DateInput, choices

NOBODY = Institution.objects.none()


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


class FindingForm(LineForm):
    """A finding, its evidence, who signs, who disagrees."""

    guarded = ("text", "evidence", "dissent")
    text = _text(_("Constat"), _("Une phrase avec un verbe : ce qui se passe, où, quand."), required=True)
    evidence = _text(_("Preuves"), _("Les sources, leurs dates, le nombre de réponses."), required=True)
    confidence = forms.ChoiceField(
        label=_("Confiance"), choices=choices(Confidence), widget=forms.RadioSelect
    )
    signatories = _text(
        _("Autres signataires"),
        _("Institutions hors de l'annuaire, une par ligne. Les autres signent sur la page du constat."),
    )
    dissent = _text(_("Désaccord"), _("Les mots exacts de l'institution qui n'est pas d'accord."))
    dissent_by = forms.CharField(label=_("Institution en désaccord"), max_length=200, required=False)
    dissent_on = forms.DateField(label=_("Recueilli le"), required=False, widget=DateInput())

    def clean_signatories(self) -> list[str]:
        """One institution a line."""
        return [line.strip() for line in self.cleaned_data["signatories"].splitlines() if line.strip()]


class SourceForm(LineForm):
    """A source noted by hand, its holder in full words, and its answer."""

    guarded = ("motive", "remark")
    source = forms.CharField(label=_("Source demandée"), max_length=200)
    holder = forms.CharField(
        label=_("Détenteur"), max_length=200, help_text=_("L'institution, et non la personne.")
    )
    state = forms.ChoiceField(label=_("État"), choices=choices(SourceState)[:-1], widget=forms.RadioSelect)
    asked_on = forms.DateField(label=_("Demandée le"), required=False, widget=DateInput())
    motive = _text(_("Motif du refus"), _("Dans les mots du détenteur."))
    remark = _text(
        _("Remarque"), _("Période reçue, ruptures, ce qui est douteux. Rien n'est corrigé en silence.")
    )


class MeansForm(LineForm):
    """One line of the inventory of means."""

    guarded = ("remark", "dysfunctions")
    name = forms.CharField(
        label=_("Moyen"), max_length=200, help_text=_("Par exemple : équipe de médiation de soirée.")
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=choices(MeansNature), widget=forms.RadioSelect)
    holder = forms.CharField(label=_("Institution qui le porte"), max_length=200)
    quantity = forms.CharField(
        label=_("Quantité"), max_length=200, required=False, help_text=_("Postes, heures, budget.")
    )
    adequacy = forms.ChoiceField(
        label=_("Réponse au besoin"), choices=choices(Adequacy, empty="—"), required=False
    )
    remark = _text(_("Adéquation et manques"), _("Ce que ce moyen couvre, ce qu'il laisse de côté."))
    dysfunctions = _text(
        _("Dysfonctionnements"),
        _("Ce qui empêche ce moyen de servir : horaires, délais, doublons, vacances."),
    )


class HeldForm(LineForm):
    """A line that an institution of the directory holds."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=NOBODY, required=False, empty_label=_("non précisée")
    )

    def offer(self, diagnosis: Diagnosis) -> None:
        """The institutions of this partnership."""
        field: Any = self.fields["institution"]
        field.queryset = directory.institutions(partnership=diagnosis.partnership)


class FieldWorkForm(HeldForm):
    """A survey, a walk, a group interview."""

    guarded = ("title", "place", "public", "method", "lesson")
    field_order = ("instrument", "title", "place", "start", "end", "public", "target", "sample", "sampling",
                   "institution", "method", "lesson")  # fmt: skip
    instrument = forms.ChoiceField(
        label=_("Instrument"), choices=choices(Instrument), widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Titre"), max_length=200, help_text=_("Par exemple : marche du soir, quartier du Château.")
    )
    place = forms.CharField(
        label=_("Lieu"), max_length=200, help_text=_("Un quartier, une ligne, une place. Aucune adresse.")
    )
    start = forms.DateField(label=_("Du"), widget=DateInput())
    end = forms.DateField(label=_("Au"), required=False, widget=DateInput())
    public = forms.CharField(
        label=_("Public"), max_length=200, help_text=_("Qui a été écouté, et qui ne l'a pas été.")
    )
    target = forms.IntegerField(
        label=_("Population visée"), required=False, min_value=1, max_value=100_000_000,
        help_text=_("Combien de personnes auraient pu répondre."),
    )  # fmt: skip
    sample = forms.IntegerField(
        label=_("Nombre de personnes qui ont répondu"), required=False, min_value=1, max_value=10_000_000
    )
    sampling = forms.ChoiceField(
        label=_("Choix des personnes"), choices=choices(Sampling), initial=Sampling.UNKNOWN.value,
        help_text=_("Ce que les intervalles peuvent dire en dépend."),
    )  # fmt: skip
    method = _text(
        _("Méthode et limites"), _("Questions posées, parcours suivi, heures, ce qui a pu fausser.")
    )
    lesson = _text(_("Ce qui en ressort"), _("Deux ou trois phrases, sans nom."))

    def clean(self) -> dict[str, Any]:
        """An end before the start, more answers than people, are told on their field."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("La fin précède le début."))
        if data.get("target") and data.get("sample") and data["sample"] > data["target"]:
            self.add_error(
                "sample", _("Plus de réponses que de personnes visées : vérifiez les deux nombres.")
            )
        return data


class QualitativeForm(HeldForm):
    """A source of words."""

    guarded = ("name", "content", "limits")
    field_order = ("kind", "name", "institution", "period", "content", "limits")
    kind = forms.ChoiceField(label=_("Nature"), choices=choices(QualitativeKind))
    name = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Par exemple : main courante de la police municipale.")
    )
    period = forms.CharField(label=_("Période"), max_length=120, required=False)
    content = _text(
        _("Ce qu'elle dit"), _("En quelques phrases, sans nom ni cas particulier."), required=True
    )
    limits = _text(_("Ce qu'elle ne peut pas dire"), _("Qui n'y écrit pas, ce qui n'y est pas noté."))


class PriorityForm(HeldForm):
    """A priority, drawn from numbered findings."""

    guarded = ("text", "reason")
    field_order = ("text", "findings", "institution", "rank", "reason")
    text = _text(_("Priorité"), _("Un verbe, un lieu ou un public : ce qui doit changer."), required=True)
    findings = forms.ModelMultipleChoiceField(
        label=_("Constats dont elle est tirée"), queryset=Finding.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    rank = forms.IntegerField(label=_("Ordre"), min_value=1, max_value=99, initial=1)
    reason = _text(_("Pourquoi celle-ci avant d'autres"))

    def offer(self, diagnosis: Diagnosis) -> None:
        """The institutions and the findings of this diagnosis."""
        super().offer(diagnosis)
        self.fields["institution"].label = _("Proposée par")
        field: Any = self.fields["findings"]
        rows = Finding.objects.filter(diagnosis_id=diagnosis.pk, withdrawn_on__isnull=True)
        field.queryset = rows
        field.label_from_instance = lambda row: f"{row.number}. {row.text[:120]}"


FORMS: dict[str, type[LineForm]] = {
    "finding": FindingForm, "source": SourceForm, "means": MeansForm, "field": FieldWorkForm,
    "words": QualitativeForm, "priority": PriorityForm,
}  # fmt: skip


def initial(row: Any, kind: str) -> dict[str, Any]:
    """The stored line as the form shows it."""
    values = {name: getattr(row, name) for name in FORMS[kind].base_fields if hasattr(row, name)}
    if "signatories" in values:
        values["signatories"] = "\n".join(values["signatories"])
    if "findings" in values:
        values["findings"] = list(values["findings"].all())
    return values | {"nonce": ""}
