"""Who says it works with whom: a questionnaire to institutions, kept apart from what the records show."""

import uuid

from django.db import models
from django.db.models import F, Q

from maillage.institutions.models import Institution, Partnership

MOST = 4


class TieSurvey(models.Model):
    """One round of the questionnaire, open until it is closed; one at a time in a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="tie_surveys")
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("fermé le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = "relevé des liens déclarés"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(closed_on__isnull=True), name="one_tie_survey_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="tie_survey_closes_after",
            ),
        ]

    def __str__(self) -> str:
        return f"Liens déclarés, relevé du {self.opened_on:%d/%m/%Y}"


class TieAnswer(models.Model):
    """What one institution answered: once a round, corrected until it closes, taken back at will."""

    survey = models.ForeignKey(TieSurvey, on_delete=models.PROTECT, related_name="answers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="tie_answers")
    on = models.DateField("le")
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["survey_id", "institution__name"]
        verbose_name = "réponse sur les liens"
        constraints = [
            models.UniqueConstraint(fields=["survey", "institution"], name="one_tie_answer_each"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.survey}"


class DeclaredTie(models.Model):
    """One line of an answer: how often with whom (0 to 4), of what value (0 to 4, or unsaid)."""

    answer = models.ForeignKey(TieAnswer, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="declared_ties")
    often = models.PositiveSmallIntegerField("fréquence")
    value = models.PositiveSmallIntegerField("valeur", null=True, blank=True)

    class Meta:
        ordering = ["answer_id", "other__name"]
        verbose_name = "lien déclaré"
        constraints = [
            models.UniqueConstraint(fields=["answer", "other"], name="one_declared_tie_each"),
            models.CheckConstraint(condition=Q(often__lte=MOST), name="declared_tie_often"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__lte=MOST), name="declared_tie_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer.institution} - {self.other} : {self.often}"
