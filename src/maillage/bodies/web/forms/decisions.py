"""What is typed of a meeting's record and decisions. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import AgendaItem, Decision, Meeting
from maillage.bodies.services.decisions import DecisionDraft
from maillage.bodies.services.record import ItemRecord
from maillage.bodies.vocabulary import DecisionMode, Family, ItemKind, ItemOutcome, StrategyUse
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import College
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices

NOBODY = Institution.objects.none()


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _institutions(label: Any, hint: Any = "") -> Any:
    return forms.ModelMultipleChoiceField(
        label=label, help_text=hint, queryset=NOBODY, required=False, widget=forms.CheckboxSelectMultiple
    )


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999)


class ItemForm(RevisedForm, WeighedForm):
    """What came of one item."""

    guarded = ("notes",)
    outcome = forms.ChoiceField(
        label=_("Issue"), choices=choices(ItemOutcome), widget=forms.RadioSelect
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Ce que dira le compte rendu"), required=False, widget=_words(10),
        help_text=_("Une ligne vide sépare deux paragraphes. Des institutions, jamais de noms de personnes."),
    )  # fmt: skip
    restricted = forms.BooleanField(label=_("Point réservé aux membres"), required=False)
    strategy = forms.ChoiceField(
        label=_("Stratégie policière, pénale ou locale"), choices=choices(StrategyUse),
        widget=forms.RadioSelect,
        help_text=_("Elle est discutée s'il y a eu des questions ou des amendements."),
    )  # fmt: skip
    questions = _count(_("Questions posées"))
    amendments = _count(_("Amendements proposés"))
    family = forms.ChoiceField(label=_("Famille de prévention"), choices=choices(Family))
    spoke = _institutions(_("Institutions intervenues"))

    def offer(self, meeting: Meeting, known: list[Institution]) -> None:
        """The institutions to tick."""
        field: Any = self.fields["spoke"]
        field.queryset = Institution.objects.filter(pk__in=[row.pk for row in known])

    def draft(self) -> ItemRecord:
        """What the service writes."""
        data = self.cleaned_data
        return ItemRecord(
            ItemOutcome(data["outcome"]), data["notes"], Family(data["family"]),
            StrategyUse(data["strategy"]),
            data["questions"], data["amendments"], data["restricted"], list(data["spoke"]),
        )  # fmt: skip


def item_values(row: AgendaItem) -> dict[str, Any]:
    """The item as its form shows it."""
    names = ("outcome", "notes", "restricted", "strategy", "questions", "amendments", "family", "revision")
    return {name: getattr(row, name) for name in names} | {"spoke": [one.pk for one in row.spoke.all()]}


class NewItemForm(OnceForm, WeighedForm):
    """An item that came up in the meeting."""

    guarded = ("title",)
    title = forms.CharField(label=_("Point"), max_length=200)
    kind = forms.ChoiceField(label=_("Nature"), choices=choices(ItemKind), widget=forms.RadioSelect)


class PositionForm(RevisedForm, WeighedForm):
    """The position of one State service on an item; empty words take it away."""

    guarded = ("position",)
    institution = forms.ModelChoiceField(label=_("Service de l'État"), queryset=NOBODY)
    position = forms.CharField(
        label=_("Position"), required=False, widget=_words(3),
        help_text=_("Dans les mots du service. Vide, la position notée est retirée."),
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The State services of this partnership."""
        field: Any = self.fields["institution"]
        field.queryset = directory.institutions(partnership=here).filter(college=College.STATE.value)


class CarryForm(forms.Form):
    """Where an item is carried to: the next meeting, unless another is chosen."""

    to = forms.ModelChoiceField(
        label=_("Reporter à la réunion"), queryset=Meeting.objects.none(), empty_label=None
    )


class DecisionFields(WeighedForm):
    """What is written of a decision."""

    guarded = ("text",)
    text = forms.CharField(
        label=_("Décision"), widget=_words(4),
        help_text=_("Une phrase : ce qui est fait, par qui, à partir de quand."),
    )  # fmt: skip
    item = forms.ModelChoiceField(
        label=_("Point de l'ordre du jour"), queryset=AgendaItem.objects.none(), required=False,
        empty_label=_("hors de l'ordre du jour"),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("Prise par"), choices=choices(DecisionMode), widget=forms.RadioSelect)
    votes_for = _count(_("Voix pour"))
    votes_against = _count(_("Voix contre"))
    abstentions = _count(_("Abstentions"))
    bound = _institutions(
        _("Institutions liées"),
        _("Celles qui auront à agir. Maillage calcule qui d'entre elles était absente."),
    )
    review_on = forms.DateField(label=_("À revoir le"), required=False, widget=DateInput())
    restricted = forms.BooleanField(label=_("Décision réservée aux membres"), required=False)

    def offer(self, meeting: Meeting) -> None:
        """The items of the meeting and the institutions of the partnership."""
        items: Any = self.fields["item"]
        bound: Any = self.fields["bound"]
        items.queryset = meeting.items.order_by("number")
        bound.queryset = directory.institutions(partnership=meeting.body.partnership)

    def draft(self) -> DecisionDraft:
        """What the service writes."""
        data = self.cleaned_data
        return DecisionDraft(
            data["text"], DecisionMode(data["mode"]), data["item"],
            (data["votes_for"], data["votes_against"], data["abstentions"]), list(data["bound"]),
            data["restricted"], data["review_on"],
        )  # fmt: skip


class NewDecisionForm(OnceForm, DecisionFields):
    """A new decision."""


class EditDecisionForm(RevisedForm, DecisionFields):
    """A decision corrected before the minutes are approved."""


def decision_values(row: Decision) -> dict[str, Any]:
    """The decision as its form shows it."""
    names = (
        "text",
        "mode",
        "votes_for",
        "votes_against",
        "abstentions",
        "review_on",
        "restricted",
        "revision",
    )
    bound = {"item": row.item_id, "bound": [one.pk for one in row.bound.all()]}
    return {name: getattr(row, name) for name in names} | bound


class DissentForm(RevisedForm, WeighedForm):
    """A disagreement, in the institution's words; empty words take it away."""

    guarded = ("words",)
    institution = forms.ModelChoiceField(label=_("Institution en désaccord"), queryset=NOBODY)
    words = forms.CharField(
        label=_("Ses mots exacts"), required=False, widget=_words(3),
        help_text=_("Ils sont reproduits tels quels, entre guillemets. Vides, le désaccord noté est retiré."),
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The institutions of this partnership."""
        field: Any = self.fields["institution"]
        field.queryset = directory.institutions(partnership=here)


class ReasonForm(RevisedForm, WeighedForm):
    """A withdrawal and its reason."""

    guarded = ("reason",)
    reason = forms.CharField(
        label=_("Motif"), max_length=300, widget=_words(3), help_text=_("Il reste inscrit, avec sa date.")
    )


class ReviewForm(RevisedForm, WeighedForm):
    """What the review of a decision found."""

    guarded = ("outcome",)
    on = forms.DateField(label=_("Revue le"), widget=DateInput())
    outcome = forms.CharField(
        label=_("Ce que la revue constate"), widget=_words(4),
        help_text=_("Appliquée, en partie, non appliquée ; ce qui a aidé ou gêné ; ce qui est décidé."),
    )  # fmt: skip
    next_on = forms.DateField(label=_("Prochaine revue"), required=False, widget=DateInput())
