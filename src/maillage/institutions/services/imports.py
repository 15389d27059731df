"""Importing a directory: received and previewed, then imported whole or not at all; or given up."""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.institutions import intake
from maillage.institutions.models import DirectoryImport, Institution, Partnership, Person, Position
from maillage.institutions.rules import plan as planning
from maillage.institutions.rules.plan import Plan, Step
from maillage.institutions.selectors.known import known
from maillage.institutions.services import gate
from maillage.institutions.vocabulary import DirectoryReject, DirectorySheet, Fate, ImportState
from maillage.kernel import Actor, BadInput
from maillage.tabular import FileRejected
from maillage.territory import selectors as territory

KEPT = timedelta(days=7)  # a file that nobody confirms
ACT = "annuaire importé"
MAX_IMPORT_BYTES = intake.MAX_BYTES


@dataclass(frozen=True)
class Done:
    """What an import did, or would do."""

    plan: Plan
    dry_run: bool


def receive(
    *, actor: Actor, partnership: Partnership, content: bytes, filename: str, now: datetime,
    nonce: UUID | None = None,
) -> DirectoryImport:  # fmt: skip
    """Keep a file until its import is confirmed; the same one is kept once. Raises BadInput: no directory."""
    gate.check_writes(actor, partnership, ACT)
    name = Path(filename).name[:200] or "annuaire"
    read_content(content, name)
    with transaction.atomic():
        digest = hashlib.sha256(content).hexdigest()
        made = gate.once(DirectoryImport, partnership, nonce) or _waiting(partnership, digest)
        if made:
            return made
        row = DirectoryImport.objects.create(
            partnership=partnership, filename=name, digest=digest,
            content=content, received_at=now, **({"nonce": nonce} if nonce else {}),
        )  # fmt: skip
        _note(actor, row, "annuaire reçu")
    return row


def _waiting(partnership: Partnership, digest: str) -> DirectoryImport | None:
    """The same file, received before and still to be confirmed."""
    state = ImportState.WAITING.value
    return DirectoryImport.objects.filter(partnership=partnership, digest=digest, state=state).first()


def preview(*, row: DirectoryImport, on: date, choices: Mapping[str, str] | None = None) -> Plan:
    """What the import of this file would do now; changes nothing. Raises BadInput once it is done."""
    if row.state != ImportState.WAITING.value:
        raise BadInput(f"« {row.filename} » n'est plus à confirmer. Envoyez le fichier de nouveau.")
    sheet = read_content(bytes(row.content), row.filename)
    return planning.draw(sheet, known(partnership=row.partnership), on=on, choices=choices)


def confirm(
    *, actor: Actor, row: DirectoryImport, now: datetime, on: date, choices: Mapping[str, str] | None = None
) -> DirectoryImport:
    """Import a file that was previewed: all its sound lines, or nothing. A second time changes nothing."""
    gate.check_writes(actor, row.partnership, ACT)
    with transaction.atomic():
        gate.hold(row.partnership)
        row = DirectoryImport.objects.select_for_update().get(pk=row.pk)
        if row.state == ImportState.DONE.value:
            return row
        plan = preview(row=row, on=on, choices=choices)
        _write(row.partnership, plan)
        row.state, row.content, row.done_at = ImportState.DONE.value, b"", now
        row.counts = plan.counts() | {"rejects": len(plan.rejects)}
        row.save(update_fields=["state", "content", "done_at", "counts"])
        _note(actor, row, ACT, **row.counts)
    return row


def drop(*, actor: Actor, row: DirectoryImport, now: datetime) -> DirectoryImport:
    """Give up an import that waits: its content is erased at once."""
    gate.check_writes(actor, row.partnership, "import abandonné")
    if row.state != ImportState.WAITING.value:
        return row
    with transaction.atomic():
        row.state, row.content, row.done_at = ImportState.DROPPED.value, b"", now
        row.save(update_fields=["state", "content", "done_at"])
        _note(actor, row, "import abandonné")
    return row


