"""What the list of sheets shows: filters in the address, without script; anything else is ignored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.contracts.models import Contract
from maillage.contracts.selectors import sheets as selectors
from maillage.contracts.vocabulary import SheetState, Theme
from maillage.contracts.web.forms.fields import NOBODY
from maillage.kernel import Actor
from maillage.ui.forms import choices

ORDERS = [
    ("theme", _("par thème")),
    ("institution", _("par institution pilote")),
    ("numero", _("par numéro")),
]
AREAS = [("", _("tous")), ("oui", _("oui")), ("non", _("non")), ("inconnu", _("non précisé"))]


class FilterForm(forms.Form):
    """The filters of the list, of its file and of the calendar."""

    theme = forms.ChoiceField(label=_("Thème"), choices=[("", _("tous")), *choices(Theme)], required=False)
    pilote = forms.ModelChoiceField(label=_("Pilote"), queryset=NOBODY, required=False, empty_label=_("tous"))
    etat = forms.ChoiceField(label=_("État"), choices=[("", _("tous")), *choices(SheetState)], required=False)
    lieu = forms.CharField(label=_("Lieu"), max_length=100, required=False)
    quartier = forms.ChoiceField(label=_("En quartier prioritaire"), choices=AREAS, required=False)
    ordre = forms.ChoiceField(label=_("Ordre"), choices=ORDERS, required=False)
    retard = forms.BooleanField(label=_("En retard seulement"), required=False)
    miennes = forms.BooleanField(label=_("Celles de mon institution seulement"), required=False)

    def offer(self, contract: Contract, actor: Actor) -> None:
        """The pilots of this contract; « mine » only for who speaks for an institution."""
        pilot: Any = self.fields["pilote"]
        pilot.queryset = selectors.pilots(contract=contract)
        self.initial["ordre"] = contract.ordering
        if not actor.institutions:
            del self.fields["miennes"]

    def filters(self, actor: Actor) -> selectors.Filters:
        """What was asked; nothing when it cannot be read."""
        data = self.cleaned_data if self.is_valid() else {}
        pilot = data.get("pilote")
        return selectors.Filters(
            data.get("theme") or "", pilot.pk if pilot else None, data.get("etat") or "",
            bool(data.get("retard")), (data.get("lieu") or "").strip(), data.get("quartier") or "",
            actor.institutions if data.get("miennes") else None, data.get("ordre") or "",
        )  # fmt: skip
