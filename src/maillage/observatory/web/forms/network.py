"""Forms of the network: what is shown (in the address), and what an institution says of its ties."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.institutions.models import Institution
from maillage.observatory.models import TieAnswer
from maillage.observatory.vocabulary import HowOften, HowUseful, Layer, RankLevel
from maillage.ui.forms import DateInput, RevisedForm, choices

LAYERS = [(value, label) for value, label in choices(Layer) if Layer(value).recorded]
Ties = dict[int, tuple[int, int | None]]


class ChooseForm(forms.Form):
    """What ties, at which rank, over the twelve months that end which day."""

    lien = forms.ChoiceField(label=_("Ce qui lie"), choices=LAYERS, required=False)
    niveau = forms.ChoiceField(
        label=_("Qui se rencontre"), choices=choices(RankLevel), required=False,
        help_text=_("Seulement pour les réunions et les contacts : le rang de chacun y est noté."),
    )  # fmt: skip
    au = forms.DateField(
        label=_("Douze mois jusqu'au"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"]
    )

    def chosen(self) -> tuple[Layer, RankLevel]:
        """What was asked, or what the page shows by itself; the day is that of the address."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return (
            Layer(data.get("lien") or Layer.COMMITMENTS.value),
            RankLevel(data.get("niveau") or RankLevel.ALL.value),
        )


class TiesForm(RevisedForm):
    """How often and of what value, for each other institution; a line left empty says nothing."""

    others: Sequence[Institution] = ()

    def offer(self, others: Sequence[Institution], held: TieAnswer | None) -> None:
        """One pair of lists a partner, filled with what was said before."""
        self.others = others
        before = {tie.other_id: tie for tie in held.ties.all()} if held else {}
        self.initial["revision"] = held.revision if held else 0
        for other in others:
            tie = before.get(other.pk)
            self._pair(other, tie.often if tie else None, tie.value if tie else None)

    def _pair(self, other: Institution, often: int | None, value: int | None) -> None:
        for key, words, said, label in (
            ("often", HowOften, often, _("Fréquence du travail avec %(name)s")),
            ("value", HowUseful, value, _("Valeur du travail avec %(name)s")),
        ):
            self.fields[f"{key}_{other.pk}"] = forms.ChoiceField(
                label=label % {"name": other}, choices=[("", _("non dit")), *choices(words)], required=False,
                initial="" if said is None else str(said),
            )  # fmt: skip

    def lines(self) -> Iterator[tuple[Institution, Any, Any]]:
        """The lines of the page: an institution and its two lists."""
        for other in self.others:
            yield other, self[f"often_{other.pk}"], self[f"value_{other.pk}"]

    def clean(self) -> dict[str, Any]:
        """A value without frequency is no line: it is said where it stands."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for other in self.others:
            if data.get(f"value_{other.pk}") and not data.get(f"often_{other.pk}"):
                self.add_error(
                    f"often_{other.pk}", _("Dites aussi la fréquence, ou laissez les deux listes vides.")
                )
        return data

    def ties(self) -> Ties:
        """What is said, line by line."""
        data = self.cleaned_data
        return {
            other.pk: (int(data[f"often_{other.pk}"]), _whole(data[f"value_{other.pk}"]))
            for other in self.others
            if data[f"often_{other.pk}"]
        }


def _whole(text: str) -> int | None:
    return int(text) if text else None
