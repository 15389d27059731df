"""What the changes of this package share: the journal line, the next number, two people on one line."""

from datetime import date
from typing import Any

from django.db.models import Max, Model, QuerySet

from maillage.audit import history, journal
from maillage.contracts.models import (
    ActionSheet,
    Axis,
    Contract,
    CostLine,
    Milestone,
    Objective,
    Priority,
    SheetIndicator,
    Word,
)
from maillage.contracts.services import gate
from maillage.kernel import Actor

Line = Axis | Priority | Objective | Word | ActionSheet | Milestone | CostLine | SheetIndicator


def contract_of(row: Any) -> Contract:
    """The contract a line belongs to."""
    for step in ("contract", "axis", "priority", "sheet", "partner", "word"):
        if hasattr(row, f"{step}_id"):
            above = getattr(row, step)
            return above if isinstance(above, Contract) else contract_of(above)
    raise TypeError(f"{row!r} is no line of a contract")


def next_number(rows: QuerySet[Any]) -> int:
    """The number after the last one given, withdrawn lines included: a number is never given twice."""
    last: int = rows.aggregate(last=Max("number"))["last"] or 0
    return last + 1


def mark(*, actor: Actor, row: Any, on: date | None, act: str) -> Any:
    """Withdraw a line (`on` a day) or put it back (None), inside the caller's transaction."""
    current = history.lock(row, seen=type(row)._default_manager.get(pk=row.pk).revision)
    current.withdrawn_on = on
    current.save(update_fields=["withdrawn_on", "revision"])
    log(actor=actor, contract=contract_of(current), act=act, row=current)
    return current


def log(
    *, actor: Actor, contract: Contract, act: str, row: Model | None = None,
    detail: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """One line of the journal, under the row that changed."""
    word = str(row._meta.verbose_name) if row is not None else "contrat"
    subject = f"{word}:{row.pk}" if row is not None else f"contrat:{contract.pk}"
    journal.append(
        actor=actor, act=act, subject=subject, partnership=contract.partnership.key,
        detail={"contrat": contract.pk} | (detail or {}),
    )  # fmt: skip


def held(row: Any) -> Contract:
    """The contract of a line, locked, its text still open. Raises BadInput when it is not."""
    contract = gate.hold(contract_of(row))
    gate.check_text(contract)
    return contract
