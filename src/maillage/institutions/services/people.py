"""Changes to people and to their functions over time. The journal keeps identities, no personal data."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.audit import journal
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.institutions.services import gate
from maillage.institutions.vocabulary import PersonDraft, PositionDraft
from maillage.kernel import Actor, BadInput


def add_person(
    *, actor: Actor, partnership: Partnership, draft: PersonDraft, nonce: UUID | None = None
) -> Person:
    """A new person of this directory. Raises BadInput: no name, address already held."""
    gate.check_writes(actor, partnership, "personne ajoutée")
    with transaction.atomic():
        if made := gate.once(Person, partnership, nonce):
            return made
        values = _checked_person(partnership, draft, None)
        row = Person.objects.create(partnership=partnership, **values, **({"nonce": nonce} if nonce else {}))
        _note(actor, partnership, "personne ajoutée", f"personne:{row.pk}")
    return row


def edit_person(*, actor: Actor, person: Person, draft: PersonDraft, seen: int | None = None) -> Person:
    """Correct a person's card. Raises BadInput as `add_person`, Conflict when it moved since `seen`."""
    gate.check_writes(actor, person.partnership, "personne modifiée")
    with transaction.atomic():
        gate.hold(person.partnership)
        values = _checked_person(person.partnership, draft, person)
        row = gate.lock(person, seen=seen, typed=values)
        moved = gate.changed(row, values)
        for name in moved:
            setattr(row, name, values[name])
        row.save(update_fields=[*moved, "revision"])
        _note(actor, row.partnership, "personne modifiée", f"personne:{row.pk}", champs=moved)
    return row


def put_away_person(*, actor: Actor, person: Person, on: date) -> Person:
    """Take a person out of the directory: running functions end that day, no letter leaves any more."""
    gate.check_writes(actor, person.partnership, "personne rangée")
    if person.archived_on:
        return person
    running = Position.objects.filter(Q(end__isnull=True) | Q(end__gt=on), person=person)
    with transaction.atomic():
        ended = list(running.select_for_update())
        for row in ended:
            row.end, row.revision = max(on, row.start), row.revision + 1
        Position.objects.bulk_update(ended, ["end", "revision"])
        person.archived_on = on
        person.save(update_fields=["archived_on"])
        _note(
            actor, person.partnership, "personne rangée", f"personne:{person.pk}",
            le=str(on), fonctions=[row.pk for row in ended],
        )  # fmt: skip
    return person


def put_back_person(*, actor: Actor, person: Person) -> Person:
    """Put a person back in the directory; functions that ended stay ended."""
    gate.check_writes(actor, person.partnership, "personne remise")
    if person.merged_into:
        raise BadInput(f"{person} a été réunie à {person.merged_into} : c'est cette fiche qui reste.")
    if person.archived_on is None:
        return person
    with transaction.atomic():
        person.archived_on = None
        person.save(update_fields=["archived_on"])
        _note(actor, person.partnership, "personne remise", f"personne:{person.pk}")
    return person


def open_position(
    *, actor: Actor, institution: Institution, person: Person | PersonDraft, draft: PositionDraft,
    nonce: UUID | None = None,
) -> Position:  # fmt: skip
    """A person takes a function; a draft of a person enters the directory at the same time.

    Raises BadInput: another partnership, dates upside down, the same function already running.
    """
    gate.check_writes(actor, institution.partnership, "fonction ouverte")
    values = _checked_position(draft)
    with transaction.atomic():
        if made := gate.once(Position, institution.partnership, nonce):
            return made
        if isinstance(person, PersonDraft):
            person = add_person(actor=actor, partnership=institution.partnership, draft=person)
        _check_pair(institution, person)
        _check_free(institution, person, draft, None)
        row = Position.objects.create(
            person=person, institution=institution, **values, **({"nonce": nonce} if nonce else {})
        )
        _note_position(actor, row, "fonction ouverte", depuis=str(draft.start))
    return row


