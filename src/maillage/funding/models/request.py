"""A request for money with the fields of the form (domain, 13.2), its plan, opinions, what happens next."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import Nature
from maillage.funding.models.fund import Call, CallPriority, Fund
from maillage.funding.vocabulary import (
    Account,
    DecisionKind,
    OpinionVerdict,
    Purpose,
    RefusalReason,
    Renewal,
    RequestState,
    Side,
)
from maillage.institutions.models import Institution, Partnership


def money(label: str, **more: Any) -> Any:
    """An amount in euros and cents; never a float."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, **more)


class GrantRequest(models.Model):
    """One request of one body to one fund for one action and one year."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="grant_requests")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="requests")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    call_priority = models.ForeignKey(
        CallPriority, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests",
        verbose_name="priorité de l'appel",
    )  # fmt: skip
    sheet = models.ForeignKey(
        ActionSheet, on_delete=models.PROTECT, null=True, blank=True, related_name="grant_requests",
        verbose_name="fiche-action",
    )  # fmt: skip
    applicant = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="grant_requests", verbose_name="organisme"
    )
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField("année")
    state = models.CharField(max_length=10, choices=RequestState.choices(), default=RequestState.DRAFT.value)
    renewal = models.CharField("demande", max_length=8, choices=Renewal.choices())
    several_years = models.BooleanField("pluriannuelle", default=False)
    purpose = models.CharField("pour", max_length=10, choices=Purpose.choices())

    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    officers = models.CharField("représentant légal, qualité", max_length=200, blank=True)
    approvals = models.CharField("agréments", max_length=200, blank=True)
    body_budget = money("budget annuel de l'organisme", null=True, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    accounts_attached = models.BooleanField("comptes et rapports joints", default=False)
    declared = models.BooleanField("déclaration sur l'honneur", default=False)
    republican = models.BooleanField("contrat d'engagement républicain", null=True, blank=True)

    title = models.CharField("action", max_length=200)
    object = models.TextField("objet", blank=True)
    objectives = models.TextField("objectifs", blank=True)
    description = models.TextField("description", blank=True)
    public = models.CharField("public", max_length=200, blank=True)
    people = models.PositiveIntegerField("nombre de personnes", null=True, blank=True)
    territory = models.CharField("lieu", max_length=200, blank=True)
    place = models.CharField("commune ou territoire", max_length=20, blank=True)  # 44143, dep:44
    in_priority_area = models.BooleanField("en quartier prioritaire", null=True, blank=True)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    means = models.TextField("moyens", blank=True)
    evaluation = models.TextField("comment l'action sera évaluée", blank=True)
    indicators = models.TextField("indicateurs", blank=True)
    plan_link = models.TextField("lien avec le plan et la stratégie", blank=True)
    video = models.BooleanField("vidéoprotection", default=False)
    individual_equipment = models.BooleanField("équipement individuel", default=False)

    asked = money("montant demandé", null=True, blank=True)
    baseline_known = models.BooleanField("budget d'avant connu", null=True, blank=True)
    baseline = money("payé avant sur le budget ordinaire", null=True, blank=True)
    baseline_words = models.TextField("ce qui était payé avant, par qui", blank=True)

    validated_on = models.DateField("validée localement le", null=True, blank=True)
    validated_text = models.JSONField(default=dict, blank=True)  # what was validated: M11 compares
    filed_on = models.DateField("déposée le", null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_reason = models.TextField("motif du renvoi", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "number"]
        verbose_name = "demande de subvention"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="grant_request_number_once"),
            models.CheckConstraint(
                condition=Q(asked__isnull=True) | Q(asked__gte=0), name="asked_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="request_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "year", "state"], name="grant_request_state")]

    def __str__(self) -> str:
        return f"Demande {self.number}. {self.title}"

    @property
    def state_term(self) -> RequestState:
        """The state as a word with its label."""
        return RequestState(self.state)


class PlanLine(models.Model):
    """A line of the financing plan; `actual` is filled by the financial report.

    `for_state`: local money on premises, vehicles or equipment of the State (domain, M2b).
    """

    request = models.ForeignKey(GrantRequest, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField("côté", max_length=8, choices=Side.choices())
    account = models.CharField("compte", max_length=2, choices=Account.choices())
    label = models.CharField("libellé", max_length=200)
    nature = models.CharField("nature", max_length=10, choices=Nature.choices(), blank=True)
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="fonds"
    )
    planned = money("prévu")
    actual = money("réalisé", null=True, blank=True)
    confirmed_on = models.DateField("acquis le", null=True, blank=True)
    paid_before = models.BooleanField("déjà payé par un budget ordinaire", null=True, blank=True)
    for_state = models.BooleanField("locaux, véhicules ou matériel de l'État", default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["side", "account", "id"]
        verbose_name = "ligne du plan de financement"
        constraints = [
            models.CheckConstraint(condition=Q(planned__gte=0), name="planned_is_not_negative"),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(actual__gte=0), name="actual_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def account_term(self) -> Account:
        """The account as a word with its label."""
        return Account(self.account)


class RequestOpinion(models.Model):
    """An opinion on a request: the mayor's, a service's, a body's."""

    request = models.ForeignKey(GrantRequest, on_delete=models.CASCADE, related_name="opinions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="request_opinions")
    verdict = models.CharField("avis", max_length=12, choices=OpinionVerdict.choices())
    words = models.TextField("motifs")
    on = models.DateField("rendu le")
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "avis sur une demande"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "institution"], condition=Q(withdrawn_on__isnull=True),
                name="one_opinion_per_institution",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Avis de {self.institution}"

    @property
    def verdict_term(self) -> OpinionVerdict:
        """What it says, as a word with its label."""
        return OpinionVerdict(self.verdict)


