"""What is typed of controls. Checks of form only; decisions are the services'."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from maillage.funding.models import Campaign, Control, Fault, Fund, GrantDecision
from maillage.funding.selectors import campaigns as selectors
from maillage.funding.services.campaigns import DEFAULT_DOCUMENTS, CampaignDraft
from maillage.funding.services.controls import StepDraft
from maillage.funding.services.faults import FaultDraft
from maillage.funding.vocabulary.controls import Basis, Motive, StepKind, StratifyBy
from maillage.institutions.models import Institution
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices
from maillage.ui.typography import euros

NO_NAMES = _("Des institutions et des fonctions, jamais de noms de personnes.")
DAYS = ("documents_days", "clear_days", "adversarial_days", "restitution_days")


def area(rows: int = 5) -> forms.Textarea:
    """A field for a text."""
    return forms.Textarea(attrs={"rows": rows})


def money(label: Any, least: str = "0.01") -> forms.DecimalField:
    """An amount in euros and cents."""
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal(least), localize=True
    )


def days(label: Any, first: int) -> forms.IntegerField:
    """A delay in days."""
    return forms.IntegerField(label=label, min_value=1, max_value=365, initial=first)


class DatedForm(forms.Form):
    """The day of the act, today by default, never to come."""

    on = forms.DateField(label=_("Date"), widget=DateInput(), initial=timezone.localdate)

    def clean_on(self) -> Any:
        """Nothing is noted before it happened."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(now("Cette date est à venir : donnez le jour où cela s'est fait."))
        return day


