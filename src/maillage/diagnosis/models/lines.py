"""The numbered lines of a diagnosis: findings, requests for data, field work, words, means, priorities."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.diagnosis.models.diagnosis import Diagnosis
from maillage.diagnosis.vocabulary import Confidence, MeansNature, SourceState
from maillage.diagnosis.vocabulary.gathered import (
    Adequacy,
    Frequency,
    Instrument,
    QualitativeKind,
    RefusalMotive,
    Sampling,
)
from maillage.institutions.models import Institution


class Entry(models.Model):
    """A numbered line of a diagnosis; withdrawn lines stay, and can be put back."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField()
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    nonce = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["diagnosis", "number"], name="%(class)s_number_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


def _institution(label: str, related: str) -> Any:
    return models.ForeignKey(
        Institution, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True, related_name=related
    )


class Finding(Entry):
    """What institutions found together: evidence, who signs, who disagrees and in which words.

    `signatories` and `dissent` hold what was noted by hand; those of the directory sign for themselves.
    """

    text = models.TextField("constat")
    evidence = models.TextField("preuves", blank=True)
    confidence = models.CharField("confiance", max_length=10, choices=Confidence.choices())
    signatories = models.JSONField(default=list, blank=True)  # names of institutions, never of persons
    dissent = models.TextField("désaccord", blank=True)
    dissent_by = models.CharField(max_length=200, blank=True)
    dissent_on = models.DateField(null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = "constat"


class SourceRequest(Entry):
    """Data asked of a holder: the question, the time limit, the answer or the refusal.

    `institution` is the holder; lines older than the directory only have its name, in `holder`.
    """

    source = models.CharField("source", max_length=200)
    institution = _institution("détenteur", "source_requests")
    holder = models.CharField("détenteur, en toutes lettres", max_length=200, blank=True)
    state = models.CharField("état", max_length=10, choices=SourceState.choices())
    question = models.TextField("question", blank=True)
    period = models.CharField("période", max_length=120, blank=True)
    categories = models.JSONField("modalités attendues", default=list, blank=True)
    frequency = models.CharField(
        "collecte connue", max_length=10, choices=Frequency.choices(), default=Frequency.NONE.value
    )
    exposed = models.PositiveIntegerField("population concernée", null=True, blank=True)
    exposed_unit = models.CharField("unité de cette population", max_length=60, blank=True)
    yardsticks = models.JSONField("repères", default=list, blank=True)
    asked_on = models.DateField("demandée le", null=True, blank=True)
    due_on = models.DateField("attendue le", null=True, blank=True)
    reminded_on = models.DateField("rappelée le", null=True, blank=True)
    answered_on = models.DateField("réponse du", null=True, blank=True)
    motive_kind = models.CharField(
        "motif du refus", max_length=16, choices=RefusalMotive.choices(), blank=True
    )
    motive = models.TextField("motif, dans les mots du détenteur", blank=True)
    dissent = models.TextField("désaccord", blank=True)
    remark = models.TextField("remarque", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "source"

    @property
    def state_term(self) -> SourceState:
        """The state as a word with its label."""
        return SourceState.WITHDRAWN if self.withdrawn_on else SourceState(self.state)

    @property
    def holder_name(self) -> str:
        """The holder as it is written: the directory's name, or the one noted by hand."""
        return self.institution.name if self.institution else self.holder


class FieldWork(Entry):
    """A survey, an exploratory walk or a group interview: how, where, when, with whom, how many."""

    instrument = models.CharField("instrument", max_length=16, choices=Instrument.choices())
    title = models.CharField("titre", max_length=200)
    place = models.CharField("lieu", max_length=200)
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)
    public = models.CharField("public", max_length=200)
    target = models.PositiveIntegerField("population visée", null=True, blank=True)
    sample = models.PositiveIntegerField("nombre de réponses", null=True, blank=True)
    sampling = models.CharField(
        "choix des personnes", max_length=10, choices=Sampling.choices(), default=Sampling.UNKNOWN.value
    )
    method = models.TextField("méthode et limites", blank=True)
    lesson = models.TextField("ce qui en ressort", blank=True)
    institution = _institution("menée par", "field_works")

    class Meta(Entry.Meta):
        verbose_name = "travail de terrain"


class QualitativeSource(Entry):
    """A source of words: what it holds, over which period, what it cannot say."""

    kind = models.CharField("nature", max_length=12, choices=QualitativeKind.choices())
    name = models.CharField("source", max_length=200)
    institution = _institution("détenteur", "qualitative_sources")
    period = models.CharField("période", max_length=120, blank=True)
    content = models.TextField("ce qu'elle dit")
    limits = models.TextField("ce qu'elle ne peut pas dire", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "source qualitative"


class MeansItem(Entry):
    """One line of the inventory of means."""

    nature = models.CharField("nature", max_length=10, choices=MeansNature.choices())
    name = models.CharField("moyen", max_length=200)
    holder = models.CharField("porté par", max_length=200)
    quantity = models.CharField("quantité", max_length=200, blank=True)
    adequacy = models.CharField("adéquation", max_length=10, choices=Adequacy.choices(), blank=True)
    dysfunctions = models.TextField("dysfonctionnements", blank=True)
    remark = models.TextField("adéquation et manques", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "moyen"


class Priority(Entry):
    """A priority proposed from numbered findings."""

    text = models.TextField("priorité")
    rank = models.PositiveSmallIntegerField("ordre")
    findings = models.ManyToManyField(Finding, related_name="priorities", blank=True)
    institution = _institution("proposée par", "priorities_proposed")
    reason = models.TextField("pourquoi", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "priorité"
        ordering = ["rank", "number"]
