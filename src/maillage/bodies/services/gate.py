"""What every change of this package checks first: who may, and whether it was already done."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from maillage.audit import journal
from maillage.bodies.rules import visibility
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Refused

Row = TypeVar("Row", bound=models.Model)


def check_runs(actor: Actor, partnership: Partnership, act: str) -> None:
    """Raises Refused, with a journal line, unless the actor runs this partnership."""
    if not visibility.may_run(actor):
        reason = "Seul le coordonnateur de ce partenariat peut le faire."
        journal.refusal(
            actor=actor, act=f"{act} : refusé", subject=partnership.key, reasons=(reason,),
            partnership=partnership.key,
        )  # fmt: skip
        raise Refused([reason])


def check_answers_for(actor: Actor, partnership: Partnership, institution: int, act: str) -> None:
    """Raises Refused, with a journal line, unless the actor speaks for this institution or runs the whole."""
    if not visibility.may_answer_for(actor, institution):
        reason = "Seule l'institution concernée, ou le coordonnateur, peut le faire."
        journal.refusal(
            actor=actor, act=f"{act} : refusé", subject=f"institution:{institution}", reasons=(reason,),
            partnership=partnership.key,
        )  # fmt: skip
        raise Refused([reason])


def already(model: type[Row], nonce: UUID | None) -> Row | None:
    """What a first sending of the same form made, or None."""
    return model._default_manager.filter(nonce=nonce).first() if nonce else None
