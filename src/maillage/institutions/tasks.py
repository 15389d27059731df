"""Periodic work on institutions: the letters that are due, the directory files that nobody confirmed."""

from datetime import datetime

from maillage.institutions import selectors, services
from maillage.kernel import Actor

LIMIT = 500


def send_letters(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Send what is due; dry: how many would be tried, nothing claimed."""
    if dry_run:
        return {"lettres à envoyer": selectors.due(now=now).count()}
    done = services.send_due(actor=actor, now=now, limit=LIMIT)
    return {
        "lettres envoyées": done.sent,
        "lettres remises à plus tard": done.later,
        "lettres échouées": done.failed,
        "lettres sans objet": done.dropped,
        "lettres sans serveur de courrier": done.waiting,
    }


def forget_files(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Erase the directory files that nobody confirmed for a week."""
    return {"annuaires oubliés": services.forget_waiting(actor=actor, now=now, dry_run=dry_run)}
