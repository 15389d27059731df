"""What is typed of data requests, answers, doubts, signatures. Checks of form only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.rules import yardsticks
from maillage.diagnosis.vocabulary.gathered import Frequency, RefusalMotive
from maillage.diagnosis.web.forms.line import LineForm
from maillage.diagnosis.web.forms.lines import NOBODY
from maillage.institutions import selectors as directory
from maillage.kernel import Actor, BadInput
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices

LINES = {"rows": 4}


class RequestForm(LineForm):
    """A request: to whom, what for, before when, and what would make the answer doubtful."""

    guarded = ("source", "question", "remark")
    institution = forms.ModelChoiceField(
        label=_("Détenteur"), queryset=NOBODY, help_text=_("L'institution qui tient ces données.")
    )
    source = forms.CharField(
        label=_("Données demandées"), max_length=200, help_text=_("Par exemple : incidents en collège.")
    )
    question = forms.CharField(
        label=_("Question"), widget=forms.Textarea(attrs=LINES), max_length=2000,
        help_text=_("Ce que le diagnostic cherche à savoir. Elle figure dans la lettre."),
    )  # fmt: skip
    period = forms.CharField(
        label=_("Période"), max_length=120, required=False, help_text=_("Par exemple : 2019 à 2025.")
    )
    due_on = forms.DateField(label=_("Attendues le"), widget=DateInput())
    categories = forms.CharField(
        label=_("Modalités attendues"), required=False, widget=forms.Textarea(attrs=LINES),
        help_text=_("Une par ligne : elles sont écrites dans le modèle de fichier."),
    )  # fmt: skip
    frequency = forms.ChoiceField(
        label=_("Collecte connue chez le détenteur"), choices=choices(Frequency),
        help_text=_("Elle permet de voir qu'il manque des relevés."),
    )  # fmt: skip
    exposed = forms.IntegerField(
        label=_("Population concernée"), required=False, min_value=1, max_value=100_000_000,
        help_text=_("Combien d'élèves, de logements, d'habitants la réponse couvre."),
    )  # fmt: skip
    exposed_unit = forms.CharField(
        label=_("Unité de cette population"), max_length=60, required=False, help_text=_("élèves, logements…")
    )
    yardsticks = forms.CharField(
        label=_("Repères"), required=False, widget=forms.Textarea(attrs=LINES),
        help_text=_("Ce qui est relevé ailleurs, un par ligne : modalité ; nombre ; population ; source."),
    )  # fmt: skip
    remark = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea(attrs=LINES))

    def offer(self, diagnosis: Diagnosis) -> None:
        """The institutions of this partnership."""
        field: Any = self.fields["institution"]
        field.queryset = directory.institutions(partnership=diagnosis.partnership)

    def clean_categories(self) -> list[str]:
        """One a line, without twins."""
        rows = [" ".join(line.split())[:120] for line in self.cleaned_data["categories"].splitlines()]
        return list(dict.fromkeys(filter(None, rows)))[:100]

    def clean_yardsticks(self) -> list[dict[str, Any]]:
        """The yardsticks, or which line is faulty."""
        try:
            return yardsticks.parse(self.cleaned_data["yardsticks"])
        except BadInput as fault:
            raise forms.ValidationError(str(fault)) from fault


def request_values(row: Any) -> dict[str, Any]:
    """The stored request as the form shows it."""
    values = {name: getattr(row, name) for name in RequestForm.base_fields if hasattr(row, name)}
    values["categories"] = "\n".join(row.categories)
    values["yardsticks"] = yardsticks.written(row.yardsticks)
    return values | {"nonce": ""}


class StepForm(RevisedForm):
    """A button that says which revision its reader saw."""


class RefusalForm(RevisedForm, WeighedForm):
    """A refusal, its motive, and the words of the holder."""

    guarded = ("motive", "dissent")
    kind = forms.ChoiceField(label=_("Motif"), choices=choices(RefusalMotive), widget=forms.RadioSelect)
    motive = forms.CharField(
        label=_("Dans vos mots"), required=False, max_length=2000, widget=forms.Textarea(attrs=LINES),
        help_text=_("Repris tel quel dans le diagnostic, sous le nom de l'institution."),
    )  # fmt: skip
    dissent = forms.CharField(
        label=_("Désaccord sur la demande elle-même"), required=False, max_length=2000,
        widget=forms.Textarea(attrs=LINES),
    )  # fmt: skip

    def term(self) -> RefusalMotive:
        """The motive as a word."""
        return RefusalMotive(self.cleaned_data["kind"])


class UploadForm(OnceForm):
    """A file of counts."""

    file = forms.FileField(
        label=_("Fichier"), help_text=_("CSV, XLSX ou ODS, 5 Mo au plus. Des nombres, aucun nom.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.xlsx,.xls,.ods"


class AnswerForm(UploadForm, WeighedForm):
    """The answer to a request: a file, how it was counted, whether it is whole."""

    guarded = ("note",)
    note = forms.CharField(
        label=_("Note de méthode"), required=False, max_length=5000, widget=forms.Textarea(attrs=LINES),
        help_text=_(
            "Ce qui est compté, par qui, depuis quand, ce qui a changé. Vide : la feuille « Note de méthode »"
            " du fichier est reprise."
        ),
    )  # fmt: skip
    partial = forms.BooleanField(label=_("Cette réponse est partielle"), required=False)


class DoubtForm(RevisedForm, WeighedForm):
    """The holder's word on a doubt."""

    guarded = ("explanation",)
    explanation = forms.CharField(
        label=_("Votre explication"), max_length=2000, widget=forms.Textarea(attrs=LINES),
        help_text=_("Elle figure à côté du doute. Les nombres restent comme vous les avez donnés."),
    )  # fmt: skip


class PositionForm(OnceForm):
    """Which institution takes a position on a finding."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)

    def offer(self, diagnosis: Diagnosis, actor: Actor, *, runs: bool) -> None:
        """Those the person speaks for; all of them for who runs, who then notes a paper."""
        known = directory.institutions(partnership=diagnosis.partnership)
        field: Any = self.fields["institution"]
        field.queryset = known if runs else known.filter(pk__in=actor.institutions)
        own = list(actor.institutions)
        if len(own) == 1:
            field.initial = own[0]


class DissentForm(PositionForm, WeighedForm):
    """A disagreement, in the words of the institution."""

    guarded = ("words",)
    words = forms.CharField(
        label=_("Désaccord"), max_length=2000, widget=forms.Textarea(attrs=LINES),
        help_text=_("Les mots exacts : ils sont reproduits tels quels."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a position is withdrawn."""

    reason = forms.CharField(
        label=_("Motif du retrait"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
