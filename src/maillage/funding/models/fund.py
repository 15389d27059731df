"""Funds with their dated rules, and the calls that they open."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.contracts.models import Priority
from maillage.funding.vocabulary import FromWhom, FundKind
from maillage.institutions.models import Institution, Partnership


class Fund(models.Model):
    """A source of money as one partnership knows it, and the institution that decides on it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="funds")
    kind = models.CharField("genre", max_length=12, choices=FundKind.choices())
    name = models.CharField("nom", max_length=200)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="funds",
        verbose_name="institution qui décide",
    )  # fmt: skip
    archived_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "fonds"
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="fund_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_term(self) -> FundKind:
        """The kind as a word with its label."""
        return FundKind(self.kind)


class FundRule(models.Model):
    """What a fund asks from one day on: read by the day of the request. `reference` says who set it.

    `ceiling`: percent of the cost at most; `floor`: euros at least; `threshold`: sprinkling threshold, ours.
    """

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="rules")
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    ceiling = models.DecimalField("plafond, % du coût", max_digits=5, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField("montant minimal", max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField("montant maximal", max_digits=12, decimal_places=2, null=True, blank=True)
    threshold = models.DecimalField(
        "seuil de saupoudrage", max_digits=12, decimal_places=2, null=True, blank=True
    )
    running = models.BooleanField("fonctionnement admis", default=True)
    equipment = models.BooleanField("équipement admis", default=True)
    staff = models.BooleanField("personnel admis", default=True)
    reference = models.CharField("source", max_length=300)
    checked = models.BooleanField("lu dans le texte", default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["since", "id"]
        verbose_name = "règle d'un fonds"
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "since"], condition=Q(withdrawn_on__isnull=True), name="one_rule_per_day"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="fund_rule_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__gte=0, ceiling__lte=100),
                name="fund_ceiling_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.since}"


class Call(models.Model):
    """A call for projects of a fund, between two days."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField("appel", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    opens = models.DateField("ouvre le")
    closes = models.DateField("ferme le")
    envelope = models.DecimalField("enveloppe", max_digits=12, decimal_places=2, null=True, blank=True)
    from_whom = models.CharField("à l'initiative de", max_length=6, choices=FromWhom.choices())
    words = models.TextField("ce qui est attendu", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-closes", "-id"]
        verbose_name = "appel à projets"
        constraints = [
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="call_closes_after_opening")
        ]

    def __str__(self) -> str:
        return self.title


class CallPriority(models.Model):
    """A priority of a call and its weight, in percent; `answers`: the priorities of the contract it meets."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField("priorité", max_length=300)
    weight = models.PositiveSmallIntegerField("poids, %")
    answers = models.ManyToManyField(Priority, related_name="call_priorities", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-weight", "id"]
        verbose_name = "priorité de l'appel"
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="call_weight_is_a_share")
        ]

    def __str__(self) -> str:
        return self.title
