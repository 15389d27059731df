"""A partnership's diagnosis, what is written in it by hand, and the frozen versions of its figures."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from maillage.diagnosis.vocabulary import (
    Confidence,
    DiagnosisSection,
    DiagnosisState,
    MeansNature,
    SourceState,
)
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


class Entry(models.Model):
    """A numbered line of a diagnosis; withdrawn lines stay, and can be put back."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["diagnosis", "number"], name="%(class)s_number_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


class Finding(Entry):
    """What institutions found together: evidence, who signs, who disagrees and in which words."""

    text = models.TextField("constat")
    evidence = models.TextField("preuves", blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices())
    signatories = models.JSONField(default=list, blank=True)  # names of institutions, never of persons
    dissent = models.TextField("désaccord", blank=True)
    dissent_by = models.CharField(max_length=200, blank=True)
    dissent_on = models.DateField(null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "constat"


class SourceRequest(Entry):
    """A source that was asked for, its holder's answer, and what is doubtful in it."""

    source = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=SourceState.choices())
    asked_on = models.DateField(null=True, blank=True)
    motive = models.TextField(blank=True)
    remark = models.TextField(blank=True)

    class Meta(Entry.Meta):
        verbose_name = "source"


class MeansItem(Entry):
    """One line of the inventory of means."""

    nature = models.CharField(max_length=10, choices=MeansNature.choices())
    name = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    quantity = models.CharField(max_length=200, blank=True)
    remark = models.TextField(blank=True)

    class Meta(Entry.Meta):
        verbose_name = "moyen"


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
