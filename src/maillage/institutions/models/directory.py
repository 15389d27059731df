"""Institutions of a partnership, and the people who hold a position in them over time."""

import uuid

from django.db import models
from django.db.models import F, Q

from maillage.institutions.models.partnership import Partnership
from maillage.institutions.vocabulary import College, InstitutionKind, Level, Sector


class Institution(models.Model):
    """One institution as one partnership knows it: another partnership has its own row."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="institutions")
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=60, blank=True)
    kind = models.CharField("genre", max_length=24, choices=InstitutionKind.choices())
    sector = models.CharField("secteur", max_length=20, choices=Sector.choices())
    college = models.CharField("collège", max_length=12, choices=College.choices())
    siret = models.CharField("SIRET", max_length=14, blank=True)
    place = models.CharField("territoire", max_length=20, blank=True)  # as on the command line: 44143, dep:44
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    email = models.EmailField("adresse de service", blank=True)
    archived_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "institution"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="institution_name_once"),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"), name="institution_siret_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class Person(models.Model):
    """A person who sits or works for an institution here. Contact data are kept to the minimum."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people")
    name = models.CharField("nom", max_length=150)
    civility = models.CharField("civilité", max_length=10, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone professionnel", max_length=30, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "personne"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "email"], condition=~Q(email=""), name="person_email_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """One person's function in one institution, between two dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField("fonction", max_length=150)
    level = models.CharField("niveau", max_length=12, choices=Level.choices())
    may_commit = models.BooleanField("peut engager son institution", null=True, blank=True)
    mandate_on = models.DateField("mandat écrit du", null=True, blank=True)
    start = models.DateField("depuis le")
    end = models.DateField("jusqu'au", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["institution__name", "person__name", "start"]
        verbose_name = "fonction"
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="position_ends_after"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"
