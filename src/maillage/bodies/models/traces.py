"""The light records between partners: each takes seconds, none is nominative."""

import uuid

from django.db import models

from maillage.bodies.vocabulary import ContactMeans, EventKind, TransmissionBasis
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.vocabulary import Level


class TerritoryEvent(models.Model):
    """An event of the territory, drawn on every history."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="territory_events")
    kind = models.CharField("genre", max_length=10, choices=EventKind.choices())
    on = models.DateField("le")
    title = models.CharField("événement", max_length=200)
    recorded_on = models.DateField("saisi le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = "événement du territoire"

    def __str__(self) -> str:
        return self.title

    @property
    def kind_term(self) -> EventKind:
        """The kind as a word with its label."""
        return EventKind(self.kind)


class Training(models.Model):
    """A training that several institutions followed together."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="trainings")
    on = models.DateField("le")
    subject = models.CharField("sujet", max_length=200)
    institutions = models.ManyToManyField(Institution, related_name="trainings")
    managers = models.PositiveSmallIntegerField("responsables", default=0)
    middle = models.PositiveSmallIntegerField("cadres intermédiaires", default=0)
    first_line = models.PositiveSmallIntegerField("première ligne", default=0)
    recorded_on = models.DateField("saisi le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = "formation commune"

    def __str__(self) -> str:
        return self.subject


class DirectContact(models.Model):
    """Two institutions spoke to each other, at some level, on some day; never what was said nor who spoke."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="contacts")
    one = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="contacts_one")
    other = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="contacts_other")
    level = models.CharField("niveau", max_length=12, choices=Level.choices())
    means = models.CharField("moyen", max_length=8, choices=ContactMeans.choices())
    on = models.DateField("le")
    recorded_on = models.DateField("saisi le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = "contact direct"
        constraints = [
            models.CheckConstraint(condition=~models.Q(one=models.F("other")), name="contact_between_two")
        ]

    def __str__(self) -> str:
        return f"{self.one} et {self.other}"

    @property
    def level_term(self) -> Level:
        """The level as a word with its label."""
        return Level(self.level)

    @property
    def means_term(self) -> ContactMeans:
        """The means as a word with its label."""
        return ContactMeans(self.means)


class Transmission(models.Model):
    """Something handed from one institution to another, by duty or courtesy; never nominative."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="transmissions")
    giver = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="given")
    receiver = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="received")
    basis = models.CharField("au titre de", max_length=10, choices=TransmissionBasis.choices())
    about = models.CharField("question", max_length=200)
    on = models.DateField("le")
    recorded_on = models.DateField("saisi le", null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = "transmission"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="transmission_between_two"
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def basis_term(self) -> TransmissionBasis:
        """By duty or courtesy, as a word with its label."""
        return TransmissionBasis(self.basis)