def forget_waiting(*, actor: Actor, now: datetime, dry_run: bool = False) -> int:
    """Files that nobody confirmed for a week are given up; how many."""
    old = DirectoryImport.objects.filter(state=ImportState.WAITING.value, received_at__lt=now - KEPT)
    if dry_run:
        return old.count()
    rows = list(old)
    for row in rows:
        drop(actor=actor, row=row, now=now)
    return len(rows)


def import_file(
    *, actor: Actor, partnership: Partnership, path: Path, on: date, dry_run: bool = False
) -> Done:
    """Import a file at once; what is doubtful is added as another card. Raises BadInput, changes nothing."""
    gate.check_writes(actor, partnership, ACT)
    sheet = _read(path, path.name)
    if dry_run:
        return Done(planning.draw(sheet, known(partnership=partnership), on=on), True)
    with transaction.atomic():
        gate.hold(partnership)
        plan = planning.draw(sheet, known(partnership=partnership), on=on)
        if plan.moves:
            _write(partnership, plan)
            journal.append(
                actor=actor, act=ACT, subject=partnership.key, partnership=partnership.key,
                detail=plan.counts() | {"rejects": len(plan.rejects)},
            )  # fmt: skip
    return Done(plan, False)


def read_content(content: bytes, name: str) -> DirectorySheet:
    """The sheet in these bytes. Raises BadInput when they are no directory."""
    with tempfile.TemporaryDirectory(prefix="maillage-annuaire-") as folder:
        path = Path(folder) / "recu"
        path.write_bytes(content)
        return _read(path, name)


def _read(path: Path, name: str) -> DirectorySheet:
    try:
        with tempfile.TemporaryDirectory(prefix="maillage-annuaire-") as scratch:
            sheet = intake.read(path, Path(scratch), name=name)
    except FileRejected as error:
        raise BadInput(f"{error} Rien n'a été enregistré.") from error
    return _known_places(sheet)


def _known_places(sheet: DirectorySheet) -> DirectorySheet:
    """Lines on a territory that does not exist are rejected."""
    codes = {row.place for row in sheet.rows if row.place}
    unknown = {code for code in codes if territory.place(code) is None}
    rejects = [
        DirectoryReject(row.line, f"Le code « {row.place} » n'est pas un territoire connu.")
        for row in sheet.rows
        if row.place in unknown
    ]
    sound = tuple(row for row in sheet.rows if row.place not in unknown)
    return replace(sheet, rows=sound, rejects=(*sheet.rejects, *rejects)) if rejects else sheet


def _write(partnership: Partnership, plan: Plan) -> None:
    places = _stored(Institution, plan.institutions, partnership)
    people = _stored(Person, plan.people, partnership)
    made = []
    for step in plan.positions.values():
        person, place = step.owners
        if step.fate is Fate.CREATED:
            made.append(Position(person_id=people[person], institution_id=places[place], **step.values))
        elif step.fate is Fate.CHANGED:
            _update(Position, step)
    Position.objects.bulk_create(made)


def _stored(
    model: type[Institution] | type[Person], steps: dict[str, Step], partnership: Partnership
) -> dict[str, int]:
    """The identity of each step's row: those to create are created, those to complete are completed."""
    new = [step for step in steps.values() if step.fate is Fate.CREATED]
    table: Any = model
    rows = table.objects.bulk_create([table(partnership=partnership, **step.values) for step in new])
    found = {step.key: row.pk for step, row in zip(new, rows, strict=True)}
    for step in steps.values():
        if step.known is not None:
            found[step.key] = step.known
            if step.fate is Fate.CHANGED:
                _update(model, step)
    return found


def _update(model: Any, step: Step) -> None:
    row = model.objects.select_for_update().get(pk=step.known)
    for name, value in step.values.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*step.values, "revision"])


def _note(actor: Actor, row: DirectoryImport, act: str, **detail: Any) -> None:
    journal.append(
        actor=actor, act=act, subject=f"import d'annuaire:{row.pk}", partnership=row.partnership.key,
        detail={"empreinte": row.digest} | detail,
    )  # fmt: skip
