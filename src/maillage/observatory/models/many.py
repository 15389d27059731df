"""What is kept over several partnerships: boards, agreements to be named, aggregates from elsewhere."""

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from maillage.institutions.models import Partnership


class Board(models.Model):
    """Aggregates of one scope (`dep:44`, `national`) as records stood on `day`; no name, no person."""

    scope = models.CharField(max_length=20)
    day = models.DateField()
    computed_at = models.DateTimeField()
    code_version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    body = models.TextField()  # canonical JSON: the text whose SHA-256 is `digest`

    class Meta:
        ordering = ["scope", "-day"]
        verbose_name = "tableau d'un territoire"
        constraints = [models.UniqueConstraint(fields=["scope", "day"], name="one_board_a_day")]

    def __str__(self) -> str:
        return f"{self.scope} {self.day:%d/%m/%Y}"

    @property
    def content(self) -> dict[str, Any]:
        """The board as it was computed."""
        held: dict[str, Any] = json.loads(self.body)
        return held


class NamingAgreement(models.Model):
    """A partnership agrees to be named beside its figures on the boards; taken back, it is named no more."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="naming_agreements")
    given_on = models.DateField()
    decided_by = models.CharField("décidé par", max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["partnership", "-given_on"]
        verbose_name = "accord pour être nommé"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(withdrawn_on__isnull=True), name="one_naming_agreement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.partnership)


class TrustedInstance(models.Model):
    """Another installation whose signed aggregates are read, known by its public key."""

    key = models.CharField(max_length=64)  # Ed25519 public key, hexadecimal
    name = models.CharField(max_length=120)
    trusted_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "installation de confiance"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(withdrawn_on__isnull=True), name="instance_trusted_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReceivedAggregate(models.Model):
    """One signed file of aggregates, kept as it came."""

    instance = models.ForeignKey(TrustedInstance, on_delete=models.PROTECT, related_name="aggregates")
    day = models.DateField()
    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        ordering = ["instance", "-day"]
        verbose_name = "agrégat reçu"

    def __str__(self) -> str:
        return f"{self.instance} {self.day:%d/%m/%Y}"

    @property
    def content(self) -> dict[str, Any]:
        """The aggregates as they were signed."""
        held: dict[str, Any] = json.loads(self.body)
        return held
