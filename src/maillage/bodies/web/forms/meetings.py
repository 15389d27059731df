"""What is typed of meetings, series and agendas. Checks of form only; decisions are the services'.

An hour is typed and read by the clock of the partnership: `offer` gives it to the form.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import AgendaItem, Body, Meeting, TerritoryEvent
from maillage.bodies.selectors.convening import institutions_in
from maillage.bodies.services.agenda import ItemDraft
from maillage.bodies.services.meetings import MeetingDraft, Slot
from maillage.bodies.services.series import SeriesDraft
from maillage.bodies.vocabulary import (
    Answer,
    BodyState,
    Family,
    Formation,
    ItemKind,
    Motive,
    Pace,
    StrategyUse,
)
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices, said

NOBODY = Institution.objects.none()
GIVEN = (Answer.COMING, Answer.DEPUTY, Answer.EXCUSED)


class TimeInput(forms.TimeInput):
    """An hour, by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input--short"}, format="%H:%M")


class Localised(forms.Form):
    """A form whose hours are those of the partnership's clock."""

    zone: ZoneInfo = ZoneInfo("Europe/Paris")

    def moment(self, day_name: str = "day", hour_name: str = "at") -> datetime:
        """The day and the hour typed, by that clock."""
        return datetime.combine(self.cleaned_data[day_name], self.cleaned_data[hour_name], self.zone)


class BodyField(forms.Form):
    """Which body meets."""

    body = forms.ModelChoiceField(label=_("Instance"), queryset=Body.objects.none())

    def offer_bodies(self, here: Partnership) -> None:
        """The bodies of this partnership that are not closed."""
        field: Any = self.fields["body"]
        field.queryset = Body.objects.filter(partnership=here).exclude(state=BodyState.CLOSED.value)


class SlotFields(Localised):
    """When and where."""

    day = forms.DateField(label=_("Date"), widget=DateInput())
    at = forms.TimeField(label=_("Heure"), widget=TimeInput(), help_text=_("À l'heure du partenariat."))
    minutes = forms.IntegerField(label=_("Durée prévue, en minutes"), min_value=1, max_value=1440)
    location = forms.CharField(label=_("Lieu"), max_length=200, required=False)

    def slot(self) -> Slot:
        """What the service takes."""
        data = self.cleaned_data
        return Slot(self.moment(), data["minutes"], data["location"])


class MeetingFields(WeighedForm):
    """What is written of a meeting beside its day."""

    guarded = ("subject", "asked_by_right")
    formation = forms.ChoiceField(label=_("Formation"), choices=choices(Formation), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("Objet"), max_length=200, required=False,
        help_text=_("Il figure dans le message et dans les agendas. Jamais un nom de personne."),
    )  # fmt: skip
    event = forms.ModelChoiceField(
        label=_("Événement qui l'a provoquée"), queryset=TerritoryEvent.objects.none(), required=False,
        empty_label=_("aucun"),
    )  # fmt: skip
    asked_by_right = forms.CharField(
        label=_("Demandée de droit par"), max_length=200, required=False,
        help_text=_("Vide si elle ne l'est pas. Une institution ou une part des membres."),
    )  # fmt: skip
    without_state = forms.BooleanField(
        label=_("Préparatoire, sans l'État : ses services ne sont pas convoqués"), required=False
    )

    def offer(self, here: Partnership) -> None:
        """The events of this territory."""
        field: Any = self.fields["event"]
        field.queryset = TerritoryEvent.objects.filter(partnership=here).order_by("-on", "-id")

    def draft(self) -> MeetingDraft:
        """What the service writes."""
        data = self.cleaned_data
        return MeetingDraft(
            Formation(data["formation"]), data["subject"], data["event"], data["without_state"],
            data["asked_by_right"],
        )  # fmt: skip


class PlanForm(OnceForm, BodyField, SlotFields, MeetingFields):
    """A new meeting."""

    field_order = ("body", "day", "at", "minutes", "location", "formation", "subject", "event",
                   "asked_by_right", "without_state")  # fmt: skip


class EditMeetingForm(RevisedForm, MeetingFields):
    """What is written of a meeting, corrected."""


def meeting_values(row: Meeting) -> dict[str, Any]:
    """The meeting as its form shows it."""
    names = ("formation", "subject", "event", "asked_by_right", "without_state", "revision")
    return {name: getattr(row, name) for name in names}


class LateField(forms.Form):
    """The notice is too short, and one convenes all the same."""

    late = forms.BooleanField(label=_("Convoquer malgré ce délai"), required=False)


class MoveForm(RevisedForm, SlotFields, LateField):
    """Another day, hour or place."""

    field_order = ("day", "at", "minutes", "location", "late")


