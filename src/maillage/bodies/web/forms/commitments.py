"""What is typed of commitments. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import Body, Commitment
from maillage.bodies.rules.commitments import REPORTED
from maillage.bodies.selectors import commitments as selectors
from maillage.bodies.selectors import handover
from maillage.bodies.services.commitments import Promise
from maillage.bodies.vocabulary import CommitmentState
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership, Person
from maillage.kernel import Actor
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, said

NOBODY = Institution.objects.none()
WHICH = [
    ("attendus", _("attendus")),
    ("retard", _("en retard")),
    ("a-preciser", _("à préciser")),
    ("clos", _("terminés")),
    ("tous", _("tous")),
]


class FilterForm(forms.Form):
    """What the list shows; anything else is ignored."""

    etat = forms.ChoiceField(label=_("État"), choices=WHICH, required=False)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=NOBODY, required=False, empty_label=_("toutes")
    )
    instance = forms.ModelChoiceField(
        label=_("Instance"), queryset=Body.objects.none(), required=False, empty_label=_("toutes")
    )

    def offer(self, here: Partnership) -> None:
        """The institutions and bodies of this partnership."""
        institutions: Any = self.fields["institution"]
        bodies: Any = self.fields["instance"]
        institutions.queryset = directory.institutions(partnership=here, archived=True)
        bodies.queryset = Body.objects.filter(partnership=here)

    def filters(self) -> selectors.Filters:
        """What was asked, or the default."""
        data = self.cleaned_data if self.is_valid() else {}
        one, other = data.get("institution"), data.get("instance")
        return selectors.Filters(
            data.get("etat") or "attendus", one.pk if one else None, other.pk if other else None
        )


class PromiseFields(WeighedForm):
    """What is promised."""

    guarded = ("deliverable", "quantity")
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=NOBODY)
    deliverable = forms.CharField(
        label=_("S'engage à"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un acte et ce qui sera remis : « transmettre les incidents par ligne »."),
    )  # fmt: skip
    quantity = forms.CharField(
        label=_("Quantité ou rythme"), max_length=120, required=False,
        help_text=_("« quatre soirs par semaine », « chaque vendredi », « six points »."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Avant le"), required=False, widget=DateInput())
    towards = forms.ModelChoiceField(
        label=_("Envers"), queryset=NOBODY, required=False, empty_label=_("tous les partenaires"),
        help_text=_("L'institution qui attend ce résultat, s'il y en a une."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=_("Porteur"), queryset=Person.objects.none(), required=False,
        empty_label=_("le titulaire du siège"),
        help_text=_("Il reçoit seul les rappels. Son nom ne paraît dans aucun document."),
    )  # fmt: skip
    restricted = forms.BooleanField(label=_("Engagement réservé aux membres"), required=False)

    def offer(self, here: Partnership, actor: Actor, *, runs: bool) -> None:
        """The institutions a person speaks for, or all of them for who runs the partnership."""
        known = directory.institutions(partnership=here)
        one: Any = self.fields["institution"]
        other: Any = self.fields["towards"]
        person: Any = self.fields["person"]
        one.queryset = known if runs else known.filter(pk__in=actor.institutions)
        other.queryset = known
        if runs:
            person.queryset = handover.people(partnership=here)
        else:
            del self.fields["person"]

    def draft(self) -> Promise:
        """What the service writes."""
        data = self.cleaned_data
        return Promise(
            data["institution"], data["deliverable"], data["quantity"], data["due_on"], data.get("person"),
            data["towards"], data["restricted"],
        )  # fmt: skip


class NewPromiseForm(OnceForm, PromiseFields):
    """A new commitment."""


class RewordForm(RevisedForm, PromiseFields):
    """A draft said more clearly; its institution does not change."""

    def freeze(self, row: Commitment) -> None:
        """The institution that promised stays."""
        self.fields["institution"].disabled = True
        self.initial["institution"] = row.institution_id


def promise_values(row: Commitment) -> dict[str, Any]:
    """The commitment as its forms show it."""
    names = ("deliverable", "quantity", "due_on", "restricted", "revision")
    links = {"institution": row.institution_id, "towards": row.towards_id, "person": row.person_id}
    return {name: getattr(row, name) for name in names} | links


class RenegotiateForm(RevisedForm, WeighedForm):
    """What the commitment becomes, and why."""

    guarded = ("deliverable", "quantity", "reason")
    deliverable = forms.CharField(
        label=_("S'engage à"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    quantity = forms.CharField(label=_("Quantité ou rythme"), max_length=120, required=False)
    due_on = forms.DateField(label=_("Avant le"), required=False, widget=DateInput())
    reason = forms.CharField(
        label=_("Motif du changement"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il reste inscrit, avec ce qu'était l'engagement."),
    )  # fmt: skip


class ReportForm(RevisedForm, WeighedForm):
    """What became of a commitment."""

    guarded = ("evidence",)
    state = forms.ChoiceField(
        label=_("Où en est-il ?"),
        choices=[(row.value, said(row)) for row in REPORTED],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Depuis le"), widget=DateInput())
    evidence = forms.CharField(
        label=_("À quoi on le voit"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un envoi, une date, un nombre, une pièce. Demandé quand il est tenu, même en partie."),
    )  # fmt: skip

    def term(self) -> CommitmentState:
        """The state as a word."""
        return CommitmentState(self.cleaned_data["state"])


class CarrierForm(RevisedForm):
    """Who carries a commitment now."""

    person = forms.ModelChoiceField(
        label=_("Porteur"), queryset=Person.objects.none(), required=False,
        empty_label=_("le titulaire du siège"),
    )  # fmt: skip

    def offer(self, here: Partnership) -> None:
        """The people of the directory."""
        field: Any = self.fields["person"]
        field.queryset = handover.people(partnership=here)
