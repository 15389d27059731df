"""Changes to the lines of a contract and of its sheets: added, edited, withdrawn, put back, moved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import history
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
from maillage.contracts.services import gate, record
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput


@dataclass(frozen=True)
class Kind:
    """A kind of line: its table, the field of what stands above, its name, its fields, what hangs below."""

    model: Any
    parent: str
    name: str
    fields: tuple[str, ...]
    links: tuple[str, ...] = ()
    below: str = ""
    feminine: bool = False

    def act(self, verb: str) -> str:
        """The name with its participle: « priorité ajoutée »."""
        return f"{self.name} {verb}{'e' * self.feminine}"


SIX = ("indicator", "unit", "baseline", "target", "due_on", "territory", "public", "source")
KINDS = {
    "axe": Kind(Axis, "contract", "axe", ("title",), below="priorities"),
    "priorite": Kind(
        Priority, "axis", "priorité", ("title", "reason", "origin"), below="objectives", feminine=True
    ),
    "objectif": Kind(Objective, "priority", "objectif", ("text", "origin", *SIX), ("findings",)),
    "mot": Kind(Word, "contract", "mot du contrat", ("word", "meaning")),
    "etape": Kind(Milestone, "sheet", "étape", ("title", "start", "end"), feminine=True),
    "cout": Kind(
        CostLine, "sheet", "ligne de coût",
        ("year", "source", "nature", "payer", "amount", "obtained", "note"), feminine=True,
    ),
    "indicateur": Kind(
        SheetIndicator, "sheet", "indicateur",
        ("kind", "name", "unit", "baseline", "target", "target_on", "source"),
    ),
}  # fmt: skip


def kind_of(row: Any) -> Kind:
    """The kind of a line."""
    return next(kind for kind in KINDS.values() if isinstance(row, kind.model))


def add_line(
    *, actor: Actor, parent: Contract | Axis | Priority | ActionSheet, kind: str, values: dict[str, Any],
    nonce: UUID | None = None,
) -> Any:  # fmt: skip
    """Add a line under its parent, after the last. Sent twice with one `nonce`: one line.

    Raises BadInput: the parent is withdrawn, dates reversed, something of another partnership.
    """
    known, contract = KINDS[kind], _contract(parent)
    gate.check_runs(actor, contract.partnership, known.act("ajouté"))
    _check(known, contract, values)
    with transaction.atomic():
        gate.check_text(gate.hold(contract))
        if (row := gate.already(known.model, nonce)) is not None:
            return row
        _check_parent(parent)
        row = known.model(**{known.parent: parent})
        if nonce is not None:
            row.nonce = nonce
        if hasattr(row, "number"):
            row.number = record.next_number(known.model.objects.filter(**{known.parent: parent}))
        _write(row, known, values, insert=True)
        record.log(actor=actor, contract=contract, act=known.act("ajouté"), row=row)
    return row


def edit_line(*, actor: Actor, row: Any, seen: int, values: dict[str, Any]) -> Any:
    """Change a line. Raises BadInput like adding, Conflict when it moved since the revision `seen`."""
    known, contract = kind_of(row), record.contract_of(row)
    gate.check_runs(actor, contract.partnership, known.act("modifié"))
    _check(known, contract, values)
    with transaction.atomic():
        gate.check_text(gate.hold(contract))
        current = history.lock(row, seen=seen)
        _write(current, known, values)
        record.log(actor=actor, contract=contract, act=known.act("modifié"), row=current)
    return current


def withdraw_line(*, actor: Actor, row: Any, on: date) -> Any:
    """Withdraw a line; it stays, out of the text. Raises BadInput when living lines hang below it."""
    known = kind_of(row)
    gate.check_runs(actor, record.contract_of(row).partnership, known.act("retiré"))
    with transaction.atomic():
        record.held(row)
        if known.below and getattr(row, known.below).filter(withdrawn_on__isnull=True).exists():
            raise BadInput(f"« {row} » porte encore des lignes : retirez-les d'abord, ou déplacez-les.")
        return record.mark(actor=actor, row=row, on=on, act=known.act("retiré"))


def put_back_line(*, actor: Actor, row: Any) -> Any:
    """Put a withdrawn line back. Raises BadInput when what stands above it is withdrawn."""
    known = kind_of(row)
    gate.check_runs(actor, record.contract_of(row).partnership, known.act("remis"))
    with transaction.atomic():
        record.held(row)
        _check_parent(getattr(row, known.parent))
        return record.mark(actor=actor, row=row, on=None, act=known.act("remis"))


def move_line(*, actor: Actor, row: Any, up: bool) -> Any:
    """Exchange the numbers of a line and of its living neighbour. Raises BadInput at either end."""
    known = kind_of(row)
    gate.check_runs(actor, record.contract_of(row).partnership, known.act("déplacé"))
    with transaction.atomic():
        contract = record.held(row)
        current = known.model.objects.get(pk=row.pk)
        near = _neighbour(known, current, up=up)
        if near is None:
            raise BadInput(f"« {current} » est déjà {'en tête' if up else 'en dernier'}.")
        exchange(known.model.objects.filter(**{known.parent: getattr(current, known.parent)}), current, near)
        record.log(actor=actor, contract=contract, act=known.act("déplacé"), row=current)
    return current


def _neighbour(known: Kind, row: Any, *, up: bool) -> Any:
    rows = known.model.objects.filter(
        **{known.parent: getattr(row, known.parent)}, withdrawn_on__isnull=True
    ).exclude(pk=row.pk)
    if up:
        return rows.filter(number__lt=row.number).order_by("-number").first()
    return rows.filter(number__gt=row.number).order_by("number").first()


def exchange(family: Any, one: Any, other: Any) -> None:
    """Two lines take each other's number, by way of a free one: numbers are unique at every moment."""
    first, second = one.number, other.number
    for row, number in ((one, record.next_number(family)), (other, first), (one, second)):
        row.number, row.revision = number, row.revision + 1
        row.save(update_fields=["number", "revision"])


