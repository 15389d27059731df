"""The partnership: the workspace to which every row of the packages above belongs."""

from django.db import models
from django.db.models import F, Q

from maillage.institutions.vocabulary import PartnershipKind


class Partnership(models.Model):
    """One security partnership on one territory. `place`: INSEE code, `dep:44`, `reg:52` or `epci:...`."""

    key = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=20, choices=PartnershipKind.choices())
    name = models.CharField(max_length=200)
    opened = models.DateField()
    closed = models.DateField(null=True, blank=True)
    fictitious = models.BooleanField(default=False)
    hue = models.PositiveSmallIntegerField(default=205)
    chroma = models.FloatField(default=0.07)
    mark = models.BinaryField(default=b"", blank=True)
    mark_type = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "partenariat"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gte=F("opened")),
                name="partnership_closes_after_opening",
            ),
            models.CheckConstraint(condition=Q(hue__lte=359), name="partnership_hue_in_range"),
            models.CheckConstraint(
                condition=Q(chroma__gte=0, chroma__lte=0.09), name="partnership_chroma_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_term(self) -> PartnershipKind:
        """The kind as a word with its label."""
        return PartnershipKind(self.kind)
