"""What is typed of the lines of a contract and of a sheet: one form a kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import Contract
from maillage.contracts.selectors import choices as offered
from maillage.contracts.vocabulary import IndicatorKind, Nature, Origin, Source
from maillage.contracts.web.forms.fields import day, institution_field, long, offer_institutions, short
from maillage.diagnosis.models import Finding
from maillage.ui.forms import WeighedForm, choices


class LineFields(WeighedForm):
    """A line; `offer` fills what depends on the contract."""

    def offer(self, contract: Contract) -> None:
        """Nothing to offer, unless the kind says so."""

    def values(self) -> dict[str, Any]:
        """What the service writes."""
        hidden = ("nonce", "revision", "weighed")
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}


class AxisFields(LineFields):
    """An axis."""

    guarded = ("title",)
    title = short(_("Axe"), required=True)


class PriorityFields(LineFields):
    """A priority."""

    guarded = ("title", "reason")
    title = short(_("Priorité"), most=300, required=True)
    reason = long(_("Pourquoi elle"), rows=3)
    origin = forms.ChoiceField(
        label=_("Origine"), choices=choices(Origin),
        help_text=_("Un choix local sans constat se dit : il n'est pas interdit."),
    )  # fmt: skip


class ObjectiveFields(LineFields):
    """An objective and its six parts."""

    guarded = ("text", "indicator", "public", "territory", "source")
    text = long(
        _("Objectif"), rows=3, required=True,
        help_text=_("Ce qui aura changé, pour qui, où : « moins d'élèves évitent l'arrêt le soir »."),
    )  # fmt: skip
    indicator = short(_("Indicateur"), most=300, help_text=_("Ce qui est compté ou mesuré."))
    unit = short(_("Unité"), most=60)
    baseline = short(_("Valeur de départ"), most=120, help_text=_("Avec son intervalle s'il est connu."))
    target = short(_("Cible"), most=120)
    due_on = day(_("À la date du"))
    territory = short(_("Territoire"))
    public = short(_("Public"))
    source = short(_("Source de la mesure"))
    origin = forms.ChoiceField(label=_("Origine"), choices=choices(Origin))
    findings = forms.ModelMultipleChoiceField(
        label=_("Constats dont il part"), queryset=Finding.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def offer(self, contract: Contract) -> None:
        """The findings of its diagnosis."""
        self.fields["findings"] = finding_field(contract, _("Constats dont il part"))


class FindingChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Findings shown by number and words."""

    def label_from_instance(self, obj: Any) -> str:
        """« Constat 2. Ce qui a été constaté »."""
        text = obj.text if len(obj.text) <= 110 else obj.text[:109] + "…"
        return f"{obj.number}. {text}"


def finding_field(contract: Contract, label: Any) -> Any:
    """The findings of the diagnosis of a contract, to be ticked."""
    return FindingChoice(
        label=label, queryset=offered.findings(contract=contract), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class WordFields(LineFields):
    """A word and its meaning."""

    guarded = ("word", "meaning")
    word = short(_("Mot"), most=120, required=True)
    meaning = long(
        _("Ce qu'il veut dire ici"), required=True,
        help_text=_("Un sens modifié demande de nouveaux accords ; les anciens restent visibles."),
    )  # fmt: skip


class StepFields(LineFields):
    """A step of the calendar."""

    guarded = ("title",)
    title = short(_("Étape"), required=True, help_text=_("Ce qui est fait, remis ou tenu."))
    start = day(_("Le, ou du"), required=True)
    end = day(_("Au"), help_text=_("Pour une période ; rien pour une date."))


class CostFields(LineFields):
    """A line of cost."""

    guarded = ("note",)
    year = forms.IntegerField(label=_("Année"), min_value=1950, max_value=2150)
    source = forms.ChoiceField(label=_("Financeur"), choices=choices(Source))
    nature = forms.ChoiceField(label=_("Nature"), choices=choices(Nature))
    payer = institution_field(_("Institution qui paie"), empty=_("non précisée"))
    amount = forms.DecimalField(
        label=_("Montant en euros"), max_digits=12, decimal_places=2, min_value=0, required=False,
        help_text=_("Laissé vide, il reste « à chiffrer » et se voit comme tel."),
    )  # fmt: skip
    obtained = forms.BooleanField(label=_("Financement acquis"), required=False)
    note = short(_("Précision"))

    def offer(self, contract: Contract) -> None:
        """The institutions of the directory."""
        offer_institutions(self, contract.partnership, "payer")


class IndicatorFields(LineFields):
    """An indicator of a sheet."""

    guarded = ("name", "source")
    kind = forms.ChoiceField(
        label=_("Genre"), choices=choices(IndicatorKind), widget=forms.RadioSelect,
        initial=IndicatorKind.RESULT.value,
        help_text=_("Suivi : l'action a-t-elle lieu ? Résultat : qu'est-ce qui change ?"),
    )  # fmt: skip
    name = short(_("Indicateur"), required=True)
    unit = short(_("Unité"), most=60)
    baseline = short(_("Valeur de départ"), most=120)
    target = short(_("Cible"), most=120)
    target_on = day(_("À la date du"))
    source = short(_("Source"))


FORMS: dict[str, type[LineFields]] = {
    "axe": AxisFields, "priorite": PriorityFields, "objectif": ObjectiveFields, "mot": WordFields,
    "etape": StepFields, "cout": CostFields, "indicateur": IndicatorFields,
}  # fmt: skip
