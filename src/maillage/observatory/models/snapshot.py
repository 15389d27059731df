"""The figures of one partnership on one day, computed once, then only read."""

import json
from typing import Any

from django.db import models

from maillage.institutions.models import Partnership


class HealthSnapshot(models.Model):
    """Figures, history and reading of a partnership as its records stood on `day`; replaced, never edited."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="health_snapshots")
    day = models.DateField()
    computed_at = models.DateTimeField()
    code_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    body = models.TextField()  # canonical JSON: the text whose SHA-256 is `digest`

    class Meta:
        ordering = ["partnership", "-day", "-id"]
        verbose_name = "état de santé"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "day"], name="one_health_snapshot_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} {self.day:%d/%m/%Y}"

    @property
    def content(self) -> dict[str, Any]:
        """The snapshot as it was computed."""
        held: dict[str, Any] = json.loads(self.body)
        return held
