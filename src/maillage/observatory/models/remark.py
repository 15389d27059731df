"""What the institutions concerned say of a figure, kept beside it with its day."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from maillage.institutions.models import Institution, Partnership


class Remark(models.Model):
    """A comment of an institution on one figure, or an answer to one. Taken back, it stays in the journal."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="health_remarks")
    indicator = models.CharField(max_length=8)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="health_remarks")
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    on = models.DateField("le")
    shown = models.CharField(max_length=60)  # the figure as it stood: « 33 % (4 sur 12) »
    words = models.TextField("commentaire")
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "commentaire d'un chiffre"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="remark_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.institution}"
