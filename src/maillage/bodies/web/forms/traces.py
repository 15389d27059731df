"""The short forms of traces, and those of the information owed: a few words, no name, no case."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.bodies.rules.information import HOLDERS
from maillage.bodies.services.information import COUNTED_ONE_BY_ONE, COUNTED_YEARLY
from maillage.bodies.vocabulary import ContactMeans, Duty, EventKind, ReportOutcome, Rhythm, TransmissionBasis
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import Level
from maillage.ui.forms import DateInput, OnceForm, WeighedForm, choices, said

NO_NAME = _("Une question, jamais une personne ni une famille.")


class TraceForm(OnceForm, WeighedForm):
    """What all traces share: a day, and the lists of one partnership."""

    on = forms.DateField(label=_("Le"), widget=DateInput())
    PAIR: tuple[str, ...] = ()
    guarded = ("about", "subject", "title")

    def offer(self, partnership: Partnership, mine: frozenset[int] | None) -> None:
        """Fill the lists. `mine`: the institutions the reader speaks for; None for who may say all."""
        rows = Institution.objects.filter(partnership=partnership, archived_on__isnull=True)
        fields: dict[str, Any] = self.fields
        for name in ("one", "other", "giver", "receiver", "institutions"):
            if name in fields:
                fields[name].queryset = rows
        self.mine = mine
        if mine and self.PAIR:
            fields[self.PAIR[0]].initial = min(mine)

    def clean(self) -> dict[str, Any]:
        """One of the two institutions is the reader's own, for who does not run the partnership."""
        data: dict[str, Any] = super().clean() or {}
        pair = [data[name].pk for name in self.PAIR if data.get(name)]
        if self.mine is not None and pair and not self.mine & set(pair):
            self.add_error(
                self.PAIR[0], gettext("Vous notez ici ce que fait votre institution : choisissez-la.")
            )
        return data


class ContactForm(TraceForm):
    """Two institutions spoke directly."""

    PAIR = ("one", "other")
    one = forms.ModelChoiceField(label=_("Une institution"), queryset=Institution.objects.none())
    other = forms.ModelChoiceField(label=_("L'autre"), queryset=Institution.objects.none())
    level = forms.ChoiceField(label=_("Niveau des interlocuteurs"), choices=lambda: choices(Level))
    means = forms.ChoiceField(label=_("Moyen"), choices=lambda: choices(ContactMeans))
    field_order = ("one", "other", "level", "means", "on")


class TransmissionForm(TraceForm):
    """Something handed from one institution to another."""

    PAIR = ("giver", "receiver")
    giver = forms.ModelChoiceField(label=_("De"), queryset=Institution.objects.none())
    receiver = forms.ModelChoiceField(label=_("À"), queryset=Institution.objects.none())
    basis = forms.ChoiceField(label=_("Au titre de"), choices=lambda: choices(TransmissionBasis))
    about = forms.CharField(label=_("Sur quelle question"), max_length=200, help_text=NO_NAME)
    field_order = ("giver", "receiver", "basis", "about", "on")


