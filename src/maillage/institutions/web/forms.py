"""What is typed in the directory. Checks of form only; decisions are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.institutions.selectors import institutions, people
from maillage.institutions.vocabulary import (
    COLLEGES,
    SECTORS,
    College,
    InstitutionDraft,
    InstitutionKind,
    Level,
    PersonDraft,
    PositionDraft,
    Sector,
)
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, choices

FROM_KIND = _("D'après le genre")
WORK_ONLY = _("Professionnelle ; elle sert aux convocations.")


class InstitutionFields(forms.Form):
    """An institution: the kind proposes the sector and the college, which stay free."""

    name = forms.CharField(label=_("Nom de l'institution"), max_length=200)
    short_name = forms.CharField(
        label=_("Nom court"), max_length=60, required=False, help_text=_("Pour les tableaux : PJJ, DSDEN.")
    )
    kind = forms.ChoiceField(label=_("Genre"))
    sector = forms.ChoiceField(label=_("Secteur"), required=False)
    college = forms.ChoiceField(
        label=_("Collège"), required=False,
        help_text=_("Qui pèse avec qui dans les indicateurs. La justice est à part de l'État."),
    )  # fmt: skip
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=20,
        required=False,
        help_text=_("Quatorze chiffres, contrôlés par leur clé."),
    )
    place = forms.CharField(
        label=_("Territoire"),
        max_length=20,
        required=False,
        help_text=_("Code Insee (44143), dep:44 ou epci:..."),
    )
    parent = forms.ChoiceField(label=_("Dépend de"), required=False)
    email = forms.EmailField(
        label=_("Adresse de service"), required=False, help_text=_("Celle du service, et non d'une personne.")
    )

    def __init__(
        self, *args: Any, partnership: Partnership, itself: Institution | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = choices(InstitutionKind, empty=gettext("Choisir"))
        fields["sector"].choices = choices(Sector, empty=str(FROM_KIND))
        fields["college"].choices = choices(College, empty=str(FROM_KIND))
        rows = institutions(partnership=partnership).exclude(pk=itself.pk if itself else 0)
        fields["parent"].choices = [("", _("Aucune"))] + [(str(row.pk), row.name) for row in rows]

    def draft(self) -> InstitutionDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        kind = InstitutionKind(data["kind"])
        return InstitutionDraft(
            name=data["name"], kind=kind,
            sector=Sector(data["sector"]) if data["sector"] else SECTORS[kind],
            college=College(data["college"]) if data["college"] else COLLEGES[kind],
            short_name=data["short_name"], siret=data["siret"], place=data["place"].strip(),
            email=data["email"], parent=int(data["parent"]) if data["parent"] else None,
        )  # fmt: skip


class NewInstitutionForm(InstitutionFields, OnceForm):
    """A new institution."""


class InstitutionForm(InstitutionFields, RevisedForm):
    """An institution corrected."""

    @staticmethod
    def initial_of(row: Institution) -> dict[str, Any]:
        """The stored institution as the form shows it."""
        names = ("name", "short_name", "kind", "sector", "college", "siret", "place", "email", "revision")
        return {name: getattr(row, name) for name in names} | {"parent": str(row.parent_id or "")}


class PersonFields(forms.Form):
    """A person: as little as a convocation needs."""

    civility = forms.CharField(label=_("Civilité"), max_length=10, required=False)
    name = forms.CharField(label=_("Prénom et nom"), max_length=150)
    email = forms.EmailField(label=_("Adresse électronique"), required=False, help_text=WORK_ONLY)
    phone = forms.CharField(
        label=_("Téléphone professionnel"), max_length=30, required=False,
        help_text=_("Jamais un numéro personnel."),
    )  # fmt: skip

    def person_draft(self) -> PersonDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        return PersonDraft(data["name"], data["civility"], data["email"], data["phone"])


class PersonForm(PersonFields, RevisedForm):
    """A person corrected."""

    @staticmethod
    def initial_of(row: Person) -> dict[str, Any]:
        """The stored person as the form shows it."""
        return {name: getattr(row, name) for name in ("civility", "name", "email", "phone", "revision")}


class PositionFields(forms.Form):
    """A function: the level and the mandate are what meetings will be read by."""

    title = forms.CharField(
        label=_("Fonction"), max_length=150, help_text=_("Telle que l'institution la nomme.")
    )
    level = forms.ChoiceField(label=_("Niveau"), widget=forms.RadioSelect)
    may_commit = forms.ChoiceField(
        label=_("Peut engager son institution"), required=False,
        choices=[("", _("Non renseigné")), ("yes", _("Oui")), ("no", _("Non"))],
    )  # fmt: skip
    mandate_on = forms.DateField(label=_("Mandat écrit du"), required=False, widget=DateInput())
    start = forms.DateField(label=_("Depuis le"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["level"].choices = choices(Level)

    def position_draft(self) -> PositionDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        return PositionDraft(
            data["title"], Level(data["level"]), data["start"], COMMITS[data["may_commit"]],
            data["mandate_on"], data.get("end"),
        )  # fmt: skip


COMMITS = {"": None, "yes": True, "no": False}


class NewPositionForm(PositionFields, OnceForm):
    """Somebody takes a function: a person already in the directory, or a new one."""

    person = forms.ChoiceField(label=_("Personne"), required=False)
    civility = forms.CharField(label=_("Civilité"), max_length=10, required=False)
    name = forms.CharField(label=_("Prénom et nom"), max_length=150, required=False)
    email = forms.EmailField(label=_("Adresse électronique"), required=False, help_text=WORK_ONLY)
    phone = forms.CharField(
        label=_("Téléphone professionnel"), max_length=30, required=False,
        help_text=_("Jamais un numéro personnel."),
    )  # fmt: skip
    field_order = ["person", "civility", "name", "email", "phone"]

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        known = [(str(row.pk), row.name) for row in people(partnership=partnership)]
        fields["person"].choices = [("", _("Une nouvelle personne, nommée ci-dessous")), *known]

    def clean(self) -> dict[str, Any]:
        """A person chosen, or a person named; not both, not neither."""
        data = super().clean() or {}
        if bool(data.get("person")) == bool(data.get("name")):
            self.add_error(
                "name", _("Choisissez une personne de l'annuaire, ou nommez-en une nouvelle : l'un des deux.")
            )
        return data

    def person_draft(self) -> PersonDraft | None:
        """The new person, or None when one of the directory was chosen."""
        data = self.cleaned_data
        if data["person"]:
            return None
        return PersonDraft(data["name"], data["civility"], data["email"], data["phone"])


class PositionForm(PositionFields, RevisedForm):
    """A function corrected."""

    end = forms.DateField(label=_("Jusqu'au"), required=False, widget=DateInput())

    @staticmethod
    def initial_of(row: Position) -> dict[str, Any]:
        """The stored function as the form shows it."""
        names = ("title", "level", "mandate_on", "start", "end", "revision")
        said = {value: word for word, value in COMMITS.items()}
        return {name: getattr(row, name) for name in names} | {"may_commit": said[row.may_commit]}


class EndForm(forms.Form):
    """The last day of a function."""

    on = forms.DateField(label=_("Dernier jour"), widget=DateInput())


class UploadForm(OnceForm):
    """A directory, as it is kept elsewhere."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV, XLSX, ODS ou vCard, 5 Mo au plus. Une ligne par personne ou par institution."),
        error_messages={"required": _("Choisissez un fichier.")},
    )


class FilterForm(forms.Form):
    """What the reader looks for."""

    q = forms.CharField(label=_("Nom"), required=False, max_length=100)
    college = forms.ChoiceField(label=_("Collège"), required=False)
    secteur = forms.ChoiceField(label=_("Secteur"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["college"].choices = choices(College, empty=gettext("Tous les collèges"))
        fields["secteur"].choices = choices(Sector, empty=gettext("Tous les secteurs"))


class OtherForm(forms.Form):
    """The other card, which will be brought into this one."""

    autre = forms.ChoiceField(label=_("Fiche à réunir à celle-ci"))

    def __init__(self, *args: Any, cards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["autre"].choices = [("", _("Choisir")), *cards]
