"""What is typed of a sheet, part by part, of its state, of its partners and of what they pledge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import Decision, Meeting, Seat
from maillage.contracts.models import ActionSheet, Contract, Objective
from maillage.contracts.rules.pledges import vague_quantity
from maillage.contracts.selectors import choices as offered
from maillage.contracts.services.pledges import Draft
from maillage.contracts.vocabulary import PreventionFamily, SheetState, Theme
from maillage.contracts.vocabulary.plan import FIELDS_WITHOUT, SheetPart
from maillage.contracts.web.forms.fields import day, institution_field, long, offer_institutions, short
from maillage.contracts.web.forms.lines import finding_field
from maillage.institutions import selectors as directory
from maillage.kernel import Actor
from maillage.ui.forms import OnceForm, RevisedForm, WeighedForm, choices

UNKNOWN = [("", _("non précisé")), ("True", _("oui")), ("False", _("non"))]


def yes_no(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label, choices=UNKNOWN, required=False, empty_value=None,
        coerce=lambda text: str(text) == "True",
    )  # fmt: skip


class ObjectiveChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Objectives shown by their place in the plan."""

    def label_from_instance(self, obj: Any) -> str:
        """« 1.2.1 Moins d'élèves évitent l'arrêt »."""
        return f"{offered.objective_place(obj)} {obj.text[:110]}"


def objective_field(contract: Contract | None = None) -> Any:
    """The objectives of a contract, to be ticked."""
    rows = offered.objectives(contract=contract) if contract is not None else Objective.objects.none()
    return ObjectiveChoice(
        label=_("Objectifs"), queryset=rows, required=False, widget=forms.CheckboxSelectMultiple
    )


class NewSheetForm(OnceForm, WeighedForm):
    """A new sheet: enough to begin; the parts come after."""

    guarded = ("title",)
    title = short(_("Titre"), required=True, help_text=_("Un verbe et ce qui sera fait."))
    theme = forms.ChoiceField(label=_("Thème"), choices=choices(Theme))
    family = forms.ChoiceField(label=_("Famille de prévention"), choices=choices(PreventionFamily))
    pilot = institution_field(_("Pilote"), empty=_("à désigner"))
    objectives = objective_field()

    def offer(self, contract: Contract) -> None:
        """The institutions here and the objectives of the contract."""
        offer_institutions(self, contract.partnership, "pilot")
        self.fields["objectives"] = objective_field(contract)


class PartForm(RevisedForm, WeighedForm):
    """One part of a sheet."""

    def offer(self, contract: Contract) -> None:
        """Nothing to offer, unless the part says so."""

    def values(self) -> dict[str, Any]:
        """What the service writes."""
        hidden = ("revision", "weighed")
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}


