"""What is set beside grants: the communes' own effort, components of need, bodies linked to the authority."""

from django.db import models
from django.db.models import F, Q

from maillage.contracts.models.around import Kept
from maillage.institutions.models import Institution, Partnership


class Effort(Kept):
    """What a commune spent itself on prevention in a year, and what it could levy (domain, M13)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="efforts")
    place = models.CharField("commune", max_length=5)
    year = models.PositiveSmallIntegerField("année")
    spend = models.DecimalField(
        "dépense de prévention", max_digits=14, decimal_places=2, null=True, blank=True
    )
    potential = models.DecimalField(
        "potentiel fiscal", max_digits=14, decimal_places=2, null=True, blank=True
    )
    population = models.PositiveIntegerField("population")
    source = models.CharField("source", max_length=200)

    class Meta(Kept.Meta):
        ordering = ["place", "-year"]
        verbose_name = "effort propre"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "place", "year"], condition=Q(withdrawn_on__isnull=True),
                name="one_effort_a_year",
            ),
            models.CheckConstraint(
                condition=(Q(spend__isnull=True) | Q(spend__gte=0))
                & (Q(potential__isnull=True) | Q(potential__gte=0)),
                name="effort_is_not_negative",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.place} {self.year}"


class NeedComponent(Kept):
    """A component of the stated need index: higher means more need. Its values are in `NeedValue`."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="need_components")
    name = models.CharField("composante", max_length=120)
    source = models.CharField("source", max_length=200)
    year = models.PositiveSmallIntegerField("année")

    class Meta(Kept.Meta):
        ordering = ["name", "-id"]
        verbose_name = "composante du besoin"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"], condition=Q(withdrawn_on__isnull=True),
                name="one_component_of_a_name",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class NeedValue(models.Model):
    """One commune's value of a component."""

    component = models.ForeignKey(NeedComponent, on_delete=models.CASCADE, related_name="values")
    place = models.CharField("commune", max_length=5)
    value = models.FloatField("valeur")

    class Meta:
        ordering = ["place"]
        verbose_name = "valeur d'une composante"
        constraints = [models.UniqueConstraint(fields=["component", "place"], name="one_value_a_commune")]

    def __str__(self) -> str:
        return f"{self.component} {self.place}"


class LinkedBody(Kept):
    """A body declared linked to the authority that chairs the partnership, and how (domain, M14)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="linked_bodies")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="declared_links", verbose_name="organisme"
    )
    words = models.CharField("lien", max_length=300)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)

    class Meta(Kept.Meta):
        ordering = ["institution__name", "-since"]
        verbose_name = "organisme lié"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="link_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution} depuis le {self.since:%d/%m/%Y}"
