"""Action sheets with every field of the template (domain, 13.1), their partners and what each promises."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.bodies.models import Commitment, Decision, Meeting, Seat
from maillage.contracts.models.contract import Contract, Numbered, Objective
from maillage.contracts.vocabulary import (
    IndicatorKind,
    Nature,
    PreventionFamily,
    SheetState,
    Source,
    Theme,
)
from maillage.diagnosis.models import Finding
from maillage.institutions.models import Institution


class ActionSheet(Numbered):
    """One action of a contract. `without` says of a field why it has no object here: {field: reason}."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="sheets")
    title = models.CharField("titre", max_length=200)
    theme = models.CharField("thème", max_length=16, choices=Theme.choices())
    family = models.CharField("famille de prévention", max_length=12, choices=PreventionFamily.choices())
    state = models.CharField(
        "état", max_length=10, choices=SheetState.choices(), default=SheetState.DRAFT.value
    )
    objectives = models.ManyToManyField(
        Objective, related_name="sheets", blank=True, verbose_name="objectifs"
    )
    findings = models.ManyToManyField(Finding, related_name="sheets", blank=True, verbose_name="constats")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets",
        verbose_name="délibérée en séance du",
    )  # fmt: skip
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="sheets",
        verbose_name="décision",
    )  # fmt: skip
    existed_before = models.BooleanField("l'action existait avant le contrat", null=True, blank=True)
    what_changed = models.TextField("ce qui change par rapport à avant", blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name="reprend la fiche",
    )  # fmt: skip
    model = models.CharField(max_length=40, blank=True)  # key of the model of action it started from

    public = models.CharField("public", max_length=200, blank=True)
    territory = models.CharField("lieu", max_length=200, blank=True)
    in_priority_area = models.BooleanField("en quartier prioritaire", null=True, blank=True)
    content = models.TextField("ce qui est fait", blank=True)
    only_communication = models.BooleanField("ne produit que de la communication", default=False)
    pilot = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="piloted_sheets",
        verbose_name="pilote",
    )  # fmt: skip
    pilot_seat = models.ForeignKey(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="piloted_sheets",
        verbose_name="siège du pilote",
    )  # fmt: skip
    deputy = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="deputised_sheets",
        verbose_name="suppléance",
    )  # fmt: skip
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    human_means = models.TextField("moyens humains", blank=True)
    constraints_words = models.TextField("contraintes juridiques ou de charte", blank=True)
    risks = models.TextField("à surveiller : risques et effets pervers", blank=True)
    without = models.JSONField("champs sans objet", default=dict, blank=True)

    host = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted_sheets",
        verbose_name="a lieu chez",
    )  # fmt: skip
    host_agreed_on = models.DateField("accord de l'hôte, le", null=True, blank=True)
    first_line_consulted = models.TextField("agents de première ligne consultés", blank=True)
    inhabitants_consulted = models.TextField("habitants consultés", blank=True)
    consultation_changed = models.TextField("ce que cela a changé", blank=True)
    common_action = models.BooleanField("action commune", default=False)
    opened_by = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="opened_sheets",
        verbose_name="proposée par",
    )  # fmt: skip

    blocking = models.TextField("ce qui bloque", blank=True)
    would_lift = models.TextField("ce qui lèverait le blocage", blank=True)
    blocked_on = models.DateField("bloquée depuis le", null=True, blank=True)

    class Meta(Numbered.Meta):
        verbose_name = "fiche-action"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="sheet_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["contract", "state"], name="sheet_state")]

    def __str__(self) -> str:
        return f"Fiche {self.number}. {self.title}"

    @property
    def theme_term(self) -> Theme:
        """The theme as a word with its label."""
        return Theme(self.theme)

    @property
    def family_term(self) -> PreventionFamily:
        """The family of prevention as a word with its label."""
        return PreventionFamily(self.family)

    @property
    def state_term(self) -> SheetState:
        """The state as a word with its label."""
        return SheetState(self.state)


class SheetPartner(models.Model):
    """An institution named on a sheet. Without a pledge of its own it is shown as a name on a list."""

    sheet = models.ForeignKey(ActionSheet, on_delete=models.CASCADE, related_name="partners")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="sheet_partners")
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "partenaire d'une fiche"
        constraints = [models.UniqueConstraint(fields=["sheet", "institution"], name="partner_named_once")]

    def __str__(self) -> str:
        return str(self.institution)


