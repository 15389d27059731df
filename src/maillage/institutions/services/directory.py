"""Changes to institutions: add, correct, put away, put back. The journal keeps identities only."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit import journal
from maillage.institutions.models import Institution, Partnership
from maillage.institutions.rules import identifiers
from maillage.institutions.services import gate
from maillage.institutions.vocabulary import InstitutionDraft
from maillage.kernel import Actor, BadInput
from maillage.territory import selectors as territory


def add_institution(
    *, actor: Actor, partnership: Partnership, draft: InstitutionDraft, nonce: UUID | None = None
) -> Institution:
    """A new institution of this directory. Raises BadInput: name or SIRET already there, unknown place."""
    gate.check_writes(actor, partnership, "institution ajoutée")
    with transaction.atomic():
        if made := gate.once(Institution, partnership, nonce):
            return made
        values = _checked(partnership, draft, None)
        row = Institution.objects.create(
            partnership=partnership, **values, **({"nonce": nonce} if nonce else {})
        )
        _note(actor, row, "institution ajoutée")
    return row


def edit_institution(
    *, actor: Actor, institution: Institution, draft: InstitutionDraft, seen: int | None = None
) -> Institution:
    """Correct an institution. Raises BadInput as `add_institution`, Conflict when it moved since `seen`."""
    gate.check_writes(actor, institution.partnership, "institution modifiée")
    with transaction.atomic():
        gate.hold(institution.partnership)
        values = _checked(institution.partnership, draft, institution)
        row = gate.lock(institution, seen=seen, typed=values)
        moved = gate.changed(row, values)
        for name in moved:
            setattr(row, name, values[name])
        row.save(update_fields=[*moved, "revision"])
        _note(actor, row, "institution modifiée", champs=moved)
    return row


def put_away(*, actor: Actor, institution: Institution, on: date) -> Institution:
    """Take an institution out of the lists; what it did stays. Twice changes nothing."""
    gate.check_writes(actor, institution.partnership, "institution rangée")
    if institution.archived_on:
        return institution
    with transaction.atomic():
        institution.archived_on = on
        institution.save(update_fields=["archived_on"])
        _note(actor, institution, "institution rangée", le=str(on))
    return institution


def put_back(*, actor: Actor, institution: Institution) -> Institution:
    """Put an institution back in the lists. Raises BadInput when it was absorbed by another."""
    gate.check_writes(actor, institution.partnership, "institution remise")
    if institution.merged_into:
        raise BadInput(f"{institution} a été réunie à {institution.merged_into} : c'est elle qui reste.")
    if institution.archived_on is None:
        return institution
    with transaction.atomic():
        institution.archived_on = None
        institution.save(update_fields=["archived_on"])
        _note(actor, institution, "institution remise")
    return institution


def _checked(partnership: Partnership, draft: InstitutionDraft, itself: Institution | None) -> dict[str, Any]:
    """The values to store. Raises BadInput on the first that clashes."""
    others = Institution.objects.filter(partnership=partnership).exclude(pk=itself.pk if itself else 0)
    name, siret = " ".join(draft.name.split()), identifiers.siret(draft.siret)
    if not name:
        raise BadInput("Donnez le nom de l'institution.")
    if twin := others.filter(name__iexact=name).first():
        state = ", rangé" if twin.archived_on else ""
        raise BadInput(f"« {twin.name} » est déjà dans l'annuaire{state}. Complétez cette fiche-là.")
    if siret and (twin := others.filter(siret=siret, archived_on__isnull=True).first()):
        raise BadInput(f"Le SIRET {siret} est déjà celui de « {twin.name} ».")
    if draft.place and territory.place(draft.place) is None:
        raise BadInput(f"Le code « {draft.place} » n'est pas un territoire connu : écrivez 44143 ou dep:44.")
    _check_parent(others, draft.parent, itself)
    return {
        "name": name, "short_name": draft.short_name.strip(), "kind": draft.kind.value,
        "sector": draft.sector.value, "college": draft.college.value, "siret": siret,
        "place": draft.place, "email": draft.email.strip().lower(), "parent_id": draft.parent,
    }  # fmt: skip


def _check_parent(others: Any, parent: int | None, itself: Institution | None) -> None:
    """A parent of the same partnership, and no circle."""
    if parent is None:
        return
    parents = dict(others.values_list("pk", "parent_id"))
    if parent not in parents:
        raise BadInput("L'institution de rattachement n'est pas dans cet annuaire.")
    above: int | None = parent
    for _ in range(len(parents) + 1):
        if above is None:
            return
        if itself is not None and above == itself.pk:
            break
        above = parents.get(above)
    raise BadInput("Une institution ne peut pas dépendre d'elle-même, même par une autre.")


def _note(actor: Actor, row: Institution, act: str, **detail: Any) -> None:
    journal.append(
        actor=actor, act=act, subject=f"institution:{row.pk}", partnership=row.partnership.key, detail=detail
    )
