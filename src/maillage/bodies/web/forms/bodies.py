"""What people type on the pages of bodies and seats. Checks of form only; decisions are the services'."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.bodies.models import Body
from maillage.bodies.rules.composition import Proposed
from maillage.bodies.services.bodies import BodyDraft
from maillage.bodies.services.seats import SeatDraft
from maillage.bodies.vocabulary import BodyKind, LifeEvent, SeatBasis, SeatRole, Voice
from maillage.institutions.models import Institution, Partnership
from maillage.ui.forms import DateInput, OnceForm, RevisedForm, WeighedForm, choices, said

FAMILIES: tuple[tuple[Any, tuple[BodyKind, ...]], ...] = (
    (_("Conseils"), (BodyKind.CLSPD, BodyKind.CISPD, BodyKind.CMSPD, BodyKind.CCPD)),
    (
        _("Groupes et cellules"),
        (
            BodyKind.WORKING_GROUP, BodyKind.WATCH, BodyKind.NEIGHBOURHOOD, BodyKind.GPO, BodyKind.GLTD,
            BodyKind.TRADERS_WORKSHOP, BodyKind.CHARTER_DRAFTING,
        ),
    ),
    (_("Contrat et familles"), (BodyKind.CONTRACT_FOLLOW_UP, BodyKind.CDDF)),
    (
        _("Département"),
        (
            BodyKind.CDP, BodyKind.CDS, BodyKind.STAFF, BodyKind.HEALTH_JUSTICE, BodyKind.VIOLENCE_WOMEN,
            BodyKind.VIOLENCE_WOMEN_SUB,
        ),
    ),
    (_("Autres"), (BodyKind.INFORMAL, BodyKind.MAYORS_COALITION, BodyKind.NATIONAL)),
)  # fmt: skip
KNOWN = [("", _("non su")), ("oui", _("oui")), ("non", _("non"))]


def kind_choices() -> list[Any]:
    """The kinds of bodies, by family, in the reader's language."""
    return [("", "—"), *((title, [(row.value, said(row)) for row in rows]) for title, rows in FAMILIES)]


