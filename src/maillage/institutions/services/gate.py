"""What every change of the directory checks first: who may, whether it was already done, who came between."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from maillage.audit import journal
from maillage.institutions.models import Partnership
from maillage.institutions.rules import sight
from maillage.kernel import Actor, Conflict, Refused

Row = TypeVar("Row", bound=models.Model)


def check_writes(actor: Actor, partnership: Partnership, act: str) -> None:
    """Raises Refused, with a journal line, unless the actor keeps this directory."""
    if not sight.may_write(actor):
        reason = "Seul le coordonnateur de ce partenariat tient l'annuaire."
        journal.refusal(
            actor=actor, act=f"{act} : refusé", subject=partnership.key, reasons=(reason,),
            partnership=partnership.key,
        )  # fmt: skip
        raise Refused([reason])


def hold(partnership: Partnership) -> None:
    """One change of a directory at a time: the others wait for the end of this transaction."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)


def once(model: type[Row], partnership: Partnership, nonce: UUID | None) -> Row | None:
    """What a first sending of the same form made, or None; a second one waits for the first."""
    hold(partnership)
    return model._default_manager.filter(nonce=nonce).first() if nonce else None


def lock(row: Row, *, seen: int | None, typed: dict[str, Any]) -> Row:
    """The row as it stands, locked, its revision raised. Raises Conflict when `seen` is not the last one.

    No history is kept of people's data: what differs from what was typed is told, not who changed it.
    """
    manager: Any = type(row)._default_manager
    current: Any = manager.select_for_update().get(pk=row.pk)
    if seen is not None and current.revision != seen:
        raise Conflict(_differences(current, typed) or ["une autre personne a enregistré cette fiche"])
    current.revision += 1
    found: Row = current
    return found


def changed(row: models.Model, typed: dict[str, Any]) -> list[str]:
    """The names of the fields whose value moves."""
    return [name for name, value in typed.items() if getattr(row, name) != value]


def _differences(row: Any, typed: dict[str, Any]) -> list[str]:
    return [_difference(row, row._meta.get_field(name)) for name in changed(row, typed)]


def _difference(row: Any, field: Any) -> str:
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    return f"« {field.verbose_name} » vaut maintenant « {value or 'vide'} »"