class TrainingForm(TraceForm):
    """A training followed together."""

    subject = forms.CharField(label=_("Sujet"), max_length=200)
    institutions = forms.ModelMultipleChoiceField(
        label=_("Institutions présentes"),
        queryset=Institution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    managers = forms.IntegerField(label=_("Responsables"), min_value=0, max_value=2000, initial=0)
    middle = forms.IntegerField(label=_("Cadres intermédiaires"), min_value=0, max_value=2000, initial=0)
    first_line = forms.IntegerField(label=_("Première ligne"), min_value=0, max_value=2000, initial=0)
    field_order = ("subject", "on", "institutions", "managers", "middle", "first_line")  # fmt: skip


class EventForm(TraceForm):
    """An event of the territory."""

    kind = forms.ChoiceField(label=_("Genre"), choices=lambda: choices(EventKind))
    title = forms.CharField(label=_("Événement"), max_length=200, help_text=NO_NAME)
    field_order = ("kind", "title", "on")


FORMS: dict[str, type[TraceForm]] = {
    "formations": TrainingForm, "contacts": ContactForm, "transmissions": TransmissionForm,
    "evenements": EventForm,
}  # fmt: skip


class MandateForm(forms.Form):
    """The written mandate of a representative."""

    on = forms.DateField(required=False)
    may_commit = forms.ChoiceField(
        required=False, choices=[("", _("non su")), ("oui", _("oui")), ("non", _("non"))]
    )  # fmt: skip

    def answer(self) -> bool | None:
        """May the person commit the institution: yes, no, or not known."""
        return {"oui": True, "non": False}.get(self.cleaned_data["may_commit"])


class ExpectForm(forms.Form):
    """Await an information for a whole year, at a rhythm of one's own."""

    duty = forms.ChoiceField(label=_("Obligation"))
    holder = forms.ModelChoiceField(label=_("Due par"), queryset=Institution.objects.none())
    rhythm = forms.ChoiceField(
        label=_("Rythme attendu"),
        choices=lambda: choices(Rhythm),
        help_text=_("La loi n'en fixe pas pour la plupart : ce rythme est le vôtre."),
    )
    year = forms.IntegerField(label=_("Année"), min_value=1990, max_value=2100)
    days = forms.IntegerField(
        label=_("Attendue combien de jours après la fin de la période"), min_value=0, max_value=180,
        initial=15,
    )  # fmt: skip

    def offer(self, duties: list[Duty], holders: list[Institution]) -> None:
        """The duties in force and the institutions that owe them."""
        fields: dict[str, Any] = self.fields
        fields["duty"].choices = [(row.value, f"{row.value} : {said(row)}") for row in duties]
        fields["holder"].queryset = Institution.objects.filter(pk__in=[row.pk for row in holders])

    def clean(self) -> dict[str, Any]:
        """The holder is one that the text names for this duty."""
        data: dict[str, Any] = super().clean() or {}
        holder, duty = data.get("holder"), data.get("duty")
        if holder and duty and holder.kind not in HOLDERS[Duty(duty)]:
            named = ", ".join(gettext(kind.label) for kind in HOLDERS[Duty(duty)])
            fault = gettext("%(holder)s ne doit pas cette information : le texte désigne %(named)s.")
            self.add_error("holder", fault % {"holder": holder, "named": named})
        return data


class AskForm(OnceForm, ExpectForm):
    """Ask once for an information, on a day."""

    rhythm = year = days = None  # type: ignore[assignment]
    asked_on = forms.DateField(label=_("Demandée le"), widget=DateInput())
    expected_on = forms.DateField(label=_("Attendue pour le"), widget=DateInput())


class ReceiveForm(forms.Form):
    """The day an information came."""

    on = forms.DateField()


class ReportForm(OnceForm):
    """Count one report or request: its day, nothing else."""

    kind = forms.ChoiceField(
        label=_("Ce qui est parti"), choices=lambda: [(row.value, said(row)) for row in COUNTED_ONE_BY_ONE]
    )
    sent_on = forms.DateField(
        label=_("Envoyé le"), widget=DateInput(), help_text=_("Ni nom, ni fait, ni lieu : le jour suffit."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What became of a report."""

    outcome = forms.ChoiceField(choices=lambda: choices(ReportOutcome))
    on = forms.DateField(required=False)


class YearForm(forms.Form):
    """The count of a year."""

    kind = forms.ChoiceField(
        label=_("Compte"), choices=lambda: [(row.value, said(row)) for row in COUNTED_YEARLY]
    )
    year = forms.IntegerField(label=_("Année"), min_value=1990, max_value=2100)
    count = forms.IntegerField(label=_("Nombre"), min_value=0, max_value=100000)


def first_values(today: date) -> dict[str, Any]:
    """What the forms of the duties page show at first."""
    return {"year": today.year, "asked_on": today, "sent_on": today}
