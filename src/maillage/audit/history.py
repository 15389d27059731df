"""Two people on the same page: the row is locked for the change, and what moved meanwhile is told."""

from typing import Any, TypeVar

from django.db import models

from maillage.kernel import Conflict

Row = TypeVar("Row", bound=models.Model)
SHOWN = 120  # characters of a value in the message


def lock(row: Row, *, seen: int) -> Row:
    """The row as it stands, locked for this transaction. Raises Conflict when `seen` is not its revision."""
    manager: Any = type(row)._default_manager
    current: Any = manager.select_for_update().get(pk=row.pk)
    if current.revision != seen:
        raise Conflict(changes_since(current, seen))
    current.revision += 1
    found: Row = current
    return found


def changes_since(row: Any, seen: int) -> list[str]:
    """What the fields became since that revision, one French sentence each, with who changed them."""
    past = list(row.history.filter(revision__gte=seen).order_by("history_date", "history_id"))
    before = next((item for item in past if item.revision == seen), None)
    now = past[-1] if past else None
    if before is None or now is None:
        return ["une autre personne a modifié cette page"]
    author = str(now.history_user) if now.history_user else "une autre personne"
    return [
        f"« {_label(row, change.field)} » est devenu « {_short(change.new)} » ({author})"
        for change in now.diff_against(before).changes
        if change.field != "revision"
    ] or [f"{author} a enregistré cette page"]


def _label(row: Any, field: str) -> str:
    return str(row._meta.get_field(field).verbose_name)


def _short(value: object) -> str:
    text = "vide" if value in (None, "") else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
