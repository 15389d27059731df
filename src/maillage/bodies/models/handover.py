"""A holder leaves: the dossier that passes to the successor."""

import uuid

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.institutions.models import Institution, Partnership, Person


class Handover(models.Model):
    """One departure: who leaves which institution's work, when, who follows, what was said."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="handovers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="handovers")
    leaving = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="departures")
    successor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    leaves_on = models.DateField("départ le")
    arrives_on = models.DateField("arrivée le", null=True, blank=True)
    note = models.TextField("note de passation", blank=True)
    noted_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-leaves_on", "-id"]
        verbose_name = "passation"

    def __str__(self) -> str:
        return f"{self.leaving} quitte {self.institution}"


class HandoverLine(models.Model):
    """One thing passed on: where it stands, and what was promised about it."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    subject = models.CharField(max_length=60)  # commitment:12, seat:3, decision:5, or free
    words = models.CharField(max_length=300)
    passed_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words
