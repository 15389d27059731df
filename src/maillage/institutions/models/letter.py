"""Letters waiting to leave: services write one in their transaction, `maillage tick` sends what is due."""

from django.db import models

from maillage.institutions.models.directory import Person
from maillage.institutions.models.partnership import Partnership
from maillage.institutions.vocabulary import LetterState


class Letter(models.Model):
    """One e-mail to one person. `key` makes writing it twice harmless; the Message-ID never changes."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="letters")
    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # iCalendar content, attached
    method = models.CharField(max_length=10, blank=True)  # REQUEST or CANCEL
    state = models.CharField(max_length=8, choices=LetterState.choices(), default=LetterState.DUE.value)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)  # a sending is under way until then
    interruptions = models.PositiveSmallIntegerField(default=0)  # sendings whose outcome is unknown

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = "message"
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]

    def __str__(self) -> str:
        return self.subject
