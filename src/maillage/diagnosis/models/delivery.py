"""Files that partners bring: the answer to a request, the coded answers of field work, and their doubts."""

import uuid

from django.db import models
from django.db.models import Q

from maillage.diagnosis.models.diagnosis import Diagnosis
from maillage.diagnosis.models.lines import FieldWork, SourceRequest
from maillage.diagnosis.vocabulary.gathered import DeliveryState, DoubtKind


class Delivery(models.Model):
    """One file: previewed, then kept, later replaced or withdrawn. `content` goes once it has served."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.CASCADE, related_name="deliveries")
    request = models.ForeignKey(
        SourceRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    field_work = models.ForeignKey(
        FieldWork, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(default=b"", blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices(), default="waiting")
    partial = models.BooleanField("réponse partielle", default=False)
    method_note = models.TextField("note de méthode", blank=True)
    by_paper = models.BooleanField("déposé par le coordonnateur", default=False)
    received_at = models.DateTimeField()
    kept_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    diagnosis_revision = models.PositiveIntegerField(default=0)  # the words that first held it
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = "fichier reçu"
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=True) ^ Q(field_work__isnull=True), name="delivery_answers_one"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="kept", request__isnull=False),
                name="one_answer_in_use",
            ),
            models.UniqueConstraint(
                fields=["field_work"], condition=Q(state="kept", field_work__isnull=False),
                name="one_coding_in_use",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.filename

    @property
    def state_term(self) -> DeliveryState:
        """The state as a word with its label."""
        return DeliveryState(self.state)


class SeriesPoint(models.Model):
    """One count that a partner gave: as it was written, never corrected."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="points")
    line = models.PositiveIntegerField()
    period = models.CharField(max_length=20)
    place = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    exposed = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.period} {self.place} {self.category} : {self.count}"


class CodedAnswer(models.Model):
    """How many people gave this answer to this question; nobody is named."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="answers")
    line = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    code = models.CharField(max_length=120)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.question} {self.code} : {self.count}"


class Doubt(models.Model):
    """A doubt on a series, shown to its holder, who may answer in a few words. The counts stay as given."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=14, choices=DoubtKind.choices())
    subject = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    against = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, null=True, blank=True, related_name="contradicted"
    )
    raised_on = models.DateField()
    explanation = models.TextField("réponse du détenteur", blank=True)
    explained_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = "doute"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind", "subject"], name="doubt_once"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def kind_term(self) -> DoubtKind:
        """The kind as a word with its label."""
        return DoubtKind(self.kind)
