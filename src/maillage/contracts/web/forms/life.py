"""What is typed of signatures, opinions, reviews and values. Checks of form only."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import ActionSheet, Contract
from maillage.contracts.rules import signing
from maillage.contracts.services.signing import Signing
from maillage.contracts.vocabulary import Verdict
from maillage.contracts.vocabulary.life import Capacity, Rhythm, SignatureMode
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import InstitutionKind
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices

NOBODY = Institution.objects.none()


class SignatoryForm(OnceForm):
    """Who signs, in which capacity, and in which order."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)
    capacity = forms.ChoiceField(label=_("Elle signe en qualité de"))
    rank = forms.IntegerField(
        label=_("Rang dans l'ordre des signatures"), min_value=1, max_value=99, initial=1,
        help_text=_("L'ordre de la page de signature ; il n'empêche personne de signer plus tôt."),
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The institutions of the directory."""
        fields: Any = self.fields
        fields["institution"].queryset = directory.institutions(partnership=here)
        fields["capacity"].choices = choices(Capacity)

    def capacity_term(self) -> Capacity:
        """The capacity as a word."""
        return Capacity(self.cleaned_data["capacity"])


class OpenRoundForm(OnceForm, WeighedForm):
    """A text put to signature."""

    guarded = ("reason",)
    reason = forms.CharField(
        label=_("Objet"), max_length=300, required=False,
        help_text=_("Pour un avenant : ce que les signataires changent, en une phrase."),
    )  # fmt: skip


class WhyForm(WeighedForm):
    """The reason of an act that takes something back."""

    guarded = ("reason",)
    reason = forms.CharField(
        label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il reste inscrit, et chacun des signataires peut le lire."),
    )  # fmt: skip


class SignForm(OnceForm, WeighedForm):
    """A signature. `version` is the number of the text that was read."""

    guarded = ("signer",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    signer = forms.CharField(
        label=_("Fonction de la personne qui signe"), max_length=150,
        help_text=_("Une fonction, sans nom : la maire, le préfet, la directrice."),
    )  # fmt: skip
    on = forms.DateField(label=_("Signé le"), widget=DateInput())
    mode = forms.ChoiceField(label=_("Comment"), widget=forms.RadioSelect)
    scan = forms.FileField(
        label=_("Original numérisé"), required=False,
        help_text=_("PDF, JPEG ou PNG, 5 Mo au plus. Seulement pour un original numérisé."),
    )  # fmt: skip

    def offer(self, modes: list[SignatureMode]) -> None:
        """The ways in which this reader may sign."""
        field: Any = self.fields["mode"]
        known = choices(SignatureMode)
        field.choices = [row for row in known if row[0] in {one.value for one in modes}]
        field.initial = modes[0].value

    def draft(self) -> Signing:
        """What the service keeps; a file too heavy is not read further than its limit."""
        data = self.cleaned_data
        scan = data["scan"]
        content = scan.read(signing.MOST_BYTES + 1) if scan else b""
        return Signing(
            data["signer"], data["on"], SignatureMode(data["mode"]), content, scan.name if scan else ""
        )


class AskOpinionForm(OnceForm):
    """Whose opinion is asked, on the whole contract or on one sheet."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)
    sheet = forms.ModelChoiceField(
        label=_("Sur"), queryset=ActionSheet.objects.none(), required=False, empty_label=_("tout le contrat")
    )
    on_plan = forms.BooleanField(
        label=_("Sur la compatibilité de cette fiche avec le plan départemental"), required=False
    )

    def offer(self, contract: Contract) -> None:
        """The institutions of the directory, the sheets of the contract."""
        fields: Any = self.fields
        fields["institution"].queryset = directory.institutions(partnership=contract.partnership)
        fields["sheet"].queryset = contract.sheets.filter(withdrawn_on__isnull=True)


class OpinionForm(WeighedForm):
    """What an institution thinks, in its own words."""

    guarded = ("words",)
    verdict = forms.ChoiceField(label=_("Avis"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Dans ses mots"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce qui va, ce qui ne va pas, ce qu'il faudrait changer. Ces mots seront imprimés."),
    )  # fmt: skip
    on = forms.DateField(label=_("Rendu le"), widget=DateInput())

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["verdict"]
        field.choices = choices(Verdict)


class GiveOpinionForm(OpinionForm, RevisedForm):
    """An opinion that was asked; it may also be taken back."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["verdict"]
        field.choices = [*choices(Verdict), ("", _now("pas encore d'avis"))]
        field.required = False

    def term(self) -> Verdict | None:
        """The verdict as a word, None when it is taken back."""
        chosen = self.cleaned_data["verdict"]
        return Verdict(chosen) if chosen else None


class PlanOpinionForm(OpinionForm, OnceForm):
    """An opinion on the compatibility of a sheet with the departmental plan."""

    institution = forms.ModelChoiceField(label=_("Au nom de"), queryset=NOBODY, empty_label=None)
    field_order = ("institution", "verdict", "words", "on")

    def offer(self, here: Partnership, allowed: frozenset[int] | None) -> None:
        """The prefecture for the coordinator; else the institutions that a reader represents."""
        field: Any = self.fields["institution"]
        known = directory.institutions(partnership=here)
        prefectures = known.filter(kind=InstitutionKind.PREFECTURE.value)
        field.queryset = prefectures if allowed is None else known.filter(pk__in=allowed)


class EffectForm(RevisedForm, WeighedForm):
    """What was changed, or refused, because of an opinion."""

    guarded = ("effect",)
    effect = forms.CharField(
        label=_("Suite donnée"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Une action modifiée, refusée ou gardée malgré l'avis, et pourquoi."),
    )  # fmt: skip


class PlanReviewForm(OnceForm):
    """The day of a review."""

    planned_on = forms.DateField(label=_("Prévue le"), widget=DateInput())


class MoveReviewForm(RevisedForm):
    """Another day for a review."""

    planned_on = forms.DateField(label=_("Prévue le"), widget=DateInput())


class HoldReviewForm(RevisedForm, WeighedForm):
    """What came out of a review."""

    guarded = ("outcome",)
    on = forms.DateField(label=_("Tenue le"), widget=DateInput())
    outcome = forms.CharField(
        label=_("Ce qui en est sorti"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Garder, changer ou arrêter l'action ; ce que les indicateurs montrent ; qui fait quoi."),
    )  # fmt: skip


class DropReviewForm(RevisedForm, WhyForm):
    """Why a review is dropped."""


class ScheduleForm(forms.Form):
    """When the values of an indicator are asked."""

    rhythm = forms.ChoiceField(label=_("Rythme"), widget=forms.RadioSelect, initial=Rhythm.QUARTER.value)
    first = forms.DateField(label=_("Première valeur le"), widget=DateInput())
    last = forms.DateField(label=_("Dernière valeur au plus tard le"), widget=DateInput())
    own = forms.CharField(
        label=_("Ou ces dates"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("Une date par ligne, comme 30/06/2027. Seulement pour « aux dates que je donne »."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["rhythm"]
        field.choices = choices(Rhythm)

    def clean_own(self) -> list[date]:
        """The days, one by line."""
        return [_day(line.strip()) for line in self.cleaned_data["own"].splitlines() if line.strip()]

    def term(self) -> Rhythm:
        """The rhythm as a word."""
        return Rhythm(self.cleaned_data["rhythm"])


def _day(text: str) -> date:
    field = forms.DateField(input_formats=["%d/%m/%Y", "%Y-%m-%d"])
    try:
        found: date = field.clean(text)
    except ValidationError as fault:
        words = _now("« %(text)s » n'est pas une date : écrivez-la comme 30/06/2027.")
        raise ValidationError(words % {"text": text[:40]}) from fault
    return found


class ValueForm(RevisedForm, WeighedForm):
    """A value, and what should be known of it."""

    guarded = ("note",)
    value = forms.CharField(
        label=_("Valeur"), required=False, max_length=120,
        help_text=_("Un nombre avec son unité. Vide : la valeur est encore inconnue."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Remarque"), required=False, max_length=300,
        help_text=_("La source, ce qui a changé dans la façon de compter."),
    )  # fmt: skip


class ReceiptForm(forms.Form):
    """How many agents an institution has on the ground, and how many received the summary."""

    institution = forms.ModelChoiceField(label=_("Au nom de"), queryset=NOBODY, empty_label=None)
    agents = forms.IntegerField(
        label=_("Agents de première ligne de l'institution ici"), min_value=0, max_value=1_000_000
    )
    received = forms.IntegerField(label=_("Ceux qui ont reçu le résumé"), min_value=0, max_value=1_000_000)

    def offer(self, here: Partnership, allowed: frozenset[int] | None) -> None:
        """Every institution for the coordinator; else those that a reader represents."""
        field: Any = self.fields["institution"]
        known = directory.institutions(partnership=here)
        field.queryset = known if allowed is None else known.filter(pk__in=allowed)
