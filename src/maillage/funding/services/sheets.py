"""The spreadsheet of requests sent back: received, previewed, then applied whole or given up."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.contracts.vocabulary import Nature
from maillage.funding.intake import plan_sheet as intake
from maillage.funding.models import GrantRequest, PlanImport, PlanLine
from maillage.funding.rules import sheet_changes as rules
from maillage.funding.rules.sheet_changes import Change, Drawn
from maillage.funding.selectors import sheets as selectors
from maillage.funding.services import gate
from maillage.funding.services.requests import LineDraft, check_whole, fill_line
from maillage.funding.vocabulary import Account, Side
from maillage.funding.vocabulary.sheets import LINES, REQUESTS, Filled, SheetState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.tabular import FileRejected

ACT = "tableur de demandes appliqué"


def receive(
    *, actor: Actor, partnership: Partnership, content: bytes, filename: str, now: datetime,
    nonce: UUID | None = None,
) -> PlanImport:  # fmt: skip
    """Keep a filled spreadsheet until it is confirmed. Sent twice: one. Raises BadInput: not ours."""
    gate.check_runs(actor, partnership, ACT)
    name = Path(filename).name[:200] or "demandes.xlsx"
    _read(content, name)
    with transaction.atomic():
        if (row := gate.already(PlanImport, nonce)) is not None:
            return row
        row = PlanImport.objects.create(
            partnership=partnership, filename=name, digest=hashlib.sha256(content).hexdigest(),
            content=content, received_at=now, **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _log(actor, row, "tableur de demandes reçu")
    return row


def preview(*, actor: Actor, row: PlanImport) -> Drawn:
    """What the file would change now; changes nothing. Raises BadInput once it is applied or given up."""
    if row.state != SheetState.WAITING.value:
        raise BadInput(f"« {row.filename} » n'est plus à confirmer. Envoyez le fichier de nouveau.")
    filled = _read(bytes(row.content), row.filename)
    known = selectors.known(selectors.in_preparation(partnership=row.partnership, actor=actor))
    return rules.draw(filled, *known)


def confirm(*, actor: Actor, row: PlanImport, now: datetime) -> PlanImport:
    """Apply all that may be applied, in one transaction. A second time changes nothing.

    Raises BadInput when a row cannot be written as it stands: nothing is.
    """
    gate.check_runs(actor, row.partnership, ACT)
    with transaction.atomic():
        row = PlanImport.objects.select_for_update().select_related("partnership").get(pk=row.pk)
        if row.state == SheetState.DONE.value:
            return row
        drawn = preview(actor=actor, row=row)
        _apply(drawn)
        row.state, row.content, row.done_at = SheetState.DONE.value, b"", now
        row.counts = {"changements": len(drawn.changes), "rejets": len(drawn.rejects)}
        row.save(update_fields=["state", "content", "done_at", "counts"])
        _log(actor, row, ACT, **row.counts)
    return row


def drop(*, actor: Actor, row: PlanImport, now: datetime) -> PlanImport:
    """Give up a file that waits: its content is erased at once."""
    gate.check_runs(actor, row.partnership, "tableur de demandes abandonné")
    if row.state != SheetState.WAITING.value:
        return row
    with transaction.atomic():
        row.state, row.content, row.done_at = SheetState.DROPPED.value, b"", now
        row.save(update_fields=["state", "content", "done_at"])
        _log(actor, row, "tableur de demandes abandonné")
    return row


def _read(content: bytes, name: str) -> Filled:
    try:
        return intake.read(content, name)
    except FileRejected as error:
        raise BadInput(f"{error} Rien n'a été enregistré.") from error


def _apply(drawn: Drawn) -> None:
    owners = {change.owner for change in drawn.changes}
    held = {row.pk: row for row in GrantRequest.objects.select_for_update().filter(pk__in=owners)}
    for (line, _pk), changes in drawn.rows(REQUESTS).items():
        _said(REQUESTS, line, lambda c=changes: _write_request(held[c[0].owner], c))
    for (line, pk), changes in drawn.rows(LINES).items():
        _said(LINES, line, lambda c=changes, p=pk: _write_line(held[c[0].owner], p, c))
    for row in held.values():
        row.revision += 1
        row.save()


def _said(sheet: str, line: int, change: Any) -> None:
    """The fault of a row is told with its line."""
    try:
        change()
    except BadInput as fault:
        raise BadInput(f"Feuille « {sheet} », ligne {line} : {fault} Rien n'a été enregistré.") from fault


def _write_request(row: GrantRequest, changes: Sequence[Change]) -> None:
    gate.check_edited(row)
    for change in changes:
        setattr(row, change.field, _stored(row, change.field, change.new))
    check_whole(row)


def _stored(row: Any, name: str, value: Any) -> Any:
    """An empty cell is an empty text where the column is one."""
    return "" if value is None and isinstance(getattr(row, name), str) else value


def _write_line(request: GrantRequest, pk: int | None, changes: Sequence[Change]) -> None:
    gate.check_edited(request)
    row = PlanLine.objects.select_for_update().get(pk=pk) if pk else PlanLine(request=request)
    new: Mapping[str, Any] = {change.field: change.new for change in changes}

    def value(name: str) -> Any:
        return new.get(name, getattr(row, name))

    nature = value("nature")
    draft = LineDraft(
        Side(value("side")), Account(value("account")), str(value("label") or ""),
        Decimal(value("planned") or 0), Nature(nature) if nature else None, row.fund if pk else None,
        row.confirmed_on, row.paid_before, row.for_state,
    )  # fmt: skip
    fill_line(row, draft)
    row.save()


def _log(actor: Actor, row: PlanImport, act: str, **detail: Any) -> None:
    journal.append(
        actor=actor, act=act, subject=f"tableur:{row.pk}", partnership=row.partnership.key,
        detail={"empreinte": row.digest} | detail,
    )  # fmt: skip
