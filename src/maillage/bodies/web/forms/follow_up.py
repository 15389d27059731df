"""What is typed of minutes, of the five questions and of departures. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import HandoverLine, Meeting
from maillage.bodies.selectors import handover, minutes
from maillage.bodies.services.handover import Departure
from maillage.bodies.vocabulary import Opinion, Question
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership, Person
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, said

NOBODY = Institution.objects.none()
NO_PERSON = Person.objects.none()


class ApproveForm(forms.Form):
    """When and where minutes are approved."""

    version = forms.IntegerField(widget=forms.HiddenInput)  # the one that was read
    on = forms.DateField(label=_("Approuvé le"), widget=DateInput())
    at = forms.ModelChoiceField(
        label=_("À la réunion du"), queryset=Meeting.objects.none(), required=False,
        empty_label=_("par écrit, sans réunion"),
    )  # fmt: skip

    def offer(self, meeting: Meeting) -> None:
        """The later meetings of the same body."""
        field: Any = self.fields["at"]
        field.queryset = minutes.later_meetings(meeting=meeting).select_related("body")
        field.label_from_instance = lambda row: f"{row.starts_at:%d/%m/%Y}"


class RemarkForm(OnceForm, WeighedForm):
    """A dated remark on minutes."""

    guarded = ("words",)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=NOBODY, required=False, empty_label=_("le secrétariat")
    )
    words = forms.CharField(
        label=_("Remarque"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Elle est datée et jointe au compte rendu ; elle ne le modifie pas."),
    )  # fmt: skip

    def offer(self, here: Partnership, allowed: frozenset[int] | None) -> None:
        """All institutions for who runs the partnership; else those a person speaks for."""
        field: Any = self.fields["institution"]
        known = directory.institutions(partnership=here)
        field.queryset = known if allowed is None else known.filter(pk__in=allowed)
        field.required = allowed is not None


class QuestionsForm(forms.Form):
    """Five questions, each from 1 to 5 or without opinion."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        answers = [("", _("sans avis")), *((row.value, said(row)) for row in Opinion)]
        for question in Question:
            self.fields[question.value] = forms.ChoiceField(
                label=said(question), choices=answers, required=False, widget=forms.RadioSelect, initial=""
            )

    def given(self) -> dict[Question, int | None]:
        """The answers as numbers."""
        data = self.cleaned_data
        return {row: int(data[row.value]) if data[row.value] else None for row in Question}


class AnswerForm(QuestionsForm):
    """The same, for one of the institutions that a person speaks for."""

    institution = forms.ModelChoiceField(label=_("Au nom de"), queryset=NOBODY, empty_label=None)
    field_order = ("institution",)

    def offer(self, institutions: list[Institution]) -> None:
        """The institutions that may still answer."""
        field: Any = self.fields["institution"]
        field.queryset = Institution.objects.filter(pk__in=[row.pk for row in institutions])
        field.initial = institutions[0].pk if institutions else None


class DepartureForm(OnceForm, WeighedForm):
    """A departure. The names of the directory are chosen, not typed."""

    guarded = ("note",)
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)
    leaving = forms.ModelChoiceField(label=_("Qui part"), queryset=NO_PERSON)
    leaves_on = forms.DateField(
        label=_("Dernier jour"), widget=DateInput(),
        help_text=_("Ses fonctions, ses sièges et ses accès s'arrêtent ce jour-là."),
    )  # fmt: skip
    successor = forms.ModelChoiceField(
        label=_("Qui succède"), queryset=NO_PERSON, required=False, empty_label=_("pas encore connu")
    )
    arrives_on = forms.DateField(label=_("Arrivée le"), required=False, widget=DateInput())
    note = forms.CharField(
        label=_("Note de passation"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ce qui est en cours, ce qui est promis, qui appeler. Elle peut venir plus tard."),
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The institutions and people of this partnership."""
        fields: Any = self.fields
        fields["institution"].queryset = directory.institutions(partnership=here)
        fields["leaving"].queryset = fields["successor"].queryset = handover.people(partnership=here)

    def departure(self) -> Departure:
        """What the service declares."""
        data = self.cleaned_data
        return Departure(
            data["institution"], data["leaving"], data["leaves_on"], data["successor"], data["arrives_on"],
            data["note"],
        )  # fmt: skip


class SuccessorForm(RevisedForm):
    """Who follows, and when."""

    successor = forms.ModelChoiceField(label=_("Qui succède"), queryset=NO_PERSON)
    arrives_on = forms.DateField(label=_("Arrivée le"), widget=DateInput())

    def offer(self, here: Partnership) -> None:
        """The people of the directory."""
        field: Any = self.fields["successor"]
        field.queryset = handover.people(partnership=here)


class NoteForm(RevisedForm, WeighedForm):
    """The note of the person who leaves."""

    guarded = ("note",)
    note = forms.CharField(
        label=_("Note de passation"), widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Ce qui est en cours, ce qui est promis, qui appeler, où sont les dossiers."),
    )  # fmt: skip


class LineForm(OnceForm, WeighedForm):
    """Something more to pass on."""

    guarded = ("words",)
    words = forms.CharField(
        label=_("Autre chose à passer"), max_length=300,
        help_text=_("Un dossier, une clé, une promesse faite de vive voix."),
    )  # fmt: skip


class LinesForm(forms.Form):
    """What is passed."""

    passed = forms.ModelMultipleChoiceField(queryset=HandoverLine.objects.none(), required=False)
