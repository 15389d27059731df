"""What is typed of a decision and of what follows: opinions, payments, dates, report, sums paid back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import Meeting
from maillage.funding.models import GrantDecision, PlanLine
from maillage.funding.rules.amounts import ZERO
from maillage.funding.selectors import yearly
from maillage.funding.services.decisions import Ruling
from maillage.funding.services.reports import Account
from maillage.funding.services.yearly import YearlyDraft
from maillage.funding.vocabulary import DecisionKind, OpinionVerdict, RefusalReason
from maillage.funding.web.forms.fields import MoneyField, or_none, words
from maillage.funding.web.forms.funds import NOBODY
from maillage.institutions import selectors as directory
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices
from maillage.ui.typography import euros


class StepForm(RevisedForm):
    """A step that only has a day."""

    on = forms.DateField(label=_("Le"), widget=DateInput())


class ReasonStepForm(StepForm, WeighedForm):
    """A step with its reason."""

    guarded = ("reason",)
    reason = words(_("Motif"), required=True, hint=_("Il reste inscrit, avec sa date."))


class OpinionForm(OnceForm, WeighedForm):
    """The opinion of an institution."""

    guarded = ("words",)
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)
    verdict = forms.ChoiceField(label=_("Avis"), choices=choices(OpinionVerdict), widget=forms.RadioSelect)
    words = words(_("Motifs"), required=True)
    on = forms.DateField(label=_("Rendu le"), widget=DateInput())

    def offer(self, here: Partnership, actor: Actor, *, runs: bool) -> None:
        """The institutions one speaks for, or all of them for the coordinator."""
        field: Any = self.fields["institution"]
        rows = directory.institutions(partnership=here)
        field.queryset = rows if runs else rows.filter(pk__in=actor.institutions)


class DecisionForm(OnceForm, RevisedForm, WeighedForm):
    """What the funder decided."""

    guarded = ("reason",)
    kind = forms.ChoiceField(label=_("Décision"), choices=choices(DecisionKind), widget=forms.RadioSelect)
    amount = MoneyField(label=_("Montant accordé, en euros"), required=False)
    refusal = forms.ChoiceField(
        label=_("Motif du refus"), choices=or_none(RefusalReason, _("sans objet")), required=False
    )
    reason = words(_("Motif, dans les mots du financeur"), required=True)
    on = forms.DateField(label=_("Décidée le"), widget=DateInput())
    notified_on = forms.DateField(label=_("Notifiée le"), required=False, widget=DateInput())

    def ruling(self) -> Ruling:
        """What the service writes."""
        data = self.cleaned_data
        refusal = RefusalReason(data["refusal"]) if data["refusal"] else None
        return Ruling(
            DecisionKind(data["kind"]), data["reason"], data["on"], data["amount"] or ZERO, refusal,
            data["notified_on"],
        )  # fmt: skip


class NoticeForm(RevisedForm):
    """When the decision was notified; empty, it was not."""

    on = forms.DateField(label=_("Notifiée le"), required=False, widget=DateInput())


class ConventionForm(RevisedForm, WeighedForm):
    """The convention, as a draft or signed."""

    guarded = ("convention_objectives", "evaluation_terms", "repayment_terms")
    convention_objectives = words(_("Objectifs"), rows=4)
    evaluation_terms = words(_("Conditions d'évaluation"))
    repayment_terms = words(_("Conditions de reversement"))
    convention_reference = forms.CharField(label=_("Référence"), max_length=120, required=False)
    convention_on = forms.DateField(
        label=_("Signée le"), required=False, widget=DateInput(),
        help_text=_("Vide : elle est encore un projet."),
    )  # fmt: skip


class PastDay(forms.DateField):
    """The day of something done: never to come."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=DateInput(), **more)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > timezone.localdate():
            raise forms.ValidationError(
                _now("Le %(day)s est à venir : donnez le jour où cela s'est fait.")
                % {"day": f"{value:%d/%m/%Y}"}
            )


class ConditionForm(OnceForm, WeighedForm):
    """A condition set after the local validation."""

    guarded = ("words",)
    words = words(_("Condition, dans les mots du financeur"), required=True)
    amount = MoneyField(label=_("Montant qui en dépend, en euros"))
    on = forms.DateField(label=_("Posée le"), widget=DateInput())


class PaymentForm(OnceForm):
    """An instalment."""

    amount = MoneyField(label=_("Montant, en euros"))
    due_on = forms.DateField(label=_("Prévu le"), widget=DateInput())
    paid_on = PastDay(label=_("Versé le"), required=False)


class PaidForm(forms.Form):
    """When an instalment was paid; empty, it was not."""

    on = PastDay(label=_("Versé le"), required=False)


