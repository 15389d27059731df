"""The journal's table. Rows are only ever added: the database itself refuses to change or delete one."""

from django.db import models


class Entry(models.Model):
    """One act: who, what, on what, when; chained to the line before it by a hash."""

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # plain value: the journal outlives the account
    actor_label = models.CharField(max_length=200)
    partnership = models.CharField(max_length=80, blank=True, db_index=True)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name = "ligne du journal"
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_seq_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject}"


class Head(models.Model):
    """The one row that says where the chain stands; locked while a line is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_single_head")]

    def __str__(self) -> str:
        return f"tête {self.seq}"
