"""Meetings: series, agenda, convocations and answers, presence, minutes, five questions after a plenary."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from maillage.bodies.models.body import Body, Seat
from maillage.bodies.models.traces import TerritoryEvent
from maillage.bodies.vocabulary import (
    Answer,
    AttendanceState,
    Family,
    Formation,
    ItemKind,
    ItemOutcome,
    MeetingState,
    Motive,
    RecordedBy,
    StrategyUse,
)
from maillage.institutions.models import Institution, Person
from maillage.institutions.vocabulary import Level


class Series(models.Model):
    """A regular rhythm from which meetings were planned."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    formation = models.CharField(max_length=12, choices=Formation.choices())
    rhythm = models.CharField(max_length=40)  # RRULE of iCalendar, without dates
    first_on = models.DateField()
    last_on = models.DateField()
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["first_on"]

    def __str__(self) -> str:
        return f"{self.body} {self.rhythm}"


class Meeting(models.Model):
    """One meeting of one body. `uid` and `sequence` are those of its calendar entry."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True)
    formation = models.CharField("formation", max_length=12, choices=Formation.choices())
    subject = models.CharField("objet", max_length=200, blank=True)
    starts_at = models.DateTimeField("début")
    minutes_planned = models.PositiveSmallIntegerField("durée prévue, en minutes", default=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    location = models.CharField("lieu", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices(), default=MeetingState.DRAFT.value)
    convened_on = models.DateField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    event = models.ForeignKey(
        TerritoryEvent, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    without_state = models.BooleanField("préparatoire, sans l'État", default=False)
    asked_by_right = models.CharField("demandée de droit par", max_length=200, blank=True)
    check_in_secret = models.CharField(max_length=64, blank=True)
    uid = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = "réunion"
        indexes = [models.Index(fields=["body", "starts_at"], name="meeting_body_start")]

    def __str__(self) -> str:
        return f"{self.body} {self.starts_at:%d/%m/%Y}"

    @property
    def state_term(self) -> MeetingState:
        """The state as a word with its label."""
        return MeetingState(self.state)


class AgendaItem(models.Model):
    """One item of an agenda, and what came of it. `notes` is what the minutes say."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("point", max_length=200)
    kind = models.CharField("nature", max_length=12, choices=ItemKind.choices())
    proposer = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="items_proposed"
    )
    from_state = models.BooleanField("demandé par l'État", default=False)
    minutes_planned = models.PositiveSmallIntegerField("durée, en minutes", null=True, blank=True)
    papers = models.CharField("pièces", max_length=300, blank=True)
    family = models.CharField(max_length=12, choices=Family.choices(), default=Family.NONE.value)
    outcome = models.CharField(
        max_length=10, choices=ItemOutcome.choices(), default=ItemOutcome.PENDING.value
    )
    notes = models.TextField("compte rendu", blank=True)
    restricted = models.BooleanField("réservé aux membres", default=False)
    strategy = models.CharField(max_length=10, choices=StrategyUse.choices(), default=StrategyUse.NONE.value)
    questions = models.PositiveSmallIntegerField("questions posées", null=True, blank=True)
    amendments = models.PositiveSmallIntegerField("amendements", null=True, blank=True)
    spoke = models.ManyToManyField(Institution, related_name="items_spoken", blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting_id", "number", "id"]
        verbose_name = "point de l'ordre du jour"

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class StatePosition(models.Model):
    """The position of one State service on an item, kept where services differ."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="positions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="positions_taken")
    position = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "institution"], name="one_position_per_service")
        ]

    def __str__(self) -> str:
        return f"{self.institution} : {self.position[:40]}"


class Convocation(models.Model):
    """One seat convened to one meeting, in the person of its holder or deputy, and the answer."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="convocations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="convocations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="convocations"
    )
    capacity = models.CharField("en qualité de", max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices(), default=Answer.AWAITED.value)
    motive = models.CharField(max_length=14, choices=Motive.choices(), default=Motive.NONE.value)
    represented_by = models.CharField("représenté par", max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting_id", "seat_id"]
        verbose_name = "convocation"
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="seat_convened_once")]

    def __str__(self) -> str:
        return f"{self.seat} {self.meeting}"


class Attendance(models.Model):
    """Presence belongs to the person and to the seat; `level` is that of the person on that day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    state = models.CharField(max_length=8, choices=AttendanceState.choices())
    level = models.CharField(max_length=12, choices=Level.choices(), blank=True)
    recorded_by = models.CharField(max_length=10, choices=RecordedBy.choices())
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting_id", "seat_id"]
        verbose_name = "présence"
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="one_presence_per_seat")]

    def __str__(self) -> str:
        return f"{self.seat} : {self.state}"


class Minutes(models.Model):
    """One version of a meeting's minutes; approved ones are frozen with the digest of their content."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    body = models.TextField()  # canonical JSON of the record
    digest = models.CharField(max_length=64)
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_approved"
    )
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["meeting_id", "number"]
        verbose_name = "compte rendu"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(approved_on__isnull=False), name="minutes_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Compte rendu {self.meeting} version {self.number}"


class MinutesRemark(models.Model):
    """What was said of one version of minutes, on a day; after approval, the only way to correct them."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="remarks_made")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_remarks"
    )
    on = models.DateField()
    words = models.TextField("remarque")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "remarque sur un compte rendu"

    def __str__(self) -> str:
        return f"{self.minutes} : {self.words[:40]}"


class Questionnaire(models.Model):
    """Five questions of our own after a plenary, answered for an institution (1 to 5; empty: no opinion)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questionnaires")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="questionnaires")
    useful = models.PositiveSmallIntegerField(null=True, blank=True)
    spoke = models.PositiveSmallIntegerField(null=True, blank=True)
    heard = models.PositiveSmallIntegerField(null=True, blank=True)
    decided = models.PositiveSmallIntegerField(null=True, blank=True)
    clear = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "institution"], name="one_questionnaire_each")
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.meeting}"