class _BodyFields(forms.Form):
    """What is written of a body, at its opening or later."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    zone = forms.CharField(
        label=_("Territoire ou zone"),
        max_length=200,
        required=False,
        help_text=_("Quartier, rue, communes : ce que l'instance couvre. Attendu pour un GLTD ou un GPO."),
    )
    parent = forms.ModelChoiceField(
        label=_("Rattachée à"), queryset=Body.objects.none(), required=False, empty_label=_("aucune instance")
    )
    chair = forms.ModelChoiceField(
        label=_("Présidence"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("non fixée"),
    )
    co_chair = forms.ModelChoiceField(
        label=_("Seconde présidence"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("aucune"),
        help_text=_("Pour une présidence à deux, par exemple préfet et procureur."),
    )
    term_on = forms.DateField(
        label=_("Terme"),
        required=False,
        widget=DateInput(),
        help_text=_("Le jour où l'instance s'arrête, si elle est temporaire. Attendu pour un GLTD."),
    )
    promised_per_year = forms.IntegerField(
        label=_("Réunions promises par an"),
        required=False,
        min_value=1,
        max_value=366,
        help_text=_("Ce que dit le règlement intérieur, ou ce qui est convenu."),
    )
    notice_days = forms.IntegerField(
        label=_("Délai de convocation, en jours"),
        min_value=0,
        max_value=120,
        initial=15,
        help_text=_("Celui du règlement intérieur : aucune loi connue de nous n'en fixe."),
    )
    notice_working = forms.BooleanField(label=_("Compté en jours ouvrés"), required=False)
    quorum = forms.IntegerField(
        label=_("Quorum"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("Nombre de membres, si le règlement en fixe un."),
    )
    epci_competent = forms.ChoiceField(
        label=_("L'EPCI a-t-il la compétence de prévention de la délinquance ?"),
        choices=KNOWN,
        required=False,
        help_text=_("Le président de l'EPCI siège alors au conseil de la commune."),
    )
    charter = forms.BooleanField(label=_("Une charte d'échange d'informations y est prévue"), required=False)
    restricted = forms.BooleanField(label=_("Ses travaux sont réservés à ses membres"), required=False)
    legal_basis = forms.CharField(
        label=_("Base légale"), max_length=200, required=False,
        help_text=_("Laissée vide, elle est remplie pour un conseil d'après la loi du jour de l'ouverture."),
    )  # fmt: skip

    def offer(self, partnership: Partnership, without: Body | None = None) -> None:
        """Fill the lists with the rows of this partnership only."""
        bodies = Body.objects.filter(partnership=partnership)
        rows = Institution.objects.filter(partnership=partnership, archived_on__isnull=True)
        fields: dict[str, Any] = self.fields
        fields["parent"].queryset = bodies.exclude(pk=without.pk) if without else bodies
        fields["chair"].queryset = fields["co_chair"].queryset = rows

    def draft(self) -> BodyDraft:
        """What was typed, as the service takes it."""
        data = dict(self.cleaned_data)
        data["epci_competent"] = {"oui": True, "non": False}.get(data["epci_competent"])
        names = BodyDraft.__dataclass_fields__
        return BodyDraft(**{name: data[name] for name in names})


class OpenBodyForm(_BodyFields, OnceForm):
    """Open a body; a kind out of its time asks to be confirmed."""

    kind = forms.ChoiceField(label=_("Genre"), choices=kind_choices)
    opened_on = forms.DateField(label=_("Ouverte le"), widget=DateInput())
    replay = forms.BooleanField(
        label=_("Ouvrir quand même, pour rejouer cette période"), required=False
    )  # fmt: skip


class EditBodyForm(_BodyFields, RevisedForm):
    """Correct what is written of a body."""


class StepForm(OnceForm, WeighedForm):
    """What happened to a body."""

    guarded = ("reason", "act", "account")

    kind = forms.ChoiceField(label=_("Ce qui arrive"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Le"), widget=DateInput())
    reason = forms.CharField(label=_("Motif"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    act = forms.CharField(
        label=_("Acte"),
        max_length=200,
        required=False,
        help_text=_("Décision, arrêté, compte rendu : sa référence, s'il y en a une."),
    )
    until = forms.DateField(
        label=_("Nouveau terme"),
        required=False,
        widget=DateInput(),
        help_text=_("Pour une prolongation."),
    )
    account = forms.CharField(
        label=_("Bilan"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Pour une clôture : ce qui a été fait, ce qui reste."), max_length=5000,
    )  # fmt: skip

    def offer(self, steps: tuple[LifeEvent, ...]) -> None:
        """Show only what may happen from the present state."""
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(row.value, said(row)) for row in steps]


class ArreteForm(OnceForm):
    """The arrêté as it was signed."""

    act = forms.CharField(
        label=_("Référence de l'arrêté signé"),
        max_length=200,
        help_text=_("Par exemple : arrêté n° 2026-114 du 9 février 2026."),
    )
    on = forms.DateField(label=_("Signé le"), widget=DateInput())  # fmt: skip


class SeatForm(OnceForm):
    """Add a seat to a body."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none())
    label = forms.CharField(
        label=_("Siège"), max_length=200, help_text=_("Ce qu'on lit sur l'arrêté : le préfet, un bailleur…")
    )
    basis = forms.ChoiceField(label=_("Fondement"), choices=lambda: choices(SeatBasis))
    voice = forms.ChoiceField(label=_("Voix"), choices=lambda: choices(Voice))
    member_key = forms.ChoiceField(
        label=_("Membre cité par le texte"),
        required=False,
        help_text=_("Pour que la conformité sache à quelle ligne de la loi il répond."),
    )
    act = forms.CharField(label=_("Acte de désignation"), max_length=200, required=False)
    core = forms.BooleanField(label=_("Membre de la formation restreinte"), required=False)
    start = forms.DateField(label=_("À partir du"), widget=DateInput())

    def offer(self, partnership: Partnership, members: list[tuple[str, str]]) -> None:
        """The institutions of this partnership, and the lines of the law of the day."""
        fields: dict[str, Any] = self.fields
        rows = Institution.objects.filter(partnership=partnership, archived_on__isnull=True)
        fields["institution"].queryset = rows
        fields["member_key"].choices = [("", gettext("aucun")), *members]


