"""What stands around a contract: agreements, dated acts, declared counterparts, plans of the département."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.contracts.models.contract import Contract
from maillage.contracts.vocabulary.around import ActKind, AgreementKind, PlanKind, PlanOrigin
from maillage.institutions.models import Institution, Partnership


class Kept(models.Model):
    """A row that can be withdrawn and put back, edited by revision, and that sent twice is one."""

    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class Agreement(Kept):
    """An agreement outside the contract. `required`: by law, and then no sign of a choice (domain, D3)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField("genre", max_length=12, choices=AgreementKind.choices())
    title = models.CharField("intitulé", max_length=200)
    parties = models.ManyToManyField(Institution, related_name="agreements", verbose_name="parties")
    object = models.TextField("objet")
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)
    ended_reason = models.CharField("pourquoi elle a pris fin", max_length=300, blank=True)
    end_before = models.DateField(null=True, blank=True)  # the end that stood before it was ended early
    required = models.BooleanField("exigée par la loi", default=False)
    reference = models.CharField("référence", max_length=200, blank=True)

    class Meta(Kept.Meta):
        ordering = ["-start", "-id"]
        verbose_name = "convention"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="agreement_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_term(self) -> AgreementKind:
        """The kind as a word with its label."""
        return AgreementKind(self.kind)


class DatedAct(Kept):
    """An act of one authority alone: its day, who did it, how many or to whom. Never a family or a name."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="dated_acts")
    kind = models.CharField("genre", max_length=10, choices=ActKind.choices())
    on = models.DateField("le")
    by = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="dated_acts", verbose_name="par"
    )
    to = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="dated_acts_received",
        verbose_name="à",
    )  # fmt: skip
    count = models.PositiveSmallIntegerField("nombre", default=1)
    object = models.CharField("objet", max_length=300, blank=True)

    class Meta(Kept.Meta):
        ordering = ["-on", "-id"]
        verbose_name = "acte daté"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="parental", to__isnull=True, object="", count__gte=1)
                | Q(kind="safeguard", to__isnull=False, count=1),
                name="parental_contracts_are_only_counted",
            ),
            models.CheckConstraint(condition=~Q(by=F("to")), name="letter_goes_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_term.label}, {self.on}"

    @property
    def kind_term(self) -> ActKind:
        """The kind as a word with its label."""
        return ActKind(self.kind)


class Counterpart(Kept):
    """What an institution freely says it got outside prevention in exchange (domain, D12), in its words."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="counterparts")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="counterparts", verbose_name="déclarée par"
    )
    words = models.TextField("dans ses mots")
    on = models.DateField("le")

    class Meta(Kept.Meta):
        ordering = ["-on", "-id"]
        verbose_name = "contrepartie déclarée"

    def __str__(self) -> str:
        return f"{self.institution}, {self.on}"


class DepartmentalPlan(Kept):
    """A plan or programme of the département, as the partnership reads it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="departmental_plans")
    kind = models.CharField("genre", max_length=18, choices=PlanKind.choices())
    title = models.CharField("intitulé", max_length=200)
    department = models.CharField("département", max_length=3)
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)
    act = models.CharField("acte d'adoption", max_length=200, blank=True)
    act_on = models.DateField("adopté le", null=True, blank=True)

    class Meta(Kept.Meta):
        ordering = ["-start", "-id"]
        verbose_name = "plan départemental"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="plan_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_term(self) -> PlanKind:
        """The kind as a word with its label."""
        return PlanKind(self.kind)


class PlanPriority(Kept):
    """A priority of a plan, and who put it there; `council`: which local council did."""

    plan = models.ForeignKey(DepartmentalPlan, on_delete=models.CASCADE, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("priorité", max_length=300)
    origin = models.CharField("origine", max_length=8, choices=PlanOrigin.choices())
    council = models.CharField("quel conseil", max_length=200, blank=True)

    class Meta(Kept.Meta):
        ordering = ["number"]
        verbose_name = "priorité du plan départemental"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_priority_number_once"),
            models.CheckConstraint(
                condition=Q(origin="state", council="") | (Q(origin="council") & ~Q(council="")),
                name="council_priority_names_the_council",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def origin_term(self) -> PlanOrigin:
        """Who put it there, as a word with its label."""
        return PlanOrigin(self.origin)


class PlanReview(Kept):
    """What a plan gave in one year, and the day it was presented to the departmental council."""

    plan = models.ForeignKey(DepartmentalPlan, on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField("année")
    text = models.TextField("bilan")
    presented_on = models.DateField("présenté le", null=True, blank=True)

    class Meta(Kept.Meta):
        ordering = ["-year", "-id"]
        verbose_name = "bilan annuel du plan"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"], condition=Q(withdrawn_on__isnull=True), name="one_plan_review_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"
