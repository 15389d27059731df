"""The forms of presence: one line per seat, a declaration after the meeting, a check-in in the room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.bodies.rules import presence as rules
from maillage.bodies.rules.presence import Sitting
from maillage.bodies.selectors.presence import SeatLine
from maillage.bodies.services.presence import BY_HAND, Typed, came
from maillage.bodies.vocabulary import AttendanceState, RecordedBy, SeatRole
from maillage.institutions.vocabulary import Level
from maillage.kernel import BadInput
from maillage.ui.forms import DateTimeInput, OnceForm, RevisedForm, choices, said

Choices = list[tuple[str, str]]
OTHER = "o"  # somebody else: their level alone is kept


@dataclass(frozen=True)
class Row:
    """One line of the form: the seat and its two controls."""

    line: SeatLine
    state: BoundField
    who: BoundField


class PresenceForm(RevisedForm):
    """The presence at one meeting, a line per seat; each line carries its mark as it was shown."""

    by = forms.ChoiceField(label=_("Source de ce relevé"), widget=forms.RadioSelect)

    def offer(self, lines: Sequence[SeatLine]) -> None:
        """One line per seat, as it stands."""
        fields: dict[str, Any] = self.fields
        fields["by"].choices = [(row.value, said(row)) for row in BY_HAND]
        fields["by"].initial = RecordedBy.SECRETARY.value
        self.lines = lines
        for line in lines:
            pk, name = line.seat.pk, f"{line.seat.institution.label}, {line.seat.label}"
            fields[f"state_{pk}"] = _select(
                gettext("Présence : %(seat)s") % {"seat": name}, choices(AttendanceState), line.state.value
            )
            fields[f"who_{pk}"] = _select(
                gettext("Qui est venu : %(seat)s") % {"seat": name}, _who(line), _chosen(line)
            )
            fields[f"was_{pk}"] = forms.CharField(widget=forms.HiddenInput, initial=line.mark)
            fields[f"who_{pk}"].required = False

    def rows(self) -> Iterator[Row]:
        """The lines with their controls."""
        for line in self.lines:
            yield Row(line, self[f"state_{line.seat.pk}"], self[f"who_{line.seat.pk}"])

    def typed(self) -> list[Typed]:
        """What was typed, line by line."""
        return [_typed(line.seat.pk, self.cleaned_data) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """A line that was changed says who came, in a way that the seat allows."""
        data: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            pk = line.seat.pk
            if {f"state_{pk}", f"who_{pk}", f"was_{pk}"} <= data.keys():
                row = _typed(pk, data)
                try:
                    if row.mark != row.was:
                        came(line, row)
                except BadInput as fault:
                    self.add_error(f"who_{pk}", str(fault))
        return data

    def catch_up(self, lines: Sequence[SeatLine]) -> None:
        """After a conflict: lines left alone show what they became; the others keep what was typed."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for line in lines:
            pk = line.seat.pk
            typed = _typed(pk, self.cleaned_data) if f"was_{pk}" in self.cleaned_data else None
            if typed is None or typed.mark == typed.was:
                data[f"state_{pk}"], data[f"who_{pk}"] = line.state.value, _chosen(line)
            data[f"was_{pk}"] = line.mark
        self.data = data


def _select(label: str, offered: Any, initial: str) -> forms.ChoiceField:
    widget = forms.Select(attrs={"aria-label": label, "class": "input--auto"})
    return forms.ChoiceField(label=label, choices=offered, initial=initial, widget=widget)


def _typed(pk: int, data: dict[str, Any]) -> Typed:
    who, other, level = _read(data[f"who_{pk}"])
    return Typed(pk, AttendanceState(data[f"state_{pk}"]), who, other, level, data[f"was_{pk}"])


def _read(value: str) -> tuple[int | None, bool, str]:
    """« p12 »: that person; « omanager »: somebody else, at that level; nothing: as awaited."""
    if value.startswith("p"):
        return int(value[1:]), False, ""
    return None, value.startswith(OTHER), value[1:]


def _who(line: SeatLine) -> Choices:
    people = [(f"p{row.person}", _named(row)) for row in line.sitting]
    recorded = line.attendance.person if line.attendance else None
    if recorded is not None and f"p{recorded.pk}" not in dict(people):
        people.append((f"p{recorded.pk}", recorded.name))
    return [("", gettext("la personne attendue")), *people, *_others()]


def _chosen(line: SeatLine) -> str:
    return line.mark.partition("/")[2]


def _named(row: Sitting) -> str:
    return f"{row.name} ({gettext(SeatRole(row.role).label)})"


def _others() -> Choices:
    """Somebody else, by level: the name is not kept."""
    words = gettext("une autre personne, %(level)s")
    levels = [(f"{OTHER}{row.value}", words % {"level": gettext(row.label)}) for row in Level]
    return [*levels, (OTHER, words % {"level": gettext("niveau non su")})]


class HeldForm(RevisedForm):
    """When the meeting ended."""

    ended_at = forms.DateTimeField(
        label=_("Fin de la réunion"),
        widget=DateTimeInput(),
        help_text=_("La durée sert à compter les décisions par heure de séance."),
    )

    def wall(self) -> datetime:
        """The hour typed, as the wall shows it."""
        typed: datetime = self.cleaned_data["ended_at"]
        return typed.replace(tzinfo=None)


class WhoForm(forms.Form):
    """Who came for a seat, among those whose presence is not noted: « seat:p12 » or « seat:omanager »."""

    who = forms.ChoiceField(label=_("Qui est là"), widget=forms.RadioSelect)

    def offer(self, lines: Iterable[SeatLine]) -> None:
        """The people of these seats, then somebody else by level."""
        self.lines = {line.seat.pk: line for line in lines}
        field: Any = self.fields["who"]
        field.choices = [option for line in self.lines.values() for option in self.options(line)]

    def options(self, line: SeatLine) -> Choices:
        """The answers for one seat; its name goes before when there are several."""
        before = f"{line.seat.label} : " if len(self.lines) > 1 else ""
        named = [(f"p{row.person}", _named(row)) for row in line.sitting]
        return [(f"{line.seat.pk}:{value}", f"{before}{words}") for value, words in (*named, *_others())]

    def typed(self) -> Typed:
        """The seat, and who came for it."""
        seat, _colon, value = self.cleaned_data["who"].partition(":")
        who, other, level = _read(value)
        state = rules.state_of(who, self.lines[int(seat)].sitting)
        return Typed(int(seat), state, who, other, level)


class DeclareForm(OnceForm, WhoForm):
    """A presence declared after the meeting."""

    who = forms.ChoiceField(label=_("Qui est venu, pour quel siège"), widget=forms.Select)

    def offer(self, lines: Iterable[SeatLine]) -> None:
        """The same answers, under the name of each institution."""
        super().offer(lines)
        field: Any = self.fields["who"]
        field.choices = [
            (line.seat.institution.name, self.options(line)) for line in self.lines.values()
        ]  # fmt: skip
