"""Self-assessment: a round of questions in a partnership, and the answers, kept without a name."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.institutions.models import Institution, Partnership


class SelfAssessment(models.Model):
    """One round: opened, then closed once for all, since its results are then shown."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="self_assessments")
    title = models.CharField("intitulé", max_length=150)
    opened_on = models.DateField("ouverte le")
    until = models.DateField("réponses attendues jusqu'au", null=True, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = "auto-évaluation"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="self_assessment_has_a_title"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="self_assessment_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_answers(self) -> bool:
        """Open, and not withdrawn."""
        return self.closed_on is None and self.withdrawn_on is None


class AssessmentAnswer(models.Model):
    """What one person answered. `token`: a keyed fingerprint, so that only the same person finds it again."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="answers")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="assessment_answers"
    )
    token = models.CharField(max_length=64)
    scores = models.JSONField()  # item -> 1 to 5, or null: does not know

    class Meta:
        ordering = ["assessment", "token"]  # never the order in which they came
        verbose_name = "réponse à une auto-évaluation"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "token"], name="one_answer_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}"
