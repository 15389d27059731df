"""Periodic work on commitments and convocations: the reminders whose day has come.

`steps()` gives what the round of `maillage tick` has to call, in order: a name and a function
`(actor, now, dry_run) -> counts` that is safe to repeat. Reminders come before letters: what they write
leaves in the same round.
"""

from collections.abc import Callable
from datetime import datetime

from maillage.bodies.services import convocations, reminders
from maillage.kernel import Actor

Work = Callable[..., dict[str, int]]


def steps() -> tuple[tuple[str, Work], ...]:
    """The periodic steps of this package, in order."""
    return (("rappels", remind), ("relances", remind_silent))


def remind(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Write the reminders of the day; dry: how many would be."""
    done = reminders.remind_due(actor=actor, now=now, dry_run=dry_run)
    verb = "rappels à écrire" if dry_run else "rappels écrits"
    return {verb: len(done.written), "rappels sans porteur": len(done.without_carrier)}


def remind_silent(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Ask once more who has not answered a convocation; dry: how many would be asked."""
    count = convocations.remind_due(actor=actor, now=now, dry_run=dry_run)
    return {"relances à écrire" if dry_run else "relances écrites": count}
