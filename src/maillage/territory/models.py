"""Places by their official code: what is known of each, by year, and what became of those now gone."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Region(models.Model):
    """A région of the official geographic code."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A département."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments", null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Epci(models.Model):
    """An intercommunal body with own taxation."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=10)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, present or past, or an arrondissement. `population`: the last legal one, in inhabitants."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=120)
    search = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=12)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="communes", null=True)
    epci = models.ForeignKey(Epci, on_delete=models.SET_NULL, related_name="members", null=True)
    population = models.PositiveIntegerField(null=True)
    population_year = models.PositiveSmallIntegerField(default=2023)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    successor = models.CharField(max_length=5, blank=True)
    qpv_count = models.PositiveSmallIntegerField(default=0)
    centre = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9][0-9AB][0-9]{3}$"), name="commune_code_form"
            ),
        ]
        indexes = [models.Index(fields=["kind", "population"], name="commune_kind_population")]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """Inhabitants of one place in one year, with the file it came from. `place` as on the command line."""

    place = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["place", "year"]
        constraints = [models.UniqueConstraint(fields=["place", "year"], name="population_once_a_year")]

    def __str__(self) -> str:
        return f"{self.place} {self.year} : {self.count}"


class PriorityArea(models.Model):
    """A QPV of 2024 or a ZUS of 1996, on one commune."""

    kind = models.CharField(
        max_length=3, choices=[("qpv", "quartier prioritaire"), ("zus", "zone urbaine sensible")]
    )
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="priority_areas")

    class Meta:
        ordering = ["kind", "code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "name", "commune"], name="priority_area_once"),
            models.CheckConstraint(condition=Q(kind__in=["qpv", "zus"]), name="priority_area_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class PerimeterChange(models.Model):
    """What a loaded official file says of a perimeter: a place that ceased, a commune that entered or left.

    It happened between `earliest` and `latest`, the same day when it is known. What is shipped is not here.
    """

    KINDS = [("ceased", "a cessé"), ("entered", "est entrée"), ("left", "est sortie")]

    place = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=7, choices=KINDS)
    other = models.CharField(max_length=20, db_index=True)
    earliest = models.DateField()
    latest = models.DateField()
    reason = models.CharField(max_length=80)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["latest", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "other", "latest"], name="perimeter_change_once"
            ),
            models.CheckConstraint(condition=Q(earliest__lte=F("latest")), name="perimeter_change_in_order"),
            models.CheckConstraint(
                condition=Q(kind__in=["ceased", "entered", "left"]), name="perimeter_change_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.latest}"


class Edition(models.Model):
    """One set of tables that was loaded, by the digest of its content: the shipped ones, or a file."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
