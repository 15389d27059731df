"""What these changes share: a row added once, edited by its revision, withdrawn and put back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from maillage.audit import history, journal
from maillage.contracts.models.around import Kept
from maillage.contracts.services import gate
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput

Row = TypeVar("Row", bound=Kept)
Several = Mapping[str, Iterable[models.Model]]


def check(faults: list[str]) -> None:
    """Raises BadInput with every fault found, so that one correction is enough."""
    if faults:
        raise BadInput(" ".join(faults))


def add(
    row: Row, *, actor: Actor, partnership: Partnership, act: str, nonce: UUID | None,
    several: Several | None = None,
) -> Row:  # fmt: skip
    """Write a new row with its journal line; the same form sent twice finds what the first one made."""
    with transaction.atomic():
        if (made := gate.already(type(row), nonce)) is not None:
            return made
        row.nonce = nonce or row.nonce
        row.save(force_insert=True)
        _link(row, several)
        log(actor, partnership, act, row)
    return row


def edit(
    row: Row, *, actor: Actor, partnership: Partnership, act: str, seen: int, values: Mapping[str, Any],
    several: Several | None = None,
) -> Row:  # fmt: skip
    """Change a row that stands. Raises BadInput when it is withdrawn, Conflict when it moved since `seen`."""
    if row.withdrawn_on is not None:
        raise BadInput(f"« {row} » est retiré : remettez-le avant de le modifier.")
    with transaction.atomic():
        held = history.lock(row, seen=seen)
        for name, value in values.items():
            setattr(held, name, value)
        held.save()
        _link(held, several)
        log(actor, partnership, act, held)
    return held


def mark(row: Row, *, actor: Actor, partnership: Partnership, act: str, seen: int, on: date | None) -> Row:
    """Withdraw a row on that day, or put it back when `on` is None. Raises Conflict when it moved."""
    with transaction.atomic():
        held = history.lock(row, seen=seen)
        held.withdrawn_on = on
        held.save(update_fields=["withdrawn_on", "revision"])
        log(actor, partnership, act, held)
    return held


def log(actor: Actor, partnership: Partnership, act: str, row: Kept) -> None:
    """One line of the journal: the row by its number, never its words."""
    journal.append(
        actor=actor, act=act, subject=f"{row._meta.model_name}:{row.pk}", partnership=partnership.key
    )


def _link(row: Kept, several: Several | None) -> None:
    for name, rows in (several or {}).items():
        getattr(row, name).set(rows)
