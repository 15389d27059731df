"""What a body decides and what institutions promise: decisions, dissent, commitments and their changes."""

import uuid

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.bodies.models.meeting import AgendaItem, Meeting
from maillage.bodies.vocabulary import CommitmentState, DecisionMode
from maillage.institutions.models import Institution, Partnership, Person


class Decision(models.Model):
    """A decision taken in a meeting. Who was convened is known by the meeting's convocations."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField("décision")
    mode = models.CharField(max_length=10, choices=DecisionMode.choices())
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    bound = models.ManyToManyField(Institution, related_name="decisions_binding", blank=True)
    restricted = models.BooleanField("réservée aux membres", default=False)
    review_on = models.DateField("à revoir le", null=True, blank=True)
    review_outcome = models.TextField("issue de la revue", blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField("motif du retrait", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting_id", "number"]
        verbose_name = "décision"
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")]

    def __str__(self) -> str:
        return f"Décision {self.number}"

    @property
    def mode_term(self) -> DecisionMode:
        """How it was taken, as a word with its label."""
        return DecisionMode(self.mode)


class Dissent(models.Model):
    """A disagreement kept as it was said, under the institution's name."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="dissents")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="dissents")
    words = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "institution"], name="one_dissent_per_institution")
        ]

    def __str__(self) -> str:
        return f"{self.institution} : {self.words[:40]}"


class Commitment(models.Model):
    """What one institution promises: what, how much, before when; and what came of it.

    `origin` says where it came from when not from a meeting ("sheet:12"): packages above keep their own link.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="commitments")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="commitments")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    towards = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="promised_to"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    origin = models.CharField(max_length=40, blank=True)
    deliverable = models.CharField("s'engage à", max_length=300)
    quantity = models.CharField("quantité ou rythme", max_length=120, blank=True)
    due_on = models.DateField("avant le", null=True, blank=True)
    made_on = models.DateField("pris le")
    state = models.CharField(
        max_length=14, choices=CommitmentState.choices(), default=CommitmentState.OPEN.value
    )
    closed_on = models.DateField(null=True, blank=True)
    evidence = models.TextField("preuve", blank=True)
    restricted = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "engagement"
        indexes = [models.Index(fields=["partnership", "state", "due_on"], name="commitment_due")]

    def __str__(self) -> str:
        return self.deliverable

    @property
    def state_term(self) -> CommitmentState:
        """The state as a word with its label."""
        return CommitmentState(self.state)


class CommitmentChange(models.Model):
    """A commitment renegotiated: what it was, what it became, and why."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="changes")
    on = models.DateField()
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.field} : {self.before} → {self.after}"
