"""A contract and its tree: axes, priorities, objectives; and the words its pilots agree on."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.contracts.vocabulary import ContractKind, ContractState, Ordering, Origin
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.diagnosis.models import Priority as DiagnosedPriority
from maillage.institutions.models import Institution, Partnership


class Contract(models.Model):
    """A strategy or contract of one partnership. Its rows are the text at work; signed texts are versions."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="contracts")
    diagnosis = models.ForeignKey(
        Diagnosis, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    kind = models.CharField("genre", max_length=20, choices=ContractKind.choices())
    title = models.CharField("titre", max_length=200)
    territory = models.CharField("territoire", max_length=200)
    start = models.DateField("du")
    end = models.DateField("au")
    state = models.CharField(
        max_length=10, choices=ContractState.choices(), default=ContractState.DRAFT.value
    )
    ordering = models.CharField(
        "plan ordonné", max_length=12, choices=Ordering.choices(), default=Ordering.THEME.value
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-start", "-id"]
        verbose_name = "contrat"
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="contract_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_term(self) -> ContractKind:
        """The kind as a word with its label."""
        return ContractKind(self.kind)

    @property
    def state_term(self) -> ContractState:
        """The state as a word with its label."""
        return ContractState(self.state)

    @property
    def ordering_term(self) -> Ordering:
        """How the plan is ordered, as a word with its label."""
        return Ordering(self.ordering)


class Numbered(models.Model):
    """A numbered line under a parent; a withdrawn line stays, and can be put back."""

    number = models.PositiveSmallIntegerField()
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["number"]


class Axis(Numbered):
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="axes")
    title = models.CharField("axe", max_length=200)

    class Meta(Numbered.Meta):
        verbose_name = "axe"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="axis_number_once")]

    def __str__(self) -> str:
        return f"Axe {self.number}. {self.title}"


class Priority(Numbered):
    """A priority of an axis; `diagnosed`: the priority of the diagnosis that it answers, if any."""

    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField("priorité", max_length=300)
    reason = models.TextField("pourquoi elle", blank=True)
    origin = models.CharField("origine", max_length=12, choices=Origin.choices())
    diagnosed = models.ForeignKey(
        DiagnosedPriority, on_delete=models.PROTECT, null=True, blank=True,
        related_name="contract_priorities", verbose_name="priorité du diagnostic",
    )  # fmt: skip

    class Meta(Numbered.Meta):
        verbose_name = "priorité"
        constraints = [
            models.UniqueConstraint(fields=["axis", "number"], name="priority_number_once_in_axis")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def origin_term(self) -> Origin:
        """Where it comes from, as a word with its label."""
        return Origin(self.origin)


class Objective(Numbered):
    """An objective. Its six parts (domain, C4): baseline, target, date, indicator, territory, public."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="objectives")
    text = models.TextField("objectif")
    indicator = models.CharField("indicateur", max_length=300, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    baseline = models.CharField("valeur de départ", max_length=120, blank=True)
    target = models.CharField("cible", max_length=120, blank=True)
    due_on = models.DateField("à la date du", null=True, blank=True)
    territory = models.CharField("territoire", max_length=200, blank=True)
    public = models.CharField("public", max_length=200, blank=True)
    source = models.CharField("source de la mesure", max_length=200, blank=True)
    origin = models.CharField("origine", max_length=12, choices=Origin.choices())
    findings = models.ManyToManyField(Finding, related_name="objectives", blank=True, verbose_name="constats")

    class Meta(Numbered.Meta):
        verbose_name = "objectif"
        constraints = [
            models.UniqueConstraint(fields=["priority", "number"], name="objective_number_once_in_priority")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def origin_term(self) -> Origin:
        """Where it comes from, as a word with its label."""
        return Origin(self.origin)


class Word(Numbered):
    """A word of the contract and what its pilots agree it means (domain, C13)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="words")
    word = models.CharField("mot", max_length=120)
    meaning = models.TextField("ce qu'il veut dire ici")

    class Meta(Numbered.Meta):
        verbose_name = "mot du contrat"
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="word_number_once")]

    def __str__(self) -> str:
        return self.word


class WordAgreement(models.Model):
    """An institution that agrees with a meaning; a new meaning asks for new agreements."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="agreements")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="word_agreements")
    on = models.DateField("le")
    meaning = models.TextField()  # the words agreed with, as they stood
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "accord sur un mot"
        constraints = [
            models.UniqueConstraint(fields=["word", "institution"], name="one_agreement_per_institution")
        ]

    def __str__(self) -> str:
        return f"{self.institution} : {self.word}"
