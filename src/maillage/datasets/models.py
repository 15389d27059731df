"""Releases: what was imported, from where, when, under which licence; and the lines that were set aside."""

import re
from datetime import date

from django.db import models
from django.db.models import Q

from maillage.datasets.vocabulary import Kind, Level
from maillage.ui import typography

ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class Release(models.Model):
    """One imported file. `id` begins the SHA-256 of its bytes: the same file twice is one release."""

    id = models.CharField(max_length=64, primary_key=True)
    format = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices())
    level = models.CharField(max_length=20, choices=Level.choices())
    source = models.CharField(max_length=300)
    filename = models.CharField(max_length=255)
    vintage = models.CharField(max_length=100, blank=True)
    licence = models.CharField(max_length=80)
    produced_on = models.DateField(null=True)
    imported_at = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    rejected = models.PositiveIntegerField(default=0)
    derived = models.BooleanField(default=False)
    fictitious = models.BooleanField(default=False)
    notes = models.JSONField(default=list)
    defects = models.JSONField(default=list)

    class Meta:
        ordering = ["-imported_at", "id"]
        verbose_name = "publication"
        constraints = [
            models.CheckConstraint(condition=Q(id__regex=r"^[0-9a-f]{64}$"), name="release_id_is_a_hash")
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        """How a figure names this release."""
        mark = "données fictives, " if self.fictitious else "fichier dérivé, " if self.derived else ""
        vintage = (self.vintage or self.filename).removesuffix(", reprise")
        told = ISO.sub(lambda day: typography.french_date(date.fromisoformat(day.group())), vintage)
        return f"{self.source}, {told} ({mark}empreinte {self.id[:12]})"


class RejectedLine(models.Model):
    """One line of a release that was set aside, and why."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rejected_lines")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.reason}"


class ImportJob(models.Model):
    """A file received by the pages and waiting for its turn; its state is what the progress page shows."""

    path = models.CharField(max_length=500)
    filename = models.CharField(max_length=255)
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        default="waiting",
        choices=[("waiting", "en attente"), ("running", "en cours"), ("done", "fait"), ("refused", "refusé")],
    )
    progress = models.CharField(max_length=200, blank=True)
    message = models.TextField(blank=True)
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"