class CampaignForm(OnceForm, RevisedForm, WeighedForm):
    """A campaign, before its list is published."""

    guarded = ("title", "asked_documents", "contact")
    title = forms.CharField(label=_("Titre"), max_length=200, help_text=_("Les courriers le citent."))
    year = forms.IntegerField(label=_("Année des subventions"), min_value=2000, max_value=2100)
    fund = forms.ModelChoiceField(
        label=_("Fonds"), queryset=Fund.objects.none(), required=False, empty_label=_("tous")
    )
    rate = forms.DecimalField(label=_("Taux, en %"), max_digits=5, decimal_places=2, localize=True)
    strata = forms.ChoiceField(
        label=_("Strates"), choices=choices(StratifyBy), initial=StratifyBy.NOTHING.value,
        help_text=_("Pour que chaque fonds, chaque tranche ou chaque collège ait sa part du tirage."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Contrôle"), choices=choices(Basis), initial=Basis.DOCUMENTS.value)
    asked_documents = forms.CharField(
        label=_("Pièces demandées, une par ligne"), widget=area(), initial=DEFAULT_DOCUMENTS
    )
    documents_days = days(_("Délai pour envoyer les pièces, en jours"), 30)
    clear_days = days(_("Délai de la phase amiable, en jours"), 30)
    adversarial_days = days(_("Délai de la phase contradictoire, en jours"), 30)
    restitution_days = days(_("Délai pour reverser, en jours"), 60)
    contact = forms.CharField(
        label=_("Service qui répond aux questions"), max_length=200, required=False, help_text=NO_NAMES
    )

    def offer(self, here: Any) -> None:
        """The funds of the partnership, and the rate of the circulars with how sure it is."""
        funds: Any = self.fields["fund"]
        funds.queryset = Fund.objects.filter(partnership=here)
        rate, said = selectors.default_rate()
        self.fields["rate"].help_text = said
        self.initial.setdefault("rate", rate)

    def draft(self) -> CampaignDraft:
        """What was typed."""
        data = self.cleaned_data
        return CampaignDraft(
            data["title"], data["year"], data["fund"], data["rate"], StratifyBy(data["strata"]),
            Basis(data["basis"]), {name: data[name] for name in DAYS}, data["asked_documents"],
            data["contact"],
        )  # fmt: skip


def campaign_values(row: Campaign) -> dict[str, Any]:
    """A campaign as its form shows it."""
    names = ("title", "year", "fund", "rate", "strata", "basis", "asked_documents", *DAYS, "contact")
    return {name: getattr(row, name) for name in (*names, "revision")}


class PublishForm(OnceForm, WeighedForm):
    """The seed, typed or left to the machine."""

    guarded = ("seed_origin",)
    seed = forms.CharField(
        label=_("Graine"), max_length=64, required=False,
        help_text=_("Laissez vide : la machine en produit une au hasard."),
    )  # fmt: skip
    seed_origin = forms.CharField(
        label=_("D'où vient cette graine"), max_length=200, required=False,
        help_text=_("Si vous la tapez : un nombre que personne ne pouvait choisir, et où le vérifier."),
    )  # fmt: skip


class ReasonForm(WeighedForm):
    """Why something is taken back or given up."""

    guarded = ("reason",)
    reason = forms.CharField(label=_("Motif"), widget=area(3), max_length=300, help_text=NO_NAMES)


class ReportBodyForm(OnceForm, WeighedForm):
    """A body outside the sample."""

    guarded = ("reason",)
    institution = forms.ModelChoiceField(label=_("Organisme"), queryset=Institution.objects.none())
    reason = forms.CharField(label=_("Motif du signalement"), widget=area(), help_text=NO_NAMES)

    def offer(self, campaign: Campaign) -> None:
        """The funded bodies of the campaign."""
        known = [row.institution.pk for row in selectors.population(campaign=campaign)]
        field: Any = self.fields["institution"]
        field.queryset = Institution.objects.filter(pk__in=known)


class StepForm(OnceForm, RevisedForm, WeighedForm, DatedForm):
    """A step: the fields that it does not use are taken out."""

    guarded: tuple[str, ...] = ("words", "documents")
    words = forms.CharField(label=_("Texte"), widget=area(), required=False, help_text=NO_NAMES)
    documents = forms.CharField(label=_("Pièces, une par ligne"), widget=area(), required=False)
    due_on = forms.DateField(
        label=_("Réponse attendue au plus tard le"), widget=DateInput(), required=False,
        help_text=_("Vide : le délai fixé par la campagne. Une date plus lointaine est possible."),
    )  # fmt: skip
    asks_hearing = forms.BooleanField(label=_("Demande à être entendu"), required=False)
    heard_on = forms.DateField(label=_("Entendu le"), widget=DateInput(), required=False)

    def keep(self, names: Sequence[str]) -> None:
        """Only these fields of the step, beside its day."""
        for name in ("words", "documents", "due_on", "asks_hearing", "heard_on"):
            if name not in names:
                del self.fields[name]
        self.guarded = tuple(name for name in self.guarded if name in names)

    def draft(self) -> StepDraft:
        """What was typed."""
        data = self.cleaned_data
        return StepDraft(
            data.get("words", ""), data.get("documents", ""), data.get("due_on"),
            data.get("asks_hearing", False), data.get("heard_on"),
        )  # fmt: skip


FIELDS: dict[StepKind, tuple[str, ...]] = {
    StepKind.ANNOUNCE: ("documents", "due_on"), StepKind.EXCUSE: ("words",), StepKind.SILENCE: ("words",),
    StepKind.CLEAR: ("words", "due_on"), StepKind.REMIND: ("words", "due_on"), StepKind.CONFORM: ("words",),
    StepKind.OPEN: ("words", "due_on"), StepKind.CLOSE: (), StepKind.ORDER: ("due_on",),
    StepKind.CONCLUDE: ("words", "heard_on"), StepKind.RECEIVE: ("words", "documents"),
    StepKind.ANSWER: ("words", "documents", "asks_hearing"),
}  # fmt: skip


class ConcludeForm(StepForm):
    """The final finding: what is kept of each fault."""

    def offer(self, faults: Sequence[Fault]) -> None:
        """One amount for each fault."""
        for fault in faults:
            field = money(
                now("Retenu : %(motive)s, demande %(number)s")
                % {"motive": fault.motive_term.label, "number": fault.decision.request.number},
                least="0",
            )
            field.initial = fault.amount
            field.help_text = now("En cause : %(amount)s. Écrivez 0 si rien n'est retenu.") % {
                "amount": euros(fault.amount)
            }
            self.fields[f"kept_{fault.pk}"] = field

    def kept(self) -> dict[int, Decimal]:
        """The amounts by fault."""
        rows = self.cleaned_data.items()
        return {int(name[5:]): value for name, value in rows if name.startswith("kept_")}


class FaultForm(OnceForm, RevisedForm, WeighedForm):
    """A written non-conformity."""

    guarded = ("words",)
    decision = forms.ModelChoiceField(label=_("Subvention"), queryset=GrantDecision.objects.none())
    motive = forms.ChoiceField(label=_("Motif"), choices=choices(Motive))
    amount = money(_("Montant en cause, en euros"))
    words = forms.CharField(label=_("Ce qui est constaté"), widget=area(), help_text=NO_NAMES)

    def offer(self, control: Control) -> None:
        """The grants of the body in this campaign."""
        field: Any = self.fields["decision"]
        field.queryset = selectors.grants(campaign=control.campaign, institution=control.institution)
        field.label_from_instance = lambda row: (
            f"n° {row.request.number}, {row.request.title} ({euros(row.amount)})"
        )

    def draft(self) -> FaultDraft:
        """What was typed."""
        data = self.cleaned_data
        return FaultDraft(data["decision"], Motive(data["motive"]), data["amount"], data["words"])


class RepayForm(OnceForm, DatedForm):
    """A sum that came back."""

    amount = money(_("Somme reçue, en euros"))


class WaiveForm(ReasonForm, DatedForm):
    """What remains is given up."""
