"""Bodies, the moments of their life, their seats and who holds them."""

import uuid

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maillage.bodies.vocabulary import BodyKind, BodyState, LifeEvent, SeatBasis, SeatRole, Voice
from maillage.institutions.models import Institution, Partnership, Person


class Body(models.Model):
    """One body of a partnership: a council, a group, a cell, a committee, or what has no legal basis."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField("genre", max_length=20, choices=BodyKind.choices())
    name = models.CharField("nom", max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    zone = models.CharField("territoire ou zone", max_length=200, blank=True)
    chair = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="chaired"
    )
    co_chair = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="co_chaired"
    )
    legal_basis = models.CharField("base légale", max_length=200, blank=True)
    opened_on = models.DateField("ouverte le")
    term_on = models.DateField("terme", null=True, blank=True)
    state = models.CharField(max_length=8, choices=BodyState.choices(), default=BodyState.OPEN.value)
    promised_per_year = models.PositiveSmallIntegerField("réunions promises par an", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("délai de convocation, en jours", default=15)
    notice_working = models.BooleanField("délai en jours ouvrés", default=False)
    quorum = models.PositiveSmallIntegerField("quorum (membres)", null=True, blank=True)
    charter = models.BooleanField("charte d'échange d'informations", default=False)
    restricted = models.BooleanField("travaux réservés à ses membres", default=False)
    epci_competent = models.BooleanField("EPCI compétent en prévention", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "instance"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="body_name_once"),
            models.CheckConstraint(
                condition=Q(term_on__isnull=True) | Q(term_on__gte=F("opened_on")), name="body_term_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_term(self) -> BodyKind:
        """The kind as a word with its label."""
        return BodyKind(self.kind)

    @property
    def state_term(self) -> BodyState:
        """The state as a word with its label."""
        return BodyState(self.state)


class BodyEvent(models.Model):
    """A moment of a body's life, with its reason; `until` is a new term, `account` the bilan of a closure."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=LifeEvent.choices())
    on = models.DateField()
    reason = models.TextField(blank=True)
    act = models.CharField("acte", max_length=200, blank=True)
    until = models.DateField(null=True, blank=True)
    account = models.TextField("bilan", blank=True)
    nonce = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "événement d'une instance"

    def __str__(self) -> str:
        return f"{self.body} {self.kind} {self.on}"

    @property
    def kind_term(self) -> LifeEvent:
        """The moment as a word with its label."""
        return LifeEvent(self.kind)


class Seat(models.Model):
    """A place in a body, given by law, by designation or by invitation; it lasts longer than its holders."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="seats")
    label = models.CharField("siège", max_length=200)
    basis = models.CharField(max_length=10, choices=SeatBasis.choices())
    voice = models.CharField(max_length=12, choices=Voice.choices(), default=Voice.DELIBERATIVE.value)
    member_key = models.CharField(max_length=40, blank=True)  # which member of the law's list, if any
    rule = models.CharField(max_length=10, blank=True)  # id of the rule that gives the seat: CL-7, CL-11
    act = models.CharField("acte", max_length=200, blank=True)
    core = models.BooleanField("formation restreinte", default=False)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["body_id", "id"]
        verbose_name = "siège"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="seat_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def basis_term(self) -> SeatBasis:
        """Why the seat exists, as a word with its label."""
        return SeatBasis(self.basis)

    @property
    def voice_term(self) -> Voice:
        """The voice as a word with its label."""
        return Voice(self.voice)


class SeatHolder(models.Model):
    """Who holds a seat, as holder or deputy, between two dates."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats_held")
    role = models.CharField(max_length=8, choices=SeatRole.choices())
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["seat_id", "-role", "start"]
        verbose_name = "titulaire d'un siège"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="seat_holder_ends_after"
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(end__isnull=True, role="holder"), name="one_holder_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"

    @property
    def role_term(self) -> SeatRole:
        """Holder or deputy, as a word with its label."""
        return SeatRole(self.role)
