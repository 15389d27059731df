"""What is owed to the mayor and to the council, received or missing; reports as delays, never names."""

import uuid

from django.db import models
from django.db.models import Q

from maillage.bodies.vocabulary import Duty, DutyState, ReportOutcome, YearlyCountKind
from maillage.institutions.models import Institution, Partnership


class InformationItem(models.Model):
    """One expected piece of information: under which duty, from whom, for which period, before when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="information_items")
    duty = models.CharField("obligation", max_length=10, choices=Duty.choices())
    holder = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="information_owed")
    about = models.CharField("objet", max_length=200)
    asked_on = models.DateField("demandé le", null=True, blank=True)
    expected_on = models.DateField("attendu pour le")
    received_on = models.DateField("reçu le", null=True, blank=True)
    state = models.CharField(max_length=8, choices=DutyState.choices(), default=DutyState.EXPECTED.value)
    reminded_on = models.DateField(null=True, blank=True)
    remark = models.CharField("remarque", max_length=300, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["expected_on", "id"]
        verbose_name = "information due"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_on__isnull=False), name="received_on_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def duty_term(self) -> Duty:
        """The duty as a word with its label."""
        return Duty(self.duty)

    @property
    def state_term(self) -> DutyState:
        """The state as a word with its label."""
        return DutyState(self.state)


class Report(models.Model):
    """One report of the mayor to the prosecutor (article 40), or one request on people leaving prison.

    Only days and the kind of outcome: no name, no fact, no place.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=24, choices=YearlyCountKind.choices())
    sent_on = models.DateField("envoyé le")
    outcome = models.CharField(
        max_length=12, choices=ReportOutcome.choices(), default=ReportOutcome.AWAITED.value
    )
    answered_on = models.DateField("réponse le", null=True, blank=True)
    recorded_on = models.DateField("saisi le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-sent_on", "-id"]
        verbose_name = "signalement compté"

    def __str__(self) -> str:
        return f"{self.kind} {self.sent_on}"

    @property
    def kind_term(self) -> YearlyCountKind:
        """What was sent, as a word with its label."""
        return YearlyCountKind(self.kind)

    @property
    def outcome_term(self) -> ReportOutcome:
        """What became of it, as a word with its label."""
        return ReportOutcome(self.outcome)


class YearlyCount(models.Model):
    """A count of a year, typed once a year: no date and no person behind it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="yearly_counts")
    kind = models.CharField(max_length=24, choices=YearlyCountKind.choices())
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-year", "kind"]
        verbose_name = "compte annuel"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "year"], name="yearly_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} : {self.count}"

    @property
    def kind_term(self) -> YearlyCountKind:
        """What is counted, as a word with its label."""
        return YearlyCountKind(self.kind)