class EditSeatForm(forms.Form):
    """Correct a seat's words."""

    label = forms.CharField(label=_("Siège"), max_length=200)
    basis = forms.ChoiceField(label=_("Fondement"), choices=lambda: choices(SeatBasis))
    voice = forms.ChoiceField(label=_("Voix"), choices=lambda: choices(Voice))
    act = forms.CharField(label=_("Acte de désignation"), max_length=200, required=False)
    core = forms.BooleanField(label=_("Membre de la formation restreinte"), required=False)


class HolderForm(OnceForm):
    """Name a holder or a deputy."""

    person = forms.ChoiceField(label=_("Personne"))
    role = forms.ChoiceField(label=_("Qualité"), choices=lambda: choices(SeatRole))
    start = forms.DateField(label=_("À partir du"), widget=DateInput())
    end = forms.DateField(
        label=_("Jusqu'au"), required=False, widget=DateInput(), help_text=_("Vide : mandat en cours.")
    )

    def offer(self, mine: list[tuple[int, str]], others: list[tuple[int, str]]) -> None:
        """The people of the institution first, then the rest of this partnership's directory."""
        self.people = len(mine) + len(others)
        fields: dict[str, Any] = self.fields
        groups = [(gettext("Dans cette institution"), mine), (gettext("Ailleurs dans l'annuaire"), others)]
        fields["person"].choices = [("", "—"), *((title, rows) for title, rows in groups if rows)]


class EndForm(forms.Form):
    """The last day of a mandate or of a seat, and why."""

    on = forms.DateField(label=_("Dernier jour"), widget=DateInput())
    reason = forms.CharField(label=_("Motif"), max_length=300, required=False)


class CompositionForm(OnceForm):
    """The proposal of the law: each line is kept or not, with an institution known or to create."""

    on = forms.DateField(label=_("Sièges à partir du"), widget=DateInput())

    def __init__(self, *args: Any, proposed: tuple[Proposed, ...], known: list[Institution], **named: Any):
        super().__init__(*args, **named)
        self.proposed = proposed
        for line in proposed:
            fit = [row for row in known if row.kind in line.kinds]
            self._line(line, fit)

    def _line(self, line: Proposed, fit: list[Institution]) -> None:
        rows = [(str(row.pk), row.name) for row in fit] + [("", gettext("nouvelle institution"))]
        first = next((str(row.pk) for row in fit if row.kind == line.kind), "")
        self.fields[f"take-{line.key}"] = forms.BooleanField(
            label=line.label, required=False, initial=line.taken, help_text=line.note
        )
        self.fields[f"who-{line.key}"] = forms.ChoiceField(
            label=_("Institution"), choices=rows, required=False, initial=first
        )
        self.fields[f"name-{line.key}"] = forms.CharField(
            label=_("Nom de la nouvelle institution"), max_length=200, required=False,
        )  # fmt: skip

    def lines(self) -> list[dict[str, Any]]:
        """The lines as the page shows them."""
        return [
            {"line": line, **{name: self[f"{name}-{line.key}"] for name in ("take", "who", "name")}}
            for line in self.proposed
        ]

    def kept(self, known: dict[int, Institution]) -> list[SeatDraft]:
        """The lines that were ticked, as the service takes them."""
        return [
            SeatDraft(
                line.label, line.basis, line.voice, known.get(int(self.cleaned_data[f"who-{line.key}"] or 0)),
                line.kind, self.cleaned_data[f"name-{line.key}"], line.member_key, line.rule,
            )
            for line in self.proposed
            if self.cleaned_data[f"take-{line.key}"]
        ]  # fmt: skip


class DayForm(forms.Form):
    """One day, asked in the address of a page: the law of that day answers."""

    le = forms.DateField(required=False)

    def day(self, default: date) -> date:
        """The day asked for; the default one when none or an unreadable one is."""
        return (self.cleaned_data.get("le") if self.is_valid() else None) or default
