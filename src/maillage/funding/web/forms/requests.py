"""What is typed of requests: how one opens, its four parts, the lines of its plan, the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import Nature
from maillage.funding.models import Call, CallPriority, Fund, GrantRequest, PlanLine
from maillage.funding.selectors import funds as known
from maillage.funding.selectors import requests as selectors
from maillage.funding.services.requests import PARTS, Ask, LineDraft
from maillage.funding.vocabulary import Account, Purpose, Renewal, RequestState, Side
from maillage.funding.vocabulary.eligibility import Part
from maillage.funding.web.forms.fields import MoneyField, nature_field, or_none, words, year_field
from maillage.funding.web.forms.funds import NOBODY
from maillage.institutions import selectors as directory
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices

FUNDS, CALLS, SHEETS = Fund.objects.none(), Call.objects.none(), ActionSheet.objects.none()


class FilterForm(forms.Form):
    """What the list shows; anything else is ignored."""

    annee = forms.TypedChoiceField(label=_("Année"), required=False, coerce=int, empty_value=None)
    fonds = forms.ModelChoiceField(label=_("Fonds"), queryset=FUNDS, required=False, empty_label=_("tous"))
    etat = forms.ChoiceField(label=_("État"), choices=or_none(RequestState, _("tous")), required=False)

    def offer(self, here: Partnership, actor: Actor) -> None:
        """The years and funds of this partnership."""
        year: Any = self.fields["annee"]
        fund: Any = self.fields["fonds"]
        rows = selectors.years(partnership=here, actor=actor)
        year.choices = [("", _("toutes")), *((row, str(row)) for row in rows)]
        fund.queryset = known.funds(partnership=here, archived=True)

    def filters(self) -> selectors.Filters:
        """What was asked; everything when it cannot be read."""
        data = self.cleaned_data if self.is_valid() else {}
        fund = data.get("fonds")
        return selectors.Filters(data.get("annee"), fund.pk if fund else None, data.get("etat") or "")


class AskForm(OnceForm):
    """What opens a request: from a sheet, or blank."""

    sheet = forms.ModelChoiceField(
        label=_("Fiche-action"), queryset=SHEETS, required=False, empty_label=_("aucune : demande vierge"),
        help_text=_("Ses mots et ses coûts remplissent la demande ; vous les relisez ensuite."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Titre de l'action"), max_length=200, required=False,
        help_text=_("Laissez vide pour reprendre celui de la fiche."),
    )  # fmt: skip
    applicant = forms.ModelChoiceField(label=_("Organisme qui demande"), queryset=NOBODY)
    fund = forms.ModelChoiceField(label=_("Fonds"), queryset=FUNDS)
    call = forms.ModelChoiceField(
        label=_("Appel"), queryset=CALLS, required=False, empty_label=_("hors appel")
    )
    year = year_field(_("Année de l'action"))
    renewal = forms.ChoiceField(
        label=_("Demande"), choices=choices(Renewal), widget=forms.RadioSelect, initial=Renewal.FIRST.value
    )
    purpose = forms.ChoiceField(
        label=_("Pour"), choices=choices(Purpose), widget=forms.RadioSelect, initial=Purpose.PROJECT.value
    )

    def offer(self, here: Partnership, actor: Actor, *, runs: bool) -> None:
        """The institutions one speaks for, the funds, calls and sheets of this partnership."""
        fields: dict[str, Any] = self.fields
        institutions = directory.institutions(partnership=here)
        fields["applicant"].queryset = (
            institutions if runs else institutions.filter(pk__in=actor.institutions)
        )
        fields["fund"].queryset = known.funds(partnership=here)
        fields["call"].queryset = known.calls(partnership=here)
        fields["sheet"].queryset = selectors.sheets(partnership=here)

    def draft(self) -> Ask:
        """What the service writes."""
        data = self.cleaned_data
        return Ask(
            data["fund"], data["applicant"], data["year"], data["title"], data["call"], None, data["sheet"],
            Renewal(data["renewal"]), Purpose(data["purpose"]),
        )  # fmt: skip


class BodyForm(RevisedForm):
    """The body that asks (domain, 13.2). Its representative is a function, never a name."""

    siret = forms.CharField(label=_("SIRET"), max_length=30, required=False, help_text=_("14 chiffres."))
    rna = forms.CharField(
        label=_("Numéro RNA"), max_length=20, required=False,
        help_text=_("Pour une association : W et neuf chiffres."),
    )  # fmt: skip
    officers = forms.CharField(
        label=_("Représentant légal : sa fonction"), max_length=200, required=False,
        help_text=_("« président », « directrice générale des services » : la fonction, sans le nom."),
    )  # fmt: skip
    approvals = forms.CharField(label=_("Agréments"), max_length=200, required=False)
    body_budget = MoneyField(label=_("Budget annuel de l'organisme, en euros"), required=False)
    iban = forms.CharField(label=_("IBAN"), max_length=50, required=False)
    accounts_attached = forms.BooleanField(
        label=_("Les derniers comptes et rapports sont joints"), required=False
    )
    renewal = forms.ChoiceField(label=_("Demande"), choices=choices(Renewal), widget=forms.RadioSelect)
    several_years = forms.BooleanField(label=_("Action sur plusieurs années"), required=False)
    purpose = forms.ChoiceField(label=_("Pour"), choices=choices(Purpose), widget=forms.RadioSelect)


class ActionForm(RevisedForm, WeighedForm):
    """The action (domain, 13.2)."""

    guarded = ("title", "object", "objectives", "description", "public", "means", "evaluation")
    title = forms.CharField(label=_("Titre de l'action"), max_length=200)
    call_priority = forms.ModelChoiceField(
        label=_("Priorité de l'appel"), queryset=CallPriority.objects.none(), required=False,
        empty_label=_("aucune"),
    )  # fmt: skip
    object = words(_("Objet"), hint=_("Ce qui sera fait, en deux ou trois phrases."))
    objectives = words(
        _("Objectifs"), hint=_("Avec leur mesure : « passer de 38 % à 25 % d'élèves qui évitent l'arrêt ».")
    )
    description = words(_("Description"), rows=5)
    public = forms.CharField(label=_("Public"), max_length=200, required=False)
    people = forms.IntegerField(
        label=_("Nombre de personnes"), min_value=0, max_value=10_000_000, required=False
    )
    territory = forms.CharField(label=_("Lieu"), max_length=200, required=False)
    place = forms.CharField(
        label=_("Code du territoire"), max_length=20, required=False,
        help_text=_("Celui de la commune : 44143 ; du département : dep:44."),
    )  # fmt: skip
    in_priority_area = forms.NullBooleanField(label=_("En quartier prioritaire"), required=False)
    start = forms.DateField(label=_("Début"), required=False, widget=DateInput())
    end = forms.DateField(label=_("Fin"), required=False, widget=DateInput())
    means = words(_("Moyens humains et matériels"))
    evaluation = words(_("Comment l'action sera évaluée"))
    indicators = words(_("Indicateurs"))
    plan_link = words(_("Lien avec le plan départemental et la stratégie"))

    def offer(self, row: GrantRequest) -> None:
        """The priorities of the call it answers."""
        field: Any = self.fields["call_priority"]
        field.queryset = known.call_priorities(partnership=row.partnership).filter(call=row.call)


class BudgetForm(RevisedForm, WeighedForm):
    """The sum asked, and what ordinary credits paid before (domain, M1)."""

    guarded = ("baseline_words",)
    asked = MoneyField(label=_("Montant demandé, en euros"), required=False)
    baseline_known = forms.NullBooleanField(
        label=_("Sait-on ce que le budget ordinaire payait avant ?"), required=False
    )
    baseline = MoneyField(
        label=_("Payé avant sur le budget ordinaire, en euros"), required=False,
        help_text=_("Pour la même action, l'année d'avant. 0 si rien n'était payé."),
    )  # fmt: skip
    baseline_words = words(_("Ce qui était payé avant, et par qui"))
    video = forms.BooleanField(label=_("L'action porte sur la vidéoprotection"), required=False)
    individual_equipment = forms.BooleanField(label=_("Elle paie de l'équipement individuel"), required=False)


class PromisesForm(RevisedForm):
    """What the body declares."""

    declared = forms.BooleanField(
        label=_("La déclaration sur l'honneur est signée par le représentant légal"), required=False
    )
    republican = forms.NullBooleanField(
        label=_("L'association a souscrit le contrat d'engagement républicain"), required=False,
        help_text=_("Demandé aux associations : à confirmer dans le texte."),
    )  # fmt: skip


FORMS: dict[Part, type[RevisedForm]] = {
    Part.BODY: BodyForm, Part.ACTION: ActionForm, Part.BUDGET: BudgetForm, Part.PROMISES: PromisesForm,
}  # fmt: skip


def part_values(row: GrantRequest, part: Part) -> dict[str, Any]:
    """A part of the request as its form shows it."""
    return {name: getattr(row, name) for name in PARTS[part]} | {"revision": row.revision}


class LineFields(forms.Form):
    """A line of the financing plan."""

    side = forms.ChoiceField(label=_("Côté"), choices=choices(Side), widget=forms.RadioSelect)
    account = forms.ChoiceField(label=_("Compte"), choices=choices(Account))
    label = forms.CharField(label=_("Libellé"), max_length=200)
    planned = MoneyField(label=_("Montant prévu, en euros"))
    nature = nature_field()
    paid_before = forms.NullBooleanField(
        label=_("Déjà payé par un budget ordinaire"), required=False, help_text=_("Pour une charge.")
    )
    fund = forms.ModelChoiceField(
        label=_("Fonds"), queryset=FUNDS, required=False, empty_label=_("aucun"),
        help_text=_("Pour un produit : le fonds qui paie cette ligne."),
    )  # fmt: skip
    confirmed_on = forms.DateField(label=_("Acquis le"), required=False, widget=DateInput())
    for_state = forms.BooleanField(
        label=_("Argent local pour des locaux, véhicules ou matériel de l'État"), required=False
    )

    def offer(self, here: Partnership) -> None:
        """The funds of this partnership."""
        field: Any = self.fields["fund"]
        field.queryset = known.funds(partnership=here, archived=True)

    def draft(self) -> LineDraft:
        """What the service writes."""
        data = self.cleaned_data
        nature = Nature(data["nature"]) if data["nature"] else None
        return LineDraft(
            Side(data["side"]), Account(data["account"]), data["label"], data["planned"], nature,
            data["fund"], data["confirmed_on"], data["paid_before"], data["for_state"],
        )  # fmt: skip


class NewLineForm(OnceForm, LineFields):
    """A new line."""


class EditLineForm(RevisedForm, LineFields):
    """A line corrected."""


def line_values(row: PlanLine) -> dict[str, Any]:
    """The line as its form shows it; the revision is that of its request."""
    names = ("side", "account", "label", "planned", "nature", "paid_before", "confirmed_on", "for_state")
    return {name: getattr(row, name) for name in names} | {
        "fund": row.fund_id, "revision": row.request.revision,
    }  # fmt: skip
