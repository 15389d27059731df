"""What is typed of a contract: opened, edited, ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import Contract
from maillage.contracts.selectors import choices as offered
from maillage.contracts.services.plan import Draft
from maillage.contracts.vocabulary import ContractKind, Ordering
from maillage.contracts.web.forms.fields import day, long, short
from maillage.diagnosis.models import Diagnosis
from maillage.institutions.models import Partnership
from maillage.ui.forms import OnceForm, RevisedForm, WeighedForm, choices

NAMES = ("kind", "title", "territory", "start", "end", "ordering", "diagnosis", "follows", "revision")


class ContractFields(WeighedForm):
    """What a contract says of itself."""

    guarded = ("title", "territory")
    kind = forms.ChoiceField(label=_("Genre"), choices=choices(ContractKind))
    title = short(_("Titre"), required=True, help_text=_("Par exemple : Stratégie territoriale 2027-2029."))
    territory = short(_("Territoire"), required=True)
    start = day(_("Du"), required=True)
    end = day(_("Au"), required=True)
    ordering = forms.ChoiceField(
        label=_("Plan ordonné"), choices=choices(Ordering), widget=forms.RadioSelect,
        initial=Ordering.THEME.value,
        help_text=_("L'ordre se voit sur le plan, et se dit dans le contrat."),
    )  # fmt: skip
    diagnosis = forms.ModelChoiceField(
        label=_("Diagnostic dont il part"), queryset=Diagnosis.objects.none(), required=False,
        empty_label=_("aucun"), help_text=_("Ses constats et ses priorités sont alors proposés."),
    )  # fmt: skip
    follows = forms.ModelChoiceField(
        label=_("Il prend la suite de"), queryset=Contract.objects.none(), required=False,
        empty_label=_("aucun contrat"),
    )  # fmt: skip

    def offer(self, here: Partnership, row: Contract | None = None) -> None:
        """The diagnoses and the other contracts of this partnership."""
        diagnosis: Any = self.fields["diagnosis"]
        follows: Any = self.fields["follows"]
        diagnosis.queryset = offered.diagnoses(partnership=here)
        follows.queryset = offered.former(partnership=here, contract=row)

    def draft(self) -> Draft:
        """What the service writes."""
        data = self.cleaned_data
        return Draft(
            ContractKind(data["kind"]), data["title"], data["territory"], data["start"], data["end"],
            Ordering(data["ordering"]), data["diagnosis"], data["follows"],
        )  # fmt: skip


class OpenForm(OnceForm, ContractFields):
    """A new contract."""


class EditForm(RevisedForm, ContractFields):
    """A contract said otherwise."""


def contract_values(row: Contract) -> dict[str, Any]:
    """The contract as its form shows it."""
    return {name: getattr(row, name) for name in NAMES}


class EndForm(RevisedForm, WeighedForm):
    """Why a contract stops, and when."""

    guarded = ("reason",)
    on = day(_("Depuis le"), required=True)
    reason = long(_("Motif"), required=True, rows=3, help_text=_("Il reste inscrit avec le contrat."))


class ReasonForm(RevisedForm, WeighedForm):
    """A reason, kept with what it explains."""

    guarded = ("reason",)
    reason = long(_("Motif"), required=True, rows=3, help_text=_("Il reste inscrit avec ce qui est retiré."))