def reach_milestone(*, actor: Actor, row: Milestone, on: date | None, today: date) -> Milestone:
    """Say that a step was reached that day, or (None) that it was not after all. Raises BadInput: to come."""
    contract = record.contract_of(row)
    gate.check_runs(actor, contract.partnership, "étape atteinte")
    if on is not None and on > today:
        raise BadInput(f"Le {on:%d/%m/%Y} est à venir : une étape se dit atteinte le jour venu.")
    with transaction.atomic():
        gate.check_alive(gate.hold(contract))
        current = Milestone.objects.select_for_update().get(pk=row.pk)
        current.done_on, current.revision = on, current.revision + 1
        current.save(update_fields=["done_on", "revision"])
        act = "étape atteinte" if on else "étape remise à faire"
        record.log(actor=actor, contract=contract, act=act, row=current)
    return current


def _contract(parent: Any) -> Contract:
    return parent if isinstance(parent, Contract) else record.contract_of(parent)


def _write(row: Any, known: Kind, values: dict[str, Any], *, insert: bool = False) -> None:
    for name in known.fields:
        if name in values:
            value = values[name]
            setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save(force_insert=insert)
    for name in known.links:
        if name in values:
            getattr(row, name).set(values[name])


def _check(known: Kind, contract: Contract, values: dict[str, Any]) -> None:
    first = known.fields[0] if known.model is not SheetIndicator else "name"
    if isinstance(values.get(first), str) and not values[first].strip():
        raise BadInput(f"Écrivez {ASKED.get(known.name, 'ce que dit cette ligne')}.")
    gate.check_here(contract.partnership, *(row for row in values.values() if isinstance(row, Institution)))
    for row in values.get("findings") or ():
        if row.diagnosis.partnership_id != contract.partnership_id:
            raise BadInput(f"« {row} » n'est pas un constat de ce partenariat.")
    CHECKS.get(known.name, _pass)(contract, values)


def _check_parent(parent: Any) -> None:
    if getattr(parent, "withdrawn_on", None) is not None:
        raise BadInput(f"« {parent} » est retiré du contrat : remettez-le d'abord.")


def _pass(contract: Contract, values: dict[str, Any]) -> None:
    return None


def _check_step(contract: Contract, values: dict[str, Any]) -> None:
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        raise BadInput(f"L'étape finirait le {end:%d/%m/%Y}, avant son début, le {start:%d/%m/%Y}.")


def _check_cost(contract: Contract, values: dict[str, Any]) -> None:
    amount = values.get("amount")
    if amount is not None and amount < 0:
        raise BadInput(f"Le montant « {amount} » est négatif : écrivez ce que la ligne coûte, ou rien.")
    if amount is None and values.get("obtained"):
        raise BadInput("Un financement acquis a un montant : écrivez-le, ou décochez « acquis ».")


ASKED = {
    "axe": "le titre de l'axe", "priorité": "la priorité", "objectif": "l'objectif",
    "mot du contrat": "le mot", "étape": "ce qui est fait à cette étape", "indicateur": "ce qui est mesuré",
}  # fmt: skip
CHECKS: dict[str, Callable[[Contract, dict[str, Any]], None]] = {
    "étape": _check_step, "ligne de coût": _check_cost,
}  # fmt: skip