def edit_position(
    *, actor: Actor, position: Position, draft: PositionDraft, seen: int | None = None
) -> Position:
    """Correct a function: title, level, mandate, dates. Raises BadInput, Conflict."""
    gate.check_writes(actor, position.institution.partnership, "fonction modifiée")
    values = _checked_position(draft)
    with transaction.atomic():
        gate.hold(position.institution.partnership)
        _check_free(position.institution, position.person, draft, position)
        row = gate.lock(position, seen=seen, typed=values)
        moved = gate.changed(row, values)
        for name in moved:
            setattr(row, name, values[name])
        row.save(update_fields=[*moved, "revision"])
        _note_position(actor, row, "fonction modifiée", champs=moved)
    return row


def end_position(*, actor: Actor, position: Position, on: date) -> Position:
    """`on` is the last day of the function. Raises BadInput before its first day. Twice: nothing."""
    gate.check_writes(actor, position.institution.partnership, "fonction close")
    if position.end == on:
        return position
    if on < position.start:
        raise BadInput(f"La fin ({on:%d/%m/%Y}) précède le début ({position.start:%d/%m/%Y}).")
    with transaction.atomic():
        row = gate.lock(position, seen=None, typed={})
        row.end = on
        row.save(update_fields=["end", "revision"])
        _note_position(actor, row, "fonction close", le=str(on))
    return row


def withdraw_position(*, actor: Actor, position: Position) -> None:
    """Undo a function typed by mistake. The journal keeps whose, where, and its dates."""
    gate.check_writes(actor, position.institution.partnership, "fonction retirée")
    with transaction.atomic():
        _note_position(
            actor, position, "fonction retirée", depuis=str(position.start),
            jusqu_au=str(position.end) if position.end else None,
        )  # fmt: skip
        position.delete()


def _checked_person(partnership: Partnership, draft: PersonDraft, itself: Person | None) -> dict[str, Any]:
    name, email = " ".join(draft.name.split()), draft.email.strip().lower()
    if not name:
        raise BadInput("Donnez le nom de la personne.")
    others = Person.objects.filter(partnership=partnership).exclude(pk=itself.pk if itself else 0)
    if email and (twin := others.filter(email__iexact=email).first()):
        raise BadInput(f"L'adresse {email} est déjà celle de {twin.name}. Choisissez cette fiche-là.")
    return {"name": name, "civility": draft.civility.strip(), "email": email, "phone": draft.phone.strip()}


def _checked_position(draft: PositionDraft) -> dict[str, Any]:
    title = " ".join(draft.title.split())
    if not title:
        raise BadInput("Donnez la fonction : elle dit à quel titre la personne siège.")
    if draft.end and draft.end < draft.start:
        raise BadInput(f"La fin ({draft.end:%d/%m/%Y}) précède le début ({draft.start:%d/%m/%Y}).")
    return {
        "title": title, "level": draft.level.value, "may_commit": draft.may_commit,
        "mandate_on": draft.mandate_on, "start": draft.start, "end": draft.end,
    }  # fmt: skip


def _check_pair(institution: Institution, person: Person) -> None:
    if person.partnership_id != institution.partnership_id:
        raise BadInput("La personne n'est pas dans l'annuaire de ce partenariat.")
    if person.archived_on:
        raise BadInput(f"{person} est rangée : remettez d'abord sa fiche dans l'annuaire.")


def _check_free(
    institution: Institution, person: Person, draft: PositionDraft, itself: Position | None
) -> None:
    """The same person does not hold the same function twice at the same time."""
    rows = Position.objects.filter(institution=institution, person=person, title__iexact=draft.title.strip())
    rows = rows.filter(Q(end__isnull=True) | Q(end__gte=draft.start)).exclude(pk=itself.pk if itself else 0)
    clash = (rows.filter(start__lte=draft.end) if draft.end else rows).first()
    if clash:
        raise BadInput(
            f"{person} est déjà « {clash.title} » ici depuis le {clash.start:%d/%m/%Y}. Terminez d'abord "
            "cette fonction, ou corrigez-la."
        )


def _note_position(actor: Actor, row: Position, act: str, **detail: Any) -> None:
    detail |= {"personne": row.person_id, "institution": row.institution_id}
    _note(actor, row.institution.partnership, act, f"fonction:{row.pk}", **detail)


def _note(actor: Actor, partnership: Partnership, act: str, subject: str, **detail: Any) -> None:
    journal.append(actor=actor, act=act, subject=subject, partnership=partnership.key, detail=detail)