class DatesForm(OnceForm, WeighedForm):
    """New dates asked for the action."""

    guarded = ("reason",)
    start = forms.DateField(label=_("Nouveau début"), widget=DateInput())
    end = forms.DateField(label=_("Nouvelle fin"), widget=DateInput())
    reason = words(_("Pourquoi"), required=True)
    on = forms.DateField(label=_("Demandé le"), widget=DateInput())


class AnswerDatesForm(WeighedForm):
    """The answer of the funder."""

    guarded = ("answer",)
    accepted = forms.ChoiceField(
        label=_("Réponse"), choices=[("oui", _("accepté")), ("non", _("refusé"))], widget=forms.RadioSelect
    )
    answer = words(_("Dans ses mots"))
    on = forms.DateField(label=_("Répondu le"), widget=DateInput())


class ReportForm(RevisedForm, WeighedForm):
    """The financial report: what was done, and the actual sum of each line of the plan."""

    guarded = ("done", "gaps", "results")
    done = words(_("Ce qui a été fait"), rows=5)
    people = forms.IntegerField(
        label=_("Personnes touchées"), min_value=0, max_value=10_000_000, required=False
    )
    results = words(_("Résultats aux indicateurs"))
    gaps = words(_("Écarts entre prévu et réalisé, expliqués"))

    def offer(self, lines: list[PlanLine]) -> None:
        """One sum by line of the plan."""
        for line in lines:
            self.fields[f"actual_{line.pk}"] = MoneyField(
                label=_now("Réalisé, compte %(account)s : %(label)s")
                % {"account": line.account, "label": line.label},
                required=False, initial=line.actual,
                help_text=_now("Prévu : %(amount)s") % {"amount": euros(line.planned)},
            )  # fmt: skip

    def account(self) -> Account:
        """What the service writes."""
        data = self.cleaned_data
        actual: dict[int, Decimal | None] = {
            int(name.removeprefix("actual_")): data[name] for name in data if name.startswith("actual_")
        }
        return Account(data["done"], data["gaps"], data["results"], data["people"], actual)


def report_values(decision: GrantDecision) -> dict[str, Any]:
    """The report as its form shows it."""
    row = getattr(decision, "report", None)
    names = ("done", "people", "results", "gaps", "revision")
    return {name: getattr(row, name) for name in names} if row else {"revision": 0}


class NotDoneForm(RevisedForm, WeighedForm):
    """The action did not take place; without a day, the certificate is taken back."""

    guarded = ("reason",)
    on = forms.DateField(label=_("Attesté le"), required=False, widget=DateInput())
    reason = words(_("Pourquoi l'action n'a pas eu lieu"))


class RecoveryForm(OnceForm, WeighedForm):
    """Money asked back."""

    guarded = ("reason",)
    amount = MoneyField(label=_("Montant à rendre, en euros"))
    reason = words(_("Motif"), required=True)
    on = forms.DateField(label=_("Demandé le"), widget=DateInput())
    due_on = forms.DateField(label=_("À rendre avant le"), widget=DateInput())


class RepaymentForm(OnceForm):
    """A sum that came back."""

    amount = MoneyField(label=_("Montant rendu, en euros"))
    on = PastDay(label=_("Reçu le"))


class WaiverForm(WeighedForm):
    """What is left is given up."""

    guarded = ("reason",)
    reason = words(_("Motif"), required=True, hint=_("Il reste inscrit, avec sa date."))
    on = forms.DateField(label=_("Abandonné le"), widget=DateInput())


class YearlyForm(RevisedForm, WeighedForm):
    """The dates and the words of the yearly report."""

    guarded = ("words",)
    words = words(_("Ce que la collectivité en retient"), rows=5)
    meeting = forms.ModelChoiceField(
        label=_("Présenté en séance du"), queryset=Meeting.objects.none(), required=False,
        empty_label=_("aucune séance du registre"),
    )  # fmt: skip
    presented_on = forms.DateField(
        label=_("Présenté au conseil le"), required=False, widget=DateInput(),
        help_text=_("Sans objet si la séance est choisie ci-dessus : elle donne sa date."),
    )  # fmt: skip
    sent_on = forms.DateField(label=_("Transmis au préfet le"), required=False, widget=DateInput())

    def offer(self, here: Partnership) -> None:
        """The meetings of this partnership."""
        field: Any = self.fields["meeting"]
        field.queryset = yearly.meetings(partnership=here)

    def draft(self) -> YearlyDraft:
        """What the service writes."""
        data = self.cleaned_data
        return YearlyDraft(data["words"], data["meeting"], data["presented_on"], data["sent_on"])
