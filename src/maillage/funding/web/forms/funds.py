"""What is typed of funds, their rules and their calls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import Priority
from maillage.funding.models import Call, CallPriority, Fund, FundRule
from maillage.funding.selectors import funds as selectors
from maillage.funding.services.calls import CallDraft
from maillage.funding.services.funds import FundDraft, RuleDraft
from maillage.funding.vocabulary import FromWhom, FundKind
from maillage.funding.web.forms.fields import MoneyField, words, year_field
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, choices

NOBODY = Institution.objects.none()


class FundFields(forms.Form):
    """A fund and who decides on it."""

    kind = forms.ChoiceField(label=_("Genre de fonds"), choices=choices(FundKind))
    name = forms.CharField(label=_("Nom"), max_length=200)
    institution = forms.ModelChoiceField(
        label=_("Institution qui décide"), queryset=NOBODY, required=False, empty_label=_("à préciser")
    )

    def offer(self, here: Partnership) -> None:
        """The institutions of the directory."""
        field: Any = self.fields["institution"]
        field.queryset = directory.institutions(partnership=here)

    def draft(self) -> FundDraft:
        """What the service writes."""
        data = self.cleaned_data
        return FundDraft(FundKind(data["kind"]), data["name"], data["institution"])


class NewFundForm(OnceForm, FundFields):
    """A new fund."""


class EditFundForm(RevisedForm, FundFields):
    """A fund corrected."""


def fund_values(row: Fund) -> dict[str, Any]:
    """The fund as its form shows it."""
    return {"kind": row.kind, "name": row.name, "institution": row.institution_id, "revision": row.revision}


class RuleFields(forms.Form):
    """What a fund asks from one day on. What is left empty is unknown, never « without limit »."""

    since = forms.DateField(label=_("Depuis le"), widget=DateInput())
    until = forms.DateField(label=_("Jusqu'au"), required=False, widget=DateInput())
    reference = forms.CharField(
        label=_("Source"), max_length=300,
        help_text=_("L'appel, la circulaire ou la page du financeur, avec sa date."),
    )  # fmt: skip
    checked = forms.BooleanField(label=_("Je l'ai lue dans le texte"), required=False)
    ceiling = MoneyField(
        label=_("Plafond, en % du coût"), required=False, max_digits=5, max_value=100,
        help_text=_("« 50 » : la subvention ne dépasse pas la moitié du coût."),
    )  # fmt: skip
    floor = MoneyField(label=_("Montant minimal, en euros"), required=False)
    most = MoneyField(label=_("Montant maximal, en euros"), required=False)
    threshold = MoneyField(
        label=_("Seuil de saupoudrage, en euros"), required=False,
        help_text=_("Le vôtre : au-dessous, une subvention compte comme saupoudrage."),
    )  # fmt: skip
    running = forms.BooleanField(label=_("Admet le fonctionnement"), required=False, initial=True)
    equipment = forms.BooleanField(label=_("Admet l'équipement"), required=False, initial=True)
    staff = forms.BooleanField(label=_("Admet le personnel"), required=False, initial=True)

    def draft(self) -> RuleDraft:
        """What the service writes."""
        return RuleDraft(**{name: self.cleaned_data[name] for name in RULE})


RULE = (
    "since", "reference", "until", "ceiling", "floor", "most", "threshold", "running", "equipment", "staff",
    "checked",
)  # fmt: skip


class NewRuleForm(OnceForm, RuleFields):
    """A new rule."""


class EditRuleForm(RevisedForm, RuleFields):
    """A rule corrected."""


def rule_values(row: FundRule) -> dict[str, Any]:
    """The rule as its form shows it; the revision is that of its fund."""
    return {name: getattr(row, name) for name in RULE} | {"revision": row.fund.revision}


class CallFields(forms.Form):
    """A call for projects."""

    title = forms.CharField(label=_("Titre de l'appel"), max_length=200)
    year = year_field(_("Année"))
    opens = forms.DateField(label=_("Ouvre le"), widget=DateInput())
    closes = forms.DateField(label=_("Ferme le"), widget=DateInput())
    from_whom = forms.ChoiceField(
        label=_("À l'initiative de"), choices=choices(FromWhom), widget=forms.RadioSelect,
        help_text=_("Qui a lancé l'appel et fixé ses dates."),
    )  # fmt: skip
    envelope = MoneyField(label=_("Enveloppe, en euros"), required=False)
    words = words(_("Ce qui est attendu"))

    def draft(self) -> CallDraft:
        """What the service writes."""
        data = self.cleaned_data
        return CallDraft(
            data["title"], data["year"], data["opens"], data["closes"], FromWhom(data["from_whom"]),
            data["envelope"], data["words"],
        )  # fmt: skip


class NewCallForm(OnceForm, CallFields):
    """A new call."""


class EditCallForm(RevisedForm, CallFields):
    """A call corrected."""


def call_values(row: Call) -> dict[str, Any]:
    """The call as its form shows it."""
    names = ("title", "year", "opens", "closes", "from_whom", "envelope", "words", "revision")
    return {name: getattr(row, name) for name in names}


class PriorityFields(forms.Form):
    """A priority of a call, its weight, and the priorities of the contract it meets."""

    title = forms.CharField(label=_("Priorité de l'appel"), max_length=300)
    weight = forms.IntegerField(
        label=_("Poids, en %"), min_value=1, max_value=100, help_text=_("La somme des poids fait 100.")
    )
    answers = forms.ModelMultipleChoiceField(
        label=_("Priorités du contrat qu'elle rejoint"), queryset=Priority.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The priorities of the contracts of this partnership."""
        field: Any = self.fields["answers"]
        field.queryset = selectors.contract_priorities(partnership=here)


class NewPriorityForm(OnceForm, PriorityFields):
    """A new priority."""


class EditPriorityForm(RevisedForm, PriorityFields):
    """A priority corrected."""


def priority_values(row: CallPriority) -> dict[str, Any]:
    """The priority as its form shows it; the revision is that of its call."""
    return {
        "title": row.title, "weight": row.weight, "answers": [one.pk for one in row.answers.all()],
        "revision": row.call.revision,
    }  # fmt: skip
