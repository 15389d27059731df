"""What is written by hand in a diagnosis: sections, findings, sources, means. Everything can be undone."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max

from maillage.audit import history, journal
from maillage.diagnosis import selectors
from maillage.diagnosis.models import Diagnosis, Section
from maillage.diagnosis.selectors.records import KINDS, Line
from maillage.diagnosis.vocabulary import DiagnosisSection
from maillage.institutions.models import Institution
from maillage.kernel import Actor, BadInput, Refused, Role

NAMES = {
    "finding": "constat", "source": "source", "means": "moyen", "field": "travail de terrain",
    "words": "source qualitative", "priority": "priorité",
}  # fmt: skip
FEMININE = {"source", "words", "priority"}


def edit_section(*, actor: Actor, diagnosis: Diagnosis, name: DiagnosisSection, text: str) -> Section:
    """Write one section; the former text is kept for undo. Raises Refused when the actor does not coordinate
    here.
    """
    may_write(actor, diagnosis)
    with transaction.atomic():
        row, _ = Section.objects.select_for_update().get_or_create(diagnosis=diagnosis, name=name.value)
        if row.text == text.strip():
            return row
        row.previous, row.text = row.text, text.strip()
        row.save(update_fields=["text", "previous"])
        changed(actor, diagnosis, "section écrite", name.value)
    return row


def undo_section(*, actor: Actor, diagnosis: Diagnosis, name: DiagnosisSection) -> Section:
    """Put the former text back; a second call redoes. Raises BadInput when nothing was written."""
    may_write(actor, diagnosis)
    with transaction.atomic():
        row = Section.objects.select_for_update().filter(diagnosis=diagnosis, name=name.value).first()
        if row is None:
            raise BadInput(f"La section « {name.label} » n'a pas encore été écrite : rien à annuler.")
        row.text, row.previous = row.previous, row.text
        row.save(update_fields=["text", "previous"])
        changed(actor, diagnosis, "section rétablie", name.value)
    return row


def save_line(
    *, actor: Actor, diagnosis: Diagnosis, kind: str, values: dict[str, Any], number: int | None = None,
    seen: int | None = None, nonce: UUID | None = None,
) -> Line:  # fmt: skip
    """Add a line of this kind (without `number`), or change one. Sent twice with one `nonce`: one line.

    Raises BadInput on an unknown number, Conflict when the line moved since the revision `seen`.
    """
    may_write(actor, diagnosis)
    _check_dissent(values)
    with transaction.atomic():
        Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
        if number is None and (row := _sent_before(diagnosis, kind, nonce)) is not None:
            return row
        row = _line(diagnosis, kind, number) if number is not None else _new_line(diagnosis, kind, nonce)
        if number is not None:
            row = history.lock(row, seen=row.revision if seen is None else seen)
        _fill(row, diagnosis, values)
        changed(
            actor, diagnosis,
            f"{NAMES[kind]} {'modifié' if number else 'ajouté'}{'e' * (kind in FEMININE)}",
            f"{NAMES[kind]} {row.number}",
        )  # fmt: skip
    return row


def _sent_before(diagnosis: Diagnosis, kind: str, nonce: UUID | None) -> Line | None:
    return KINDS[kind].objects.filter(diagnosis=diagnosis, nonce=nonce).first() if nonce else None


def _fill(row: Line, diagnosis: Diagnosis, values: dict[str, Any]) -> None:
    """Write the values; links to several rows come once the line has its own identity."""
    several = {name for name in values if row._meta.get_field(name).many_to_many}
    _check_here(diagnosis, [values[name] for name in values if name not in several])
    for field in values.keys() - several:
        setattr(row, field, values[field])
    row.save()
    for field in several:
        getattr(row, field).set(values[field])


def _check_here(diagnosis: Diagnosis, values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, Institution) and value.partnership_id != diagnosis.partnership_id:
            raise BadInput(f"{value} n'est pas dans l'annuaire de ce partenariat.")


def withdraw(*, actor: Actor, diagnosis: Diagnosis, kind: str, number: int, on: date) -> Line:
    """Withdraw a line; it stays, out of the document, and can be put back. Raises BadInput on an unknown
    number.
    """
    return _mark(actor, diagnosis, kind, number, on)


def put_back(*, actor: Actor, diagnosis: Diagnosis, kind: str, number: int) -> Line:
    """Put a withdrawn line back. Raises BadInput on an unknown number."""
    return _mark(actor, diagnosis, kind, number, None)


def _mark(actor: Actor, diagnosis: Diagnosis, kind: str, number: int, on: date | None) -> Line:
    may_write(actor, diagnosis)
    with transaction.atomic():
        row = _line(diagnosis, kind, number)
        row = history.lock(row, seen=row.revision)
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on", "revision"])
        changed(actor, diagnosis, f"{NAMES[kind]} {'retiré' if on else 'rétabli'}", f"{NAMES[kind]} {number}")
    return row


def may_write(actor: Actor, diagnosis: Diagnosis) -> None:
    """The roles of an actor are those held in one partnership: the guard gives them for the workspace of the
    request.
    """
    if actor.id is not None and not actor.holds(Role.COORDINATOR):
        journal.refusal(
            actor=actor, act="écriture du diagnostic refusée", subject=str(diagnosis.pk),
            reasons=("rôle insuffisant",), partnership=diagnosis.partnership.key,
        )  # fmt: skip
        raise Refused(["Seul le coordonnateur de ce partenariat écrit dans son diagnostic."])


def _check_dissent(values: dict[str, Any]) -> None:
    if values.get("dissent") and not values.get("dissent_by"):
        raise BadInput(
            "Dites quelle institution exprime ce désaccord : il est reproduit tel quel, sous son nom."
        )


def _line(diagnosis: Diagnosis, kind: str, number: int) -> Line:
    row = selectors.entry(diagnosis=diagnosis, kind=kind, number=number)
    if row is None:
        raise BadInput(f"Ce diagnostic n'a pas de {NAMES[kind]} numéro {number}.")
    return row


def _new_line(diagnosis: Diagnosis, kind: str, nonce: UUID | None) -> Line:
    last = KINDS[kind].objects.filter(diagnosis=diagnosis).aggregate(last=Max("number"))["last"] or 0
    return KINDS[kind](diagnosis=diagnosis, number=last + 1, nonce=nonce or uuid4())


def changed(
    actor: Actor, diagnosis: Diagnosis, act: str, subject: str, detail: dict[str, Any] | None = None
) -> None:
    """The words of a diagnosis moved: its revision grows, the journal has its line."""
    Diagnosis.objects.filter(pk=diagnosis.pk).update(revision=F("revision") + 1)
    diagnosis.refresh_from_db(fields=["revision"])
    journal.append(
        actor=actor, act=act, subject=subject, partnership=diagnosis.partnership.key, detail=detail or {}
    )