def slot_values(row: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    """When and where the meeting stands, by that clock."""
    moment = row.starts_at.astimezone(zone)
    return {
        "day": moment.date(), "at": moment.time(), "minutes": row.minutes_planned, "location": row.location,
        "revision": row.revision,
    }  # fmt: skip


class CancelForm(RevisedForm, WeighedForm):
    """The reason of a cancellation."""

    guarded = ("reason",)
    reason = forms.CharField(
        label=_("Motif"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il est envoyé aux personnes convoquées, sauf dans une instance réservée."),
    )  # fmt: skip


class ConveneForm(RevisedForm, LateField):
    """The convocations leave."""


class SeriesForm(OnceForm, BodyField, Localised):
    """A rhythm; then the days kept among those it gives."""

    formation = forms.ChoiceField(label=_("Formation"), choices=choices(Formation), widget=forms.RadioSelect)
    pace = forms.ChoiceField(
        label=_("Rythme"), choices=choices(Pace),
        help_text=_("Une première réunion le deuxième jeudi d'un mois donne tous les deuxièmes jeudis."),
    )  # fmt: skip
    first = forms.DateField(label=_("Première réunion"), widget=DateInput())
    last = forms.DateField(label=_("Pas après le"), widget=DateInput())
    at = forms.TimeField(label=_("Heure"), widget=TimeInput(), help_text=_("À l'heure du partenariat."))
    minutes = forms.IntegerField(label=_("Durée prévue, en minutes"), min_value=1, max_value=1440)
    location = forms.CharField(label=_("Lieu"), max_length=200, required=False)

    def draft(self) -> SeriesDraft:
        """What the service takes."""
        data = self.cleaned_data
        return SeriesDraft(
            Formation(data["formation"]), Pace(data["pace"]), data["first"], data["last"], data["at"],
            data["minutes"], data["location"],
        )  # fmt: skip


class DaysForm(forms.Form):
    """The days kept of a series."""

    days = forms.TypedMultipleChoiceField(
        label=_("Réunions à prévoir"), required=False, widget=forms.CheckboxSelectMultiple,
        coerce=datetime.fromisoformat,
    )  # fmt: skip


class ProposalForm(WeighedForm):
    """An item, as a member proposes it."""

    guarded = ("title", "papers")
    title = forms.CharField(label=_("Point"), max_length=200, help_text=_("Un sujet, jamais une personne."))
    kind = forms.ChoiceField(label=_("Nature"), choices=choices(ItemKind), widget=forms.RadioSelect)
    proposer = forms.ModelChoiceField(
        label=_("Proposé par"), queryset=NOBODY, required=False, empty_label=_("le secrétariat")
    )
    minutes = forms.IntegerField(label=_("Durée, en minutes"), required=False, min_value=1, max_value=600)
    papers = forms.CharField(
        label=_("Pièces"), max_length=300, required=False, help_text=_("Leur titre, et où les lire.")
    )

    def offer(self, meeting: Meeting, allowed: frozenset[int] | None) -> None:
        """The institutions that sit; for a member, those they speak for."""
        field: Any = self.fields["proposer"]
        sitting = {row.pk for row in institutions_in(meeting)}
        kept = sitting if allowed is None else sitting & allowed
        field.queryset = Institution.objects.filter(pk__in=kept)
        if allowed is not None:
            field.required, field.empty_label = True, None

    def draft(self) -> ItemDraft:
        """What the service writes."""
        data = self.cleaned_data
        return ItemDraft(
            data["title"], ItemKind(data["kind"]), data["proposer"], data["minutes"], data["papers"],
            Family(data.get("family") or Family.NONE.value),
            StrategyUse.PRESENTED if data.get("strategy") else StrategyUse.NONE,
            bool(data.get("restricted")),
        )  # fmt: skip


class ItemFields(ProposalForm):
    """An item, as the coordinator writes it."""

    family = forms.ChoiceField(label=_("Famille de prévention"), choices=choices(Family), required=False)
    strategy = forms.BooleanField(
        label=_("Une stratégie policière, pénale ou locale y est présentée"), required=False
    )
    restricted = forms.BooleanField(
        label=_("Point réservé aux membres : il ne figure dans aucun message"), required=False
    )


class NewItemForm(OnceForm, ItemFields):
    """A new item."""


class NewProposalForm(OnceForm, ProposalForm):
    """A new item, from a member."""


class EditItemForm(RevisedForm, ItemFields):
    """An item corrected."""


def item_values(row: AgendaItem) -> dict[str, Any]:
    """The item as its form shows it."""
    names = ("title", "kind", "proposer", "papers", "family", "restricted", "revision")
    return {name: getattr(row, name) for name in names} | {
        "minutes": row.minutes_planned, "strategy": row.strategy != StrategyUse.NONE.value,
    }  # fmt: skip


class PlaceForm(forms.Form):
    """The place of an item."""

    to = forms.IntegerField(min_value=1, max_value=999)


class AnswerForm(forms.Form):
    """The answer to a convocation."""

    given = forms.ChoiceField(
        label=_("Votre réponse"), widget=forms.RadioSelect,
        choices=[
            (Answer.COMING.value, _("Je viens")),
            (Answer.DEPUTY.value, _("Je me fais représenter")),
            (Answer.EXCUSED.value, _("Je ne peux pas venir")),
        ],
    )  # fmt: skip
    represented_by = forms.CharField(
        label=_("Si vous êtes représenté, par qui"), max_length=150, required=False,
        help_text=_("Un nom ou une fonction."),
    )  # fmt: skip
    motive = forms.ChoiceField(
        label=_("Si vous ne pouvez pas venir, pourquoi"), required=False,
        choices=[("", _("choisir")), *((row.value, said(row)) for row in Motive if row is not Motive.NONE)],
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "given": Answer(data["given"]), "motive": Motive(data["motive"] or Motive.NONE.value),
            "represented_by": data["represented_by"],
        }  # fmt: skip


def answer_values(row: Any, asked: str = "") -> dict[str, Any]:
    """The answer as its form shows it: the one a link asks for, else the one already given."""
    known = {one.value for one in GIVEN}
    given = asked if asked in known else row.answer if row.answer in known else ""
    motive = "" if row.motive == Motive.NONE.value else row.motive
    return {"given": given, "represented_by": row.represented_by, "motive": motive}