class IdentityForm(PartForm):
    """Title, theme, where it comes from."""

    guarded = ("title", "what_changed")
    title = short(_("Titre"), required=True)
    theme = forms.ChoiceField(label=_("Thème"), choices=choices(Theme))
    family = forms.ChoiceField(label=_("Famille de prévention"), choices=choices(PreventionFamily))
    opened_by = institution_field(_("Proposée par"), empty=_("non précisé"))
    objectives = objective_field()
    meeting = forms.ModelChoiceField(
        label=_("Délibérée en séance"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("aucune"),
    )
    decision = forms.ModelChoiceField(
        label=_("Décision"), queryset=Decision.objects.none(), required=False, empty_label=_("aucune")
    )
    existed_before = yes_no(_("L'action existait avant le contrat"))
    what_changed = long(_("Ce qui change par rapport à avant"), rows=3)
    follows = forms.ModelChoiceField(
        label=_("Reprend la fiche d'un contrat précédent"), queryset=ActionSheet.objects.none(),
        required=False, empty_label=_("aucune"),
    )  # fmt: skip

    def offer(self, contract: Contract) -> None:
        """Objectives, findings, meetings, decisions and former sheets of this partnership."""
        here = contract.partnership
        offer_institutions(self, here, "opened_by")
        self.fields["objectives"] = objective_field(contract)
        self.fields["findings"] = finding_field(contract, _("Constats"))
        rows = {
            "meeting": offered.meetings(partnership=here), "decision": offered.decisions(partnership=here),
            "follows": offered.former_sheets(contract=contract),
        }  # fmt: skip
        for name, known in rows.items():
            field: Any = self.fields[name]
            field.queryset = known
            field.label_from_instance = LABELS[name]


def _meeting(row: Any) -> str:
    return f"{row.body.name}, {row.starts_at:%d/%m/%Y}"


def _decision(row: Any) -> str:
    return f"{row.meeting.starts_at:%d/%m/%Y}, décision {row.number} : {row.text[:80]}"


def _former(row: Any) -> str:
    return f"{row.contract.title}, fiche {row.number}. {row.title}"


def _seat(row: Any) -> str:
    return f"{row.institution.label}, {row.label}"


LABELS: dict[str, Any] = {"meeting": _meeting, "decision": _decision, "follows": _former}


class ContentForm(PartForm):
    """For whom, where, what is done."""

    guarded = ("public", "territory", "content")
    public = short(
        _("Public"), help_text=_("Qui, et combien environ : « élèves de deux collèges, environ 640 ».")
    )
    territory = short(_("Lieu"))
    in_priority_area = yes_no(_("En quartier prioritaire"))
    content = long(
        _("Ce qui est fait"), rows=8, help_text=_("Quoi, à quel rythme, de quelle heure à quelle heure.")
    )
    only_communication = forms.BooleanField(
        label=_("L'action ne produit que de la communication"), required=False
    )


class PilotForm(PartForm):
    """Who pilots, and who stands in."""

    pilot = institution_field(_("Pilote"), empty=_("à désigner"))
    pilot_seat = forms.ModelChoiceField(
        label=_("Siège du pilote"), queryset=Seat.objects.none(), required=False,
        empty_label=_("non précisé"), help_text=_("Une fonction, jamais un nom."),
    )  # fmt: skip
    deputy = institution_field(_("Suppléance"), empty=_("aucune"))

    def offer(self, contract: Contract) -> None:
        """The institutions and seats of this partnership."""
        offer_institutions(self, contract.partnership, "pilot", "deputy")
        seat: Any = self.fields["pilot_seat"]
        seat.queryset = offered.seats(partnership=contract.partnership)
        seat.label_from_instance = _seat


class CalendarForm(PartForm):
    """When it begins and ends; steps are lines of their own."""

    start = day(_("Début"))
    end = day(_("Fin"))


class MeansForm(PartForm):
    """Means, limits, what to watch."""

    guarded = ("human_means", "constraints_words", "risks")
    human_means = long(
        _("Moyens humains"), help_text=_("« 0,4 équivalent temps plein, sur postes existants ».")
    )
    constraints_words = long(_("Contraintes juridiques ou de charte"))
    risks = long(_("À surveiller : risques et effets pervers"))


class TogetherForm(PartForm):
    """Where it takes place, who was asked, whether it is common."""

    guarded = ("first_line_consulted", "inhabitants_consulted", "consultation_changed")
    host = institution_field(_("A lieu chez"), empty=_("aucun hôte"))
    host_agreed_on = day(_("Accord de l'hôte, le"))
    first_line_consulted = long(
        _("Agents de première ligne consultés"), rows=3, help_text=_("Combien, de quels services, quand.")
    )
    inhabitants_consulted = long(_("Habitants consultés"), rows=3)
    consultation_changed = long(_("Ce que cela a changé"), rows=3)
    common_action = forms.BooleanField(
        label=_("Action commune"), required=False,
        help_text=_("Conçue et menée ensemble, non juxtaposée."),
    )  # fmt: skip

    def offer(self, contract: Contract) -> None:
        """The institutions of this partnership."""
        offer_institutions(self, contract.partnership, "host")


PARTS: dict[SheetPart, type[PartForm]] = {
    SheetPart.IDENTITY: IdentityForm, SheetPart.CONTENT: ContentForm, SheetPart.PILOT: PilotForm,
    SheetPart.CALENDAR: CalendarForm, SheetPart.MEANS: MeansForm, SheetPart.TOGETHER: TogetherForm,
}  # fmt: skip


class WithoutForm(WeighedForm):
    """A field that has no object here, and why."""

    guarded = ("reason",)
    field = forms.ChoiceField(label=_("Champ"), choices=list(FIELDS_WITHOUT.items()))
    reason = short(
        _("Pourquoi il est sans objet"), most=300,
        help_text=_("Laissé vide, le champ est de nouveau attendu."),
    )  # fmt: skip


class StateForm(RevisedForm, WeighedForm):
    """Where an action stands."""

    guarded = ("blocking", "would_lift")
    state = forms.ChoiceField(label=_("État"), choices=choices(SheetState), widget=forms.RadioSelect)
    blocking = long(_("Ce qui bloque"), rows=3, help_text=_("Demandé quand l'action est bloquée."))
    would_lift = long(_("Ce qui lèverait le blocage"), rows=3)


class PartnerForm(OnceForm):
    """An institution to name on a sheet."""

    institution = institution_field(
        _("Institution"), required=True,
        help_text=_("Sans engagement propre, elle paraît « nommée, sans engagement propre »."),
    )  # fmt: skip

    def offer(self, contract: Contract) -> None:
        """The institutions of this partnership."""
        offer_institutions(self, contract.partnership, "institution")


class PledgeFields(WeighedForm):
    """What an institution will do itself."""

    guarded = ("deliverable", "quantity")
    institution = institution_field(_("Institution qui s'engage"), required=True)
    deliverable = short(
        _("Ce qu'elle fera elle-même"), most=300, required=True,
        help_text=_("Un verbe d'action, sans « participer » ni « veiller à »."),
    )  # fmt: skip
    quantity = short(
        _("Quantité ou rythme"), most=120,
        help_text=_("Par exemple : 4 soirs par semaine, 6 points lumineux, un fichier par mois."),
    )  # fmt: skip
    due_on = day(_("Avant le"))
    towards = institution_field(_("Envers"), empty=_("tous les partenaires"))

    def offer(self, contract: Contract, actor: Actor, *, runs: bool) -> None:
        """All institutions for who runs the partnership, else those one speaks for."""
        known = directory.institutions(partnership=contract.partnership)
        one: Any = self.fields["institution"]
        other: Any = self.fields["towards"]
        one.queryset = known if runs else known.filter(pk__in=actor.institutions)
        other.queryset = known

    def clean_quantity(self) -> str:
        """A rhythm or a number, or nothing yet."""
        text: str = self.cleaned_data["quantity"]
        if fault := vague_quantity(text):
            raise forms.ValidationError(fault)
        return text

    def draft(self) -> Draft:
        """What the service writes."""
        data = self.cleaned_data
        return Draft(data["deliverable"], data["quantity"], data["due_on"], data["towards"])


class NewPledgeForm(OnceForm, PledgeFields):
    """A new pledge."""


class EditPledgeForm(RevisedForm, PledgeFields):
    """A pledge said otherwise; its institution stays."""

    def freeze(self, institution: int) -> None:
        """The institution that pledged stays."""
        self.fields["institution"].disabled = True
        self.initial["institution"] = institution


class AgreeForm(forms.Form):
    """Which institution agrees with a word."""

    institution = institution_field(_("Institution qui donne son accord"), required=True)

    def offer(self, contract: Contract, actor: Actor, *, runs: bool) -> None:
        """All institutions for who runs the partnership, else those one speaks for."""
        known = directory.institutions(partnership=contract.partnership)
        one: Any = self.fields["institution"]
        one.queryset = known if runs else known.filter(pk__in=actor.institutions)
