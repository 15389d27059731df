"""Control of the funded bodies: campaigns, the list published and drawn, controls, their steps and faults."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from maillage.funding.models.fund import Fund
from maillage.funding.models.request import GrantDecision, money
from maillage.funding.vocabulary.controls import (
    Basis,
    ControlPhase,
    Entry,
    Motive,
    StepKind,
    StratifyBy,
)
from maillage.institutions.models import Institution, Partnership


class Campaign(models.Model):
    """A campaign of control over the grants of one year. Its delays are its own: no text read gives any."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="control_campaigns")
    title = models.CharField("titre", max_length=200)
    year = models.PositiveSmallIntegerField("année des subventions")
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="fonds"
    )
    rate = models.DecimalField("taux, %", max_digits=5, decimal_places=2, default=Decimal("20.00"))
    strata = models.CharField(
        "strates", max_length=8, choices=StratifyBy.choices(), default=StratifyBy.NOTHING.value
    )
    basis = models.CharField("contrôle", max_length=9, choices=Basis.choices(), default=Basis.DOCUMENTS.value)
    documents_days = models.PositiveSmallIntegerField("délai pour envoyer les pièces, en jours", default=30)
    clear_days = models.PositiveSmallIntegerField("délai de la phase amiable, en jours", default=30)
    adversarial_days = models.PositiveSmallIntegerField(
        "délai de la phase contradictoire, en jours", default=30
    )
    restitution_days = models.PositiveSmallIntegerField("délai pour reverser, en jours", default=60)
    asked_documents = models.TextField("pièces demandées, une par ligne")
    contact = models.CharField("service qui répond aux questions", max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = "campagne de contrôle"
        constraints = [
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lte=100), name="control_rate_is_a_share"),
            models.CheckConstraint(
                condition=Q(documents_days__gte=1, clear_days__gte=1, adversarial_days__gte=1,
                            restitution_days__gte=1), name="control_delays_last_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def basis_term(self) -> Basis:
        """On documents or on site, as a word with its label."""
        return Basis(self.basis)

    @property
    def strata_term(self) -> StratifyBy:
        """What splits the list, as a word with its label."""
        return StratifyBy(self.strata)


class DrawBase(models.Model):
    """The list and the seed as they were published, before the draw; a withdrawn one stays readable."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="bases")
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField("publiée le")
    seed = models.CharField("graine", max_length=64)
    seed_origin = models.CharField("d'où vient la graine", max_length=200)
    rate = models.DecimalField("taux, %", max_digits=5, decimal_places=2)
    strata = models.CharField(max_length=8, choices=StratifyBy.choices())
    method = models.CharField(max_length=30)
    digest = models.CharField("empreinte de la liste", max_length=64)
    drawn_on = models.DateField("tirée le", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField("motif du retrait", max_length=300, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["number"]
        verbose_name = "liste de tirage"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="draw_base_number_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(withdrawn_on__isnull=True), name="one_live_draw_base"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}, liste {self.number}"

    @property
    def strata_term(self) -> StratifyBy:
        """What split the list, as a word with its label."""
        return StratifyBy(self.strata)


class DrawUnit(models.Model):
    """A funded body as the list names it; after the draw, its print and its rank."""

    base = models.ForeignKey(DrawBase, on_delete=models.CASCADE, related_name="units")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="draw_units")
    key = models.CharField(max_length=600)
    stratum = models.CharField(max_length=200)
    grants = models.PositiveSmallIntegerField("subventions")
    amount = money("accordé")
    digest = models.CharField(max_length=64, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    taken = models.BooleanField(default=False)

    class Meta:
        ordering = ["base", "id"]
        verbose_name = "organisme de la liste"
        constraints = [
            models.UniqueConstraint(fields=["base", "institution"], name="draw_unit_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Control(models.Model):
    """The control of one body in one campaign. `phase` is what its live steps lead to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="controls")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="controls")
    base = models.ForeignKey(
        DrawBase, on_delete=models.PROTECT, null=True, blank=True, related_name="controls"
    )
    entry = models.CharField("entrée", max_length=8, choices=Entry.choices())
    reason = models.TextField("motif du signalement", blank=True)
    entered_on = models.DateField("inscrit le")
    phase = models.CharField(
        "phase", max_length=12, choices=ControlPhase.choices(), default=ControlPhase.DRAWN.value
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["institution__name", "id"]
        verbose_name = "contrôle"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "institution"], condition=Q(withdrawn_on__isnull=True),
                name="one_live_control_per_body",
            ),
            models.CheckConstraint(
                condition=Q(entry="drawn", base__isnull=False) | (Q(entry="reported") & ~Q(reason="")),
                name="control_says_why_it_is_there",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Contrôle de {self.institution}"

    @property
    def phase_term(self) -> ControlPhase:
        """The phase as a word with its label."""
        return ControlPhase(self.phase)

    @property
    def entry_term(self) -> Entry:
        """Drawn or reported, as a word with its label."""
        return Entry(self.entry)


class ControlStep(models.Model):
    """Something that happened in a control, that day. Undone ones stay: only the last live one is undone."""

    control = models.ForeignKey(Control, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices())
    on = models.DateField("le")
    due_on = models.DateField("réponse attendue avant le", null=True, blank=True)
    words = models.TextField("texte", blank=True)
    documents = models.TextField("pièces, une par ligne", blank=True)
    by_body = models.BooleanField("saisi par l'organisme", default=False)
    asks_hearing = models.BooleanField("demande à être entendu", default=False)
    heard_on = models.DateField("entendu le", null=True, blank=True)
    undone_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = "étape d'un contrôle"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gt=models.F("on")), name="step_due_after_it"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_term.label}, {self.on}"

    @property
    def kind_term(self) -> StepKind:
        """The kind as a word with its label."""
        return StepKind(self.kind)

    @property
    def titles(self) -> list[str]:
        """The documents by their titles."""
        return [line.strip() for line in self.documents.splitlines() if line.strip()]


class Fault(models.Model):
    """A written non-conformity on one grant; `kept` is what the final finding holds of its amount."""

    control = models.ForeignKey(Control, on_delete=models.CASCADE, related_name="faults")
    decision = models.ForeignKey(GrantDecision, on_delete=models.PROTECT, related_name="faults")
    motive = models.CharField("motif", max_length=11, choices=Motive.choices())
    words = models.TextField("ce qui est constaté")
    amount = money("montant en cause")
    kept = money("montant retenu", null=True, blank=True)
    written_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        verbose_name = "non-conformité"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fault_is_positive"),
            models.CheckConstraint(
                condition=Q(kept__isnull=True) | Q(kept__gte=0, kept__lte=models.F("amount")),
                name="fault_keeps_no_more_than_was_debated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motive_term.label}, {self.amount} €"

    @property
    def motive_term(self) -> Motive:
        """The motive as a word with its label."""
        return Motive(self.motive)
