"""A partnership's diagnosis, its sections written by hand, and the frozen versions of its figures."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from maillage.diagnosis.vocabulary import DiagnosisSection, DiagnosisState
from maillage.institutions.models import Partnership


class Diagnosis(models.Model):
    """One local safety diagnosis of one partnership, over a period of whole years."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="diagnoses")
    place = models.CharField(max_length=20)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=DiagnosisState.choices(), default=DiagnosisState.DRAFT.value
    )
    opened_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)  # grows with every change made by hand

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = "diagnostic"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="diagnosis_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Diagnostic {self.partnership} {self.opened_on:%Y}"


class Section(models.Model):
    """One section written by hand; the text before the last change is kept, so that it can be undone."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=20, choices=DiagnosisSection.choices())
    text = models.TextField(blank=True)
    previous = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["diagnosis", "name"], name="section_once")]

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """The frozen content of a diagnosis: figures, sources, methods, words. Never changed: the database
    refuses
    it.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="snapshots", null=True, blank=True
    )
    diagnosis = models.ForeignKey(
        Diagnosis, on_delete=models.PROTECT, related_name="snapshots", null=True, blank=True
    )
    place = models.CharField(max_length=20, db_index=True)
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    computed_on = models.DateField()
    code_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, db_index=True)
    body = models.TextField()  # canonical JSON: the text whose SHA-256 is `digest`

    class Meta:
        ordering = ["-number", "-id"]
        verbose_name = "version"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "place", "number"], name="snapshot_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} version {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The frozen content, as plain values."""
        found: dict[str, Any] = json.loads(self.body)
        return found
