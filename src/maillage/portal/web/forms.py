"""What people type on the portal's pages. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import Membership
from maillage.accounts.vocabulary import WITH_A_WEEK, Weekday
from maillage.institutions import selectors as directory
from maillage.institutions.models import Institution, Partnership, Person
from maillage.institutions.vocabulary import PartnershipKind
from maillage.kernel import Role
from maillage.ui.forms import choices


class OpenForm(forms.Form):
    """Open a partnership on a territory."""

    place = forms.CharField(max_length=20, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Forme du partenariat"),
        choices=[(value, _(label)) for value, label in PartnershipKind.choices()],
    )


class LinkForm(forms.Form):
    """In whose name a role is held: an institution and a person of this partnership's directory."""

    institution = forms.ModelChoiceField(
        label=_("Au nom de"), queryset=Institution.objects.none(), required=False,
        empty_label=_("Aucune institution"),
        help_text=_("Ses engagements, ses réunions et ses données seront les siens."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=_("Personne de l'annuaire"), queryset=Person.objects.none(), required=False,
        empty_label=_("Aucune"),
    )  # fmt: skip

    def __init__(self, *args: Any, partnership: Partnership | None, **kwargs: Any) -> None:
        """Without `partnership`, for who may not read the directory, there is nothing to choose."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if partnership is None:
            del fields["institution"], fields["person"]
            return
        fields["institution"].queryset = directory.institutions(partnership=partnership)
        fields["person"].queryset = directory.people(partnership=partnership)


class MemberForm(LinkForm):
    """Give someone a role here, with an account when they have none."""

    name = forms.CharField(
        label=_("Prénom et nom"), max_length=150, required=False,
        help_text=_("Laissez vide si la personne est dans l'annuaire."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Adresse électronique"), required=False,
        help_text=_("Elle sert à se connecter. Vide : celle de l'annuaire."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Rôle"),
        choices=[(value, _(label)) for value, label in Role.choices() if value != Role.ADMINISTRATOR.value],
    )
    field_order = ["role", "institution", "person", "name", "email"]


class AppearanceForm(forms.Form):
    """The town's accent and mark."""

    hue = forms.IntegerField(
        label=_("Teinte"),
        min_value=0,
        max_value=359,
        help_text=_(
            "De 0 à 359. De 15 à 35 et de 300 à 325, la teinte signale un retard ou l'espace scellé."
        ),
    )
    chroma = forms.FloatField(
        label=_("Intensité"), min_value=0, max_value=0.09, localize=True,
        help_text=_("De 0 (gris) à 0,09. La clarté est réglée par Maillage pour rester lisible."),
    )  # fmt: skip
    colour = forms.RegexField(
        label=_("Couleur du logo (facultatif)"),
        regex=r"^#[0-9a-fA-F]{6}$",
        required=False,
        help_text=_("Par exemple #05585f. Elle est refusée si elle se lit mal sur du blanc."),
        error_messages={
            "invalid": _("Écrivez la couleur avec six chiffres ou lettres, par exemple #05585f.")
        },
    )
    mark = forms.FileField(
        label=_("Logo (facultatif)"),
        required=False,
        help_text=_("Image PNG de 40 pixels de haut, 200 ko au plus."),
    )


class DigestForm(forms.Form):
    """Which day the weekly message comes, or never."""

    day = forms.ChoiceField(label=_("Le point de la semaine, par message"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["day"].choices = choices(Weekday, empty=gettext("Jamais"))

    def term(self) -> Weekday | None:
        """The day chosen, or None."""
        chosen = self.cleaned_data["day"]
        return Weekday(chosen) if chosen else None


def digest_form(row: Membership) -> DigestForm | None:
    """The choice of one role; None for a role without a week."""
    if Role(row.role) not in WITH_A_WEEK:
        return None
    day = row.digest_term
    return DigestForm(initial={"day": day.value if day else ""}, auto_id=f"digest-{row.pk}-%s")
