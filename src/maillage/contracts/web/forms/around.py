"""What is typed of agreements, dated acts, counterparts and plans. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import Agreement, Contract, DatedAct, DepartmentalPlan
from maillage.contracts.selectors import around as selectors
from maillage.contracts.services.around.acts import ActDraft
from maillage.contracts.services.around.agreements import AgreementDraft
from maillage.contracts.services.around.plans import PlanDraft
from maillage.contracts.vocabulary.around import ActKind, AgreementKind, PlanKind, PlanOrigin
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices

NOBODY = Institution.objects.none()
NO_NAME = _("Des institutions et des fonctions, jamais le nom d'une personne ni d'une famille.")


def _text(label: Any, rows: int = 4, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


def _day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, required=required, widget=DateInput())


class KeptForm(OnceForm, RevisedForm, WeighedForm):
    """What they share: sent twice counts once, the revision seen, words weighed for names."""

    LISTS: tuple[str, ...] = ()

    def offer(self, partnership: Partnership) -> None:
        """Fill the lists with the institutions of the partnership."""
        fields: dict[str, Any] = self.fields
        for name in self.LISTS:
            fields[name].queryset = directory.institutions(partnership=partnership)


class AgreementForm(KeptForm):
    """An agreement outside the contract."""

    LISTS = ("parties",)
    guarded = ("title", "object", "reference")
    kind = forms.ChoiceField(label=_("Genre"), choices=lambda: choices(AgreementKind))
    title = forms.CharField(label=_("Intitulé"), max_length=200)
    parties = forms.ModelMultipleChoiceField(
        label=_("Parties"), queryset=NOBODY, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Deux institutions au moins, toutes de l'annuaire."),
    )  # fmt: skip
    object = _text(_("Objet"), hint=NO_NAME)
    start = _day(_("Du"))
    end = _day(_("Au"), _("Vide si elle n'a pas de terme."), required=False)
    required = forms.BooleanField(
        label=_("La loi exige cette convention"), required=False,
        help_text=_("Elle ne compte alors pas parmi les relations à deux qui ont été choisies."),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Référence"), max_length=200, required=False, help_text=_("Numéro, délibération ou texte.")
    )

    def draft(self) -> AgreementDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "object", "start", "end", "required", "reference")}
        return AgreementDraft(kind=AgreementKind(data["kind"]), parties=tuple(data["parties"]), **words)


def agreement_values(row: Agreement) -> dict[str, Any]:
    """An agreement as its form shows it."""
    names = ("kind", "title", "object", "start", "end", "required", "reference", "revision")
    return {name: getattr(row, name) for name in names} | {"parties": [one.pk for one in row.parties.all()]}


class EndForm(RevisedForm, WeighedForm):
    """The end of an agreement before its term."""

    guarded = ("reason",)
    on = _day(_("Prend fin le"))
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)


class ParentalForm(KeptForm):
    """Parental contracts: how many, which day, by which authority; nothing else can be typed."""

    LISTS = ("by",)
    on = _day(_("Le"))
    by = forms.ModelChoiceField(label=_("Autorité qui les a conclus"), queryset=NOBODY)
    count = forms.IntegerField(
        label=_("Combien"), min_value=1, max_value=500, initial=1,
        help_text=_("Un nombre seulement : ni famille, ni nom, ni motif."),
    )  # fmt: skip

    def draft(self) -> ActDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        return ActDraft(kind=ActKind.PARENTAL, on=data["on"], by=data["by"], count=data["count"])


class LetterForm(KeptForm):
    """A letter by which an institution covers itself alone."""

    LISTS = ("by", "to")
    guarded = ("object",)
    on = _day(_("Le"))
    by = forms.ModelChoiceField(label=_("De"), queryset=NOBODY)
    to = forms.ModelChoiceField(label=_("À"), queryset=NOBODY)
    object = forms.CharField(label=_("Objet"), max_length=300, help_text=NO_NAME)

    def draft(self) -> ActDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("on", "by", "to", "object")}
        return ActDraft(kind=ActKind.SAFEGUARD, **words)


ACTS: dict[str, tuple[ActKind, type[ParentalForm] | type[LetterForm]]] = {
    "responsabilite-parentale": (ActKind.PARENTAL, ParentalForm),
    "sauvegarde": (ActKind.SAFEGUARD, LetterForm),
}


def act_values(row: DatedAct) -> dict[str, Any]:
    """A dated act as its form shows it."""
    return {name: getattr(row, name) for name in ("on", "by", "to", "count", "object", "revision")}


class CounterpartForm(KeptForm):
    """What an institution got outside prevention, in its words."""

    guarded = ("words",)
    contract = forms.ModelChoiceField(label=_("Contrat"), queryset=Contract.objects.none())
    institution = forms.ModelChoiceField(label=_("Institution qui déclare"), queryset=NOBODY)
    words = _text(
        _("Contrepartie, dans ses mots"),
        hint=_("Par exemple un poste, un équipement, un soutien sur un autre dossier."),
    )
    on = _day(_("Déclarée le"))

    def speak(self, partnership: Partnership, mine: frozenset[int] | None) -> None:
        """Fill the lists; `mine`: the institutions that the reader speaks for, None for who may say all."""
        fields: dict[str, Any] = self.fields
        rows = directory.institutions(partnership=partnership)
        fields["institution"].queryset = rows if mine is None else rows.filter(pk__in=mine)
        fields["contract"].queryset = selectors.contracts(partnership=partnership)
        if mine and len(mine) == 1:
            fields["institution"].initial = min(mine)


class CounterpartWordsForm(KeptForm):
    """The same, said better: who declares it and of which contract no longer change."""

    guarded = ("words",)
    words = _text(_("Contrepartie, dans ses mots"))
    on = _day(_("Déclarée le"))


class PlanForm(KeptForm):
    """A plan or programme of the département."""

    guarded = ("title", "act")
    kind = forms.ChoiceField(label=_("Genre"), choices=lambda: choices(PlanKind))
    title = forms.CharField(label=_("Intitulé"), max_length=200)
    department = forms.CharField(label=_("Département"), max_length=7, help_text=_("Son code : 44, 2A, 974."))
    start = _day(_("Du"))
    end = _day(_("Au"), _("Vide s'il n'a pas de terme."), required=False)
    act = forms.CharField(
        label=_("Acte d'adoption"), max_length=200, required=False,
        help_text=_("Par exemple l'arrêté du préfet et son numéro."),
    )  # fmt: skip
    act_on = _day(_("Adopté le"), required=False)

    def draft(self) -> PlanDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "department", "start", "end", "act", "act_on")}
        return PlanDraft(kind=PlanKind(data["kind"]), **words)


def plan_values(row: DepartmentalPlan) -> dict[str, Any]:
    """A plan as its form shows it."""
    names = ("kind", "title", "department", "start", "end", "act", "act_on", "revision")
    return {name: getattr(row, name) for name in names}


class PlanPriorityForm(KeptForm):
    """A priority of the plan."""

    guarded = ("title", "council")
    title = forms.CharField(label=_("Priorité"), max_length=300)
    origin = forms.ChoiceField(
        label=_("Demandée par"), choices=lambda: choices(PlanOrigin), widget=forms.RadioSelect
    )
    council = forms.CharField(
        label=_("Quel conseil local"), max_length=200, required=False,
        help_text=_("Seulement si la priorité vient d'un conseil local, par exemple « CLSPD de Rezé »."),
    )  # fmt: skip

    def words(self) -> dict[str, Any]:
        """What was typed, for the service."""
        data = self.cleaned_data
        return {"title": data["title"], "origin": PlanOrigin(data["origin"]), "council": data["council"]}


class PlanReviewForm(KeptForm):
    """What a plan gave in a year."""

    guarded = ("text",)
    year = forms.IntegerField(label=_("Année"), min_value=1990, max_value=2100)
    text = _text(_("Bilan"), 8, NO_NAME)
    presented_on = _day(_("Présenté au conseil départemental de prévention le"), required=False)

    def words(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {name: self.cleaned_data[name] for name in ("year", "text", "presented_on")}
