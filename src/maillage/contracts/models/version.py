"""Versions of a contract that were put to signature, opinions asked before, and who signed."""

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from maillage.contracts.models.contract import Contract
from maillage.contracts.models.sheet import ActionSheet
from maillage.contracts.vocabulary import Verdict
from maillage.contracts.vocabulary.life import Capacity, SignatureMode, VersionState
from maillage.institutions.models import Institution


class Version(models.Model):
    """The text put to signature, frozen: the database refuses to change it. Number 1 is the contract itself,
    the following are its amendments.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField("objet", max_length=300, blank=True)
    made_on = models.DateField()
    state = models.CharField(max_length=10, choices=VersionState.choices(), default="open")
    signed_on = models.DateField(null=True, blank=True)  # the day the last signatory signed
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    body = models.TextField()  # canonical JSON: the text whose SHA-256 is `digest`
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["contract_id", "number"]
        verbose_name = "version"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_once"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="open"), name="one_open_version_per_contract"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} version {self.number}"

    @property
    def state_term(self) -> VersionState:
        """The state as a word with its label."""
        return VersionState(self.state)

    @property
    def content(self) -> dict[str, Any]:
        """The frozen text, as plain values."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Signatory(models.Model):
    """An institution that must sign a contract, and in which capacity; in the order of signature."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="signatories")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="signatory_of")
    capacity = models.CharField("qualité", max_length=12, choices=Capacity.choices())
    rank = models.PositiveSmallIntegerField("rang", default=1)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["rank", "id"]
        verbose_name = "signataire"
        constraints = [
            models.UniqueConstraint(fields=["contract", "institution"], name="signatory_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.institution} ({self.capacity_term.label})"

    @property
    def capacity_term(self) -> Capacity:
        """In which capacity, as a word with its label."""
        return Capacity(self.capacity)


class Signature(models.Model):
    """A signature of one version: who, in which capacity, when, and how it is known."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="contract_signatures")
    capacity = models.CharField("qualité", max_length=12, choices=Capacity.choices())
    signer = models.CharField("signé par", max_length=150)
    on = models.DateField("le")
    mode = models.CharField("comment", max_length=10, choices=SignatureMode.choices())
    scan = models.BinaryField(default=b"", blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "signature"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "institution"], condition=Q(withdrawn_on__isnull=True),
                name="one_signature_per_institution",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.institution}, {self.on}"

    @property
    def capacity_term(self) -> Capacity:
        """In which capacity, as a word with its label."""
        return Capacity(self.capacity)

    @property
    def mode_term(self) -> SignatureMode:
        """How it is known, as a word with its label."""
        return SignatureMode(self.mode)


class Opinion(models.Model):
    """An opinion asked on a contract, or on the compatibility of one sheet with the departmental plan."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="opinions")
    sheet = models.ForeignKey(
        ActionSheet, on_delete=models.CASCADE, null=True, blank=True, related_name="opinions"
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="contract_opinions")
    on_plan = models.BooleanField("sur la compatibilité avec le plan départemental", default=False)
    asked_on = models.DateField("demandé le")
    given_on = models.DateField("rendu le", null=True, blank=True)
    verdict = models.CharField("avis", max_length=12, choices=Verdict.choices(), blank=True)
    words = models.TextField("dans ses mots", blank=True)
    effect = models.TextField("suite donnée", blank=True)  # what was changed or refused because of it
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["asked_on", "id"]
        verbose_name = "avis"

    def __str__(self) -> str:
        return f"Avis de {self.institution}"

    @property
    def verdict_term(self) -> Verdict | None:
        """What it says, as a word with its label; None while it is awaited."""
        return Verdict(self.verdict) if self.verdict else None


class SummaryReceipt(models.Model):
    """How many first-line agents of an institution received the public summary (domain, P11): counts only."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="receipts")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="summary_receipts")
    agents = models.PositiveIntegerField("agents de première ligne")
    received = models.PositiveIntegerField("agents qui l'ont reçu")
    on = models.DateField("le")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = "réception du résumé"
        constraints = [
            models.UniqueConstraint(fields=["version", "institution"], name="one_receipt_per_institution"),
            models.CheckConstraint(
                condition=Q(received__lte=models.F("agents")), name="received_within_agents"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} : {self.received} sur {self.agents}"
