"""The chained, append-only journal of acts. A line commits with its act, in the caller's transaction."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maillage.audit.models import Entry, Head
from maillage.kernel import Actor

ORIGIN = "0" * 64


@dataclass(frozen=True)
class Break:
    """Where the chain is broken: the line's number and what is wrong with it."""

    seq: int
    reason: str


def append(
    *,
    actor: Actor,
    act: str,
    subject: str,
    detail: dict[str, Any] | None = None,
    partnership: str | None = None,
) -> Entry:
    """Add one line. Must run inside the transaction of the act; raises when there is none."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"L'acte « {act} » doit être journalisé dans sa transaction.")
    head = Head.objects.select_for_update().get_or_create(id=1)[0]
    entry = Entry(
        seq=head.seq + 1,
        at=timezone.now(),
        actor_id=actor.id,
        actor_label=actor.label[:200],
        partnership=partnership or "",
        act=act,
        subject=subject[:200],
        detail=detail or {},
        previous=head.digest,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    head.seq, head.digest = entry.seq, entry.digest
    head.save(update_fields=["seq", "digest"])
    return entry


def refusal(
    *, actor: Actor, act: str, subject: str, reasons: tuple[str, ...], partnership: str | None = None
) -> Entry:
    """Journal a refusal in a transaction of its own: the exception that follows must not erase it."""
    with transaction.atomic():
        return append(
            actor=actor, act=act, subject=subject, detail={"motifs": list(reasons)}, partnership=partnership
        )


def digest(entry: Entry) -> str:
    """SHA-256 over the line's content and the line before it (hexadecimal)."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [
        entry.seq, moment, entry.actor_id, entry.actor_label, entry.partnership,
        entry.act, entry.subject, entry.detail, entry.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify() -> tuple[int, list[Break]]:
    """Read the whole chain: number of lines, and every break found (a change, a hole, a cut tail)."""
    count, breaks, previous = 0, [], ORIGIN
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        count += 1
        breaks += list(_faults(entry, count, previous))
        previous, count = entry.digest, entry.seq
    head = Head.objects.filter(id=1).first()
    if (head.seq if head else 0) != count or (head and head.seq and head.digest != previous):
        breaks.append(
            Break(
                count, f"le journal s'arrête à la ligne {count}, sa tête en annonce {head.seq if head else 0}"
            )
        )
    return count, breaks


def _faults(entry: Entry, expected: int, previous: str) -> Iterator[Break]:
    if entry.seq != expected:
        yield Break(entry.seq, f"il manque la ligne {expected}")
    if entry.previous != previous:
        yield Break(entry.seq, "la ligne ne suit pas la précédente")
    if entry.digest != digest(entry):
        yield Break(entry.seq, "le contenu a été modifié")


def entries(*, partnership: str | None = None) -> QuerySet[Entry]:
    """The lines, newest first; of one partnership when given."""
    rows = Entry.objects.order_by("-seq")
    return rows if partnership is None else rows.filter(partnership=partnership)
