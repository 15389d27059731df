"""A directory file between its preview and its import; its content is erased as soon as it has served."""

import uuid

from django.db import models

from maillage.institutions.models.partnership import Partnership
from maillage.institutions.vocabulary import ImportState


class DirectoryImport(models.Model):
    """One file received: previewed, then imported or given up. `content` holds names: it does not stay."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="directory_imports")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(default=b"", blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices(), default=ImportState.WAITING.value)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = "import d'annuaire"

    def __str__(self) -> str:
        return self.filename
