"""What institutions say of a finding: they sign it, or disagree in their own words."""

import uuid

from django.db import models
from django.db.models import Q

from maillage.diagnosis.models.lines import Finding
from maillage.institutions.models import Institution


class Position(models.Model):
    """An act of one institution on one finding, which it may withdraw; the trace stays."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="%(class)ss")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="%(class)ss")
    on = models.DateField()
    on_paper = models.BooleanField("recueilli sur papier", default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField("motif du retrait", max_length=300, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "institution"], condition=Q(withdrawn_on__isnull=True),
                name="one_running_%(class)s",
            )
        ]  # fmt: skip


class FindingSignature(Position):
    """An institution signs a finding."""

    class Meta(Position.Meta):
        verbose_name = "signature"

    def __str__(self) -> str:
        return f"{self.institution} {self.on:%d/%m/%Y}"


class FindingDissent(Position):
    """An institution disagrees; its words are kept as they were said."""

    words = models.TextField("désaccord")

    class Meta(Position.Meta):
        verbose_name = "désaccord"

    def __str__(self) -> str:
        return f"{self.institution} : {self.words[:40]}"