class Pledge(models.Model):
    """What a partner will do itself on a sheet. Once the contract is in force it has its `commitment`."""

    partner = models.ForeignKey(SheetPartner, on_delete=models.CASCADE, related_name="pledges")
    deliverable = models.CharField("s'engage à", max_length=300)
    quantity = models.CharField("quantité ou rythme", max_length=120, blank=True)
    due_on = models.DateField("avant le", null=True, blank=True)
    towards = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="pledged_to",
        verbose_name="envers",
    )  # fmt: skip
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)
    confirmed_on_paper = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="pledge"
    )
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        verbose_name = "engagement sur une fiche"

    def __str__(self) -> str:
        return self.deliverable


class Detail(models.Model):
    """A line of a sheet that two people may edit at once; a withdrawn line stays, and can be put back."""

    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class Milestone(Detail):
    """A step of a sheet: a period when it has an end, else a date; `done_on` when it was reached."""

    sheet = models.ForeignKey(ActionSheet, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("étape", max_length=200)
    start = models.DateField("le ou du")
    end = models.DateField("au", null=True, blank=True)
    done_on = models.DateField("atteinte le", null=True, blank=True)

    class Meta(Detail.Meta):
        ordering = ["start", "id"]
        verbose_name = "étape"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="milestone_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CostLine(Detail):
    """One line of the cost of a sheet: year, who pays, for what; without amount it is still to be priced."""

    sheet = models.ForeignKey(ActionSheet, on_delete=models.CASCADE, related_name="cost_lines")
    year = models.PositiveSmallIntegerField("année")
    source = models.CharField("financeur", max_length=12, choices=Source.choices())
    nature = models.CharField("nature", max_length=10, choices=Nature.choices())
    payer = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="cost_lines",
        verbose_name="institution qui paie",
    )  # fmt: skip
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2, null=True, blank=True)
    obtained = models.BooleanField("acquis", default=False)
    note = models.CharField("précision", max_length=200, blank=True)

    class Meta(Detail.Meta):
        ordering = ["year", "id"]
        verbose_name = "ligne de coût"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="cost_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source} {self.nature}"

    @property
    def source_term(self) -> Source:
        """Who pays, as a word with its label."""
        return Source(self.source)

    @property
    def nature_term(self) -> Nature:
        """What is paid, as a word with its label."""
        return Nature(self.nature)


class SheetIndicator(Detail):
    """What tells whether the action goes on (follow-up) and what it yields (result)."""

    sheet = models.ForeignKey(ActionSheet, on_delete=models.CASCADE, related_name="indicators")
    kind = models.CharField("genre", max_length=10, choices=IndicatorKind.choices())
    name = models.CharField("indicateur", max_length=200)
    unit = models.CharField("unité", max_length=60, blank=True)
    baseline = models.CharField("valeur de départ", max_length=120, blank=True)
    target = models.CharField("cible", max_length=120, blank=True)
    target_on = models.DateField("à la date du", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta(Detail.Meta):
        ordering = ["kind", "id"]
        verbose_name = "indicateur d'une fiche"

    def __str__(self) -> str:
        return self.name

    @property
    def kind_term(self) -> IndicatorKind:
        """Follow-up or result, as a word with its label."""
        return IndicatorKind(self.kind)


class IndicatorDue(models.Model):
    """A value due on a day; filled when `value` was given. Unknown stays unknown."""

    indicator = models.ForeignKey(SheetIndicator, on_delete=models.CASCADE, related_name="dues")
    due_on = models.DateField("attendue le")
    value = models.CharField("valeur", max_length=120, blank=True)
    filled_on = models.DateField("remplie le", null=True, blank=True)
    note = models.CharField("remarque", max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "valeur attendue"

    def __str__(self) -> str:
        return f"{self.indicator} {self.due_on}"


class Review(models.Model):
    """A review of a sheet on its way: planned, then held with what came out of it."""

    sheet = models.ForeignKey(ActionSheet, on_delete=models.CASCADE, related_name="reviews")
    planned_on = models.DateField("prévue le")
    held_on = models.DateField("tenue le", null=True, blank=True)
    outcome = models.TextField("ce qui en est sorti", blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["planned_on", "id"]
        verbose_name = "revue"

    def __str__(self) -> str:
        return f"{self.sheet} {self.planned_on}"
