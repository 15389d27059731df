"""Files that partners bring: received, previewed, confirmed whole or not at all, replaced, withdrawn."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import history, journal
from maillage.bodies.services import gate
from maillage.diagnosis import intake
from maillage.diagnosis.models import (
    CodedAnswer,
    Delivery,
    Diagnosis,
    Doubt,
    FieldWork,
    SeriesPoint,
    Snapshot,
    SourceRequest,
)
from maillage.diagnosis.services import doubts as doubting
from maillage.diagnosis.services.requests import check_owner
from maillage.diagnosis.services.write import changed, may_write
from maillage.diagnosis.vocabulary import SourceState
from maillage.diagnosis.vocabulary.gathered import Coded, DeliveryState, Point, Read, Rejected, Suspected
from maillage.kernel import Actor, BadInput
from maillage.tabular import FileRejected

KEPT_WAITING = timedelta(days=7)  # a file that nobody confirms
BATCH = 2_000
MAX_BYTES = intake.MAX_BYTES
OPEN = (SourceState.EXPECTED.value, SourceState.RECEIVED.value, SourceState.PARTIAL.value)


@dataclass(frozen=True)
class Preview:
    """What a file holds, before it is confirmed: rows, rejected lines, and the doubts it would raise."""

    read: Read
    doubts: tuple[Suspected, ...]


def receive(
    *, actor: Actor, owner: SourceRequest | FieldWork, content: bytes, filename: str, now: datetime,
    note: str = "", partial: bool = False, nonce: UUID | None = None,
) -> Delivery:  # fmt: skip
    """Keep a file until it is confirmed. Sent twice: one. Raises BadInput: unreadable, or nothing awaited."""
    check_brings(actor, owner)
    name = Path(filename.replace("\\", "/")).name[:200] or "fichier"
    _check_open(owner)
    found = read_content(owner, content, name)
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=owner.diagnosis_id)
        if (made := gate.already(Delivery, nonce)) is not None:
            return made
        row = Delivery(
            diagnosis=owner.diagnosis, filename=name, digest=hashlib.sha256(content).hexdigest(),
            content=content, received_at=now, partial=partial, method_note=note.strip() or found.note,
            by_paper=owner.institution_id not in actor.institutions, **_owner(owner),
        )  # fmt: skip
        row.nonce = nonce or row.nonce
        row.save(force_insert=True)
        _note(actor, row, "fichier reçu")
    return row


def check_brings(actor: Actor, owner: SourceRequest | FieldWork) -> None:
    """Raises Refused unless the actor may bring a file here."""
    if isinstance(owner, SourceRequest):
        check_owner(actor, owner.institution, owner, "réponse à une demande de données")
    elif owner.institution is None:
        may_write(actor, owner.diagnosis)
    else:
        gate.check_answers_for(
            actor, owner.diagnosis.partnership, owner.institution.pk, "réponses de terrain"
        )


def _check_open(owner: SourceRequest | FieldWork) -> None:
    if owner.withdrawn_on:
        raise BadInput("Cette ligne est retirée du diagnostic.")
    if isinstance(owner, SourceRequest) and owner.state not in OPEN:
        raise BadInput("Cette demande n'attend pas de fichier : elle n'est pas envoyée, ou elle est refusée.")


def _owner(owner: SourceRequest | FieldWork) -> dict[str, Any]:
    return {"request": owner} if isinstance(owner, SourceRequest) else {"field_work": owner}


def read_content(owner: SourceRequest | FieldWork, content: bytes, name: str) -> Read:
    """What these bytes hold. Raises BadInput when they are no such table."""
    reader = intake.series if isinstance(owner, SourceRequest) else intake.coded
    try:
        with tempfile.TemporaryDirectory(prefix="maillage-donnees-") as folder:
            path, scratch = Path(folder) / "recu", Path(folder) / "travail"
            path.write_bytes(content)
            scratch.mkdir()
            found = reader.read(path, scratch, name=name)
    except FileRejected as error:
        raise BadInput(f"{error} Rien n'a été enregistré.") from error
    return _within_sample(found, owner.sample) if isinstance(owner, FieldWork) and owner.sample else found


def _within_sample(found: Read, sample: int) -> Read:
    """A code given by more people than answered is set aside."""
    kept = tuple(row for row in found.rows if isinstance(row, Coded) and row.count <= sample)
    over = [row for row in found.rows if row.count > sample]
    rejects = [Rejected(row.line, f"{row.count} réponses pour {sample} personnes.") for row in over]
    return replace(found, rows=kept, rejects=(*found.rejects, *rejects))


def preview(*, row: Delivery) -> Preview:
    """What this file would bring; changes nothing. Raises BadInput once it is closed."""
    if row.state != DeliveryState.WAITING.value:
        raise BadInput(f"« {row.filename} » n'est plus à confirmer. Envoyez le fichier de nouveau.")
    found = read_content(owner_of(row), bytes(row.content), row.filename)
    return Preview(found, tuple(doubting.suspected(row, found)) if row.request else ())


def owner_of(row: Delivery) -> SourceRequest | FieldWork:
    """What the file answers."""
    found = row.request or row.field_work
    assert found is not None  # the database holds it: one or the other
    return found


def confirm(*, actor: Actor, row: Delivery, on: date) -> Delivery:
    """Take a previewed file: all its sound lines, or nothing; the former answer is kept as replaced.

    A second time changes nothing. Raises BadInput when no line is sound.
    """
    check_brings(actor, owner_of(row))
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=row.diagnosis_id)
        row = Delivery.objects.select_for_update().get(pk=row.pk)
        if row.state != DeliveryState.WAITING.value:
            return row
        _check_open(owner_of(row))
        shown = preview(row=row)
        if not shown.read.rows:
            raise BadInput(f"« {row.filename} » n'a aucune ligne à garder. Corrigez-le, puis envoyez-le.")
        _replace(row, on)
        _write(row, shown.read)
        _keep(actor, row, shown, on)
    return row


def _replace(row: Delivery, on: date) -> None:
    kept = Delivery.objects.filter(state=DeliveryState.KEPT.value, **_owner(owner_of(row)))
    kept.update(state=DeliveryState.REPLACED.value, ended_on=on)


def _write(row: Delivery, found: Read) -> None:
    points = [_point(row, one) for one in found.rows if isinstance(one, Point)]
    answers = [_coded(row, one) for one in found.rows if isinstance(one, Coded)]
    SeriesPoint.objects.bulk_create(points, batch_size=BATCH)
    CodedAnswer.objects.bulk_create(answers, batch_size=BATCH)


def _point(row: Delivery, one: Point) -> SeriesPoint:
    return SeriesPoint(
        delivery=row, line=one.line, period=one.period, place=one.place, category=one.category,
        count=one.count, exposed=one.exposed,
    )  # fmt: skip


def _coded(row: Delivery, one: Coded) -> CodedAnswer:
    return CodedAnswer(delivery=row, line=one.line, question=one.question, code=one.code, count=one.count)


def _keep(actor: Actor, row: Delivery, shown: Preview, on: date) -> None:
    row.state, row.content, row.kept_on = DeliveryState.KEPT.value, b"", on
    row.rows, row.rejected = len(shown.read.rows), len(shown.read.rejects)
    if row.request:
        state = SourceState.PARTIAL if row.partial or row.rejected else SourceState.RECEIVED
        _move(row.request, state, on)
    changed(actor, row.diagnosis, "fichier confirmé", f"fichier {row.pk}",
            {"lignes": row.rows, "écartées": row.rejected, "doutes": len(shown.doubts)})  # fmt: skip
    row.diagnosis_revision = row.diagnosis.revision
    row.save()
    if row.request:
        doubting.raise_doubts(row, shown.doubts, on)


def _move(request: SourceRequest, state: SourceState, on: date | None) -> None:
    locked = history.lock(request, seen=request.revision)
    locked.state, locked.answered_on = state.value, on
    locked.save(update_fields=["state", "answered_on", "revision"])


def drop(*, actor: Actor, row: Delivery) -> Delivery:
    """Give up a file that waits: its content is erased at once."""
    check_brings(actor, owner_of(row))
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=row.pk)
        if row.state == DeliveryState.WAITING.value:
            row.state, row.content = DeliveryState.DROPPED.value, b""
            row.save(update_fields=["state", "content"])
            _note(actor, row, "fichier abandonné")
    return row


def withdraw_delivery(*, actor: Actor, row: Delivery, on: date) -> Delivery:
    """Take back an answer that no frozen version holds; the one it replaced is in use again.

    Raises BadInput once a version was frozen with it: a new answer then replaces it.
    """
    check_brings(actor, owner_of(row))
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=row.diagnosis_id)
        row = Delivery.objects.select_for_update().get(pk=row.pk)
        if row.state != DeliveryState.KEPT.value:
            return row
        if is_used(row):
            raise BadInput(
                "Une version figée du diagnostic contient déjà cette réponse. Envoyez-en une autre : elle la"
                " remplacera, et l'ancienne restera inscrite."
            )
        row.state, row.ended_on = DeliveryState.WITHDRAWN.value, on
        row.save(update_fields=["state", "ended_on"])
        _put_back(owner_of(row))
        changed(actor, row.diagnosis, "fichier retiré", f"fichier {row.pk}")
    return row


def is_used(row: Delivery) -> bool:
    """Does a frozen version hold this file?"""
    return Snapshot.objects.filter(
        diagnosis_id=row.diagnosis_id, revision__gte=row.diagnosis_revision
    ).exists()


def _put_back(owner: SourceRequest | FieldWork) -> None:
    former = Delivery.objects.filter(state=DeliveryState.REPLACED.value, **_owner(owner))
    row = former.order_by("-kept_on", "-id").first()
    if row is not None:
        row.state, row.ended_on = DeliveryState.KEPT.value, None
        row.save(update_fields=["state", "ended_on"])
    if isinstance(owner, SourceRequest):
        partial = row is not None and (row.partial or row.rejected)
        state = (
            SourceState.EXPECTED if row is None else SourceState.PARTIAL if partial else SourceState.RECEIVED
        )
        _move(owner, state, row.kept_on if row else None)


def explain(*, actor: Actor, doubt: Doubt, seen: int, words: str, on: date) -> Doubt:
    """The holder answers a doubt; the doubt stays, with the answer. Raises Conflict when it moved."""
    request = doubt.delivery.request
    assert request is not None  # only answers to requests are doubted
    check_owner(actor, request.institution, request, "réponse à un doute")
    if not words.strip():
        raise BadInput("Écrivez votre explication en quelques mots.")
    with transaction.atomic():
        row = doubting.locked(doubt, seen)
        row.explanation, row.explained_on, row.revision = words.strip(), on, row.revision + 1
        row.save(update_fields=["explanation", "explained_on", "revision"])
        changed(actor, request.diagnosis, "doute expliqué", f"source {request.number}")
    return row


def forget_waiting(*, actor: Actor, now: datetime, dry_run: bool = False) -> int:
    """Files that nobody confirmed for a week are given up; how many."""
    old = Delivery.objects.filter(state=DeliveryState.WAITING.value, received_at__lt=now - KEPT_WAITING)
    if dry_run:
        return old.count()
    rows = list(
        old.select_related("request__institution", "field_work__institution", "diagnosis__partnership")
    )
    for row in rows:
        drop(actor=actor, row=row)
    return len(rows)


def _note(actor: Actor, row: Delivery, act: str) -> None:
    journal.append(
        actor=actor, act=act, subject=f"fichier {row.pk}", partnership=row.diagnosis.partnership.key,
        detail={"empreinte": row.digest},
    )  # fmt: skip
