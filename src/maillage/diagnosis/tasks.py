"""Periodic work of the diagnosis: reminders of the data asked for, files that nobody confirmed."""

from datetime import datetime

from maillage.diagnosis.services import deliveries, reminders
from maillage.kernel import Actor


def remind(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Write the reminders of data whose day has come; forget the files that nobody confirmed for a week."""
    done = reminders.remind_due(actor=actor, now=now, dry_run=dry_run)
    verb = "rappels de données à écrire" if dry_run else "rappels de données écrits"
    return {
        verb: len(done.written),
        "rappels de données sans destinataire": len(done.without_contact),
        "fichiers de données oubliés": deliveries.forget_waiting(actor=actor, now=now, dry_run=dry_run),
    }
