"""The yearly report on the FIPD, its dates, and the spreadsheets that wait to be confirmed."""

import uuid

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.bodies.models import Meeting
from maillage.funding.vocabulary.sheets import SheetState
from maillage.institutions.models import Partnership


class YearlyReport(models.Model):
    """The report of one year on the use of the FIPD: shown to the council, sent to the préfet."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="yearly_reports")
    year = models.PositiveSmallIntegerField("année")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="yearly_reports",
        verbose_name="présenté en séance du",
    )  # fmt: skip
    presented_on = models.DateField("présenté au conseil le", null=True, blank=True)
    sent_on = models.DateField("transmis au préfet le", null=True, blank=True)
    words = models.TextField("ce que la collectivité en retient", blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year"]
        verbose_name = "rapport annuel sur le FIPD"
        constraints = [models.UniqueConstraint(fields=["partnership", "year"], name="one_yearly_report")]

    def __str__(self) -> str:
        return f"Rapport FIPD {self.year}"


class PlanImport(models.Model):
    """A filled spreadsheet of requests: previewed, then applied whole or given up; its content is not
    kept.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="plan_imports")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(default=b"", blank=True)
    state = models.CharField(max_length=8, choices=SheetState.choices(), default=SheetState.WAITING.value)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = "tableur de demandes"

    def __str__(self) -> str:
        return self.filename