class GrantDecision(models.Model):
    """What the funder decided, and why. A granted one is the grant: payments and reports hang on it."""

    request = models.OneToOneField(GrantRequest, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField("décision", max_length=8, choices=DecisionKind.choices())
    refusal = models.CharField("motif du refus", max_length=14, choices=RefusalReason.choices(), blank=True)
    reason = models.TextField("motif, dans les mots du financeur")
    on = models.DateField("décidée le")
    notified_on = models.DateField("notifiée le", null=True, blank=True)
    amount = money("montant accordé", default=0)
    convention_on = models.DateField("convention signée le", null=True, blank=True)
    convention_reference = models.CharField("référence de la convention", max_length=120, blank=True)
    convention_objectives = models.TextField("objectifs conventionnés", blank=True)
    evaluation_terms = models.TextField("conditions d'évaluation", blank=True)
    repayment_terms = models.TextField("conditions de reversement", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)  # a decision undone: the next one takes its row
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = "décision de financement"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="refused", amount=0) | Q(kind="granted", amount__gt=0),
                name="granted_has_an_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_term.label}, {self.on}"

    @property
    def kind_term(self) -> DecisionKind:
        """Granted or refused, as a word with its label."""
        return DecisionKind(self.kind)


class Condition(models.Model):
    """A condition set on a grant after the local validation (domain, M11b), and the money it weighs on."""

    decision = models.ForeignKey(GrantDecision, on_delete=models.CASCADE, related_name="conditions")
    words = models.TextField("condition")
    amount = money("montant qui en dépend")
    set_on = models.DateField("posée le")
    met_on = models.DateField("levée le", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["set_on", "id"]
        verbose_name = "condition posée ensuite"
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="condition_amount_positive")]

    def __str__(self) -> str:
        return self.words


class Payment(models.Model):
    """An instalment: due, then paid. Their sum never exceeds the grant."""

    decision = models.ForeignKey(GrantDecision, on_delete=models.CASCADE, related_name="payments")
    due_on = models.DateField("prévu le")
    amount = money("montant")
    paid_on = models.DateField("versé le", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "versement"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount} € le {self.due_on}"


class Report(models.Model):
    """The financial report of a grant (CERFA 15059): due, then received. Amounts are the plan's `actual`."""

    decision = models.OneToOneField(GrantDecision, on_delete=models.CASCADE, related_name="report")
    due_on = models.DateField("dû le")
    received_on = models.DateField("reçu le", null=True, blank=True)
    done = models.TextField("ce qui a été fait", blank=True)
    gaps = models.TextField("écarts entre prévu et réalisé, expliqués", blank=True)
    people = models.PositiveIntegerField("personnes touchées", null=True, blank=True)
    results = models.TextField("résultats aux indicateurs", blank=True)
    not_done_on = models.DateField("attestation de non-réalisation du", null=True, blank=True)
    not_done_reason = models.TextField("pourquoi l'action n'a pas eu lieu", blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = "compte rendu financier"

    def __str__(self) -> str:
        return f"Compte rendu de {self.decision.request}"


class DateChange(models.Model):
    """A request to move the dates of a funded action, and its answer."""

    decision = models.ForeignKey(GrantDecision, on_delete=models.CASCADE, related_name="date_changes")
    asked_on = models.DateField("demandé le")
    start = models.DateField("nouveau début")
    end = models.DateField("nouvelle fin")
    reason = models.TextField("pourquoi")
    answered_on = models.DateField("répondu le", null=True, blank=True)
    accepted = models.BooleanField("accepté", null=True, blank=True)
    answer = models.TextField("réponse", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["asked_on", "id"]
        verbose_name = "report de dates"
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="date_change_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.end}"


class Recovery(models.Model):
    """Money of a grant to be paid back: why, how much, by when; followed to the euro by its instalments."""

    decision = models.ForeignKey(GrantDecision, on_delete=models.CASCADE, related_name="recoveries")
    ordered_on = models.DateField("demandé le")
    due_on = models.DateField("à rendre avant le")
    amount = money("montant à rendre")
    reason = models.TextField("motif")
    origin = models.CharField(max_length=40, blank=True)  # "control:12" when a control found it
    waived_on = models.DateField(null=True, blank=True)
    waived_reason = models.TextField("motif de l'abandon", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)  # ordered by mistake: nothing is due
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["ordered_on", "id"]
        verbose_name = "reversement"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount} € avant le {self.due_on}"


class Repayment(models.Model):
    """A sum that came back."""

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="repayments")
    on = models.DateField("reçu le")
    amount = money("montant")
    withdrawn_on = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "somme rendue"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="repayment_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount} € le {self.on}"
