"""Periodic work of money: the letters on financial reports whose day has come."""

from datetime import datetime

from maillage.funding.services import reminders
from maillage.kernel import Actor


def remind(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Write the reminders of financial reports; dry: how many would be."""
    done = reminders.remind_due(actor=actor, now=now, dry_run=dry_run)
    verb = "rappels de comptes rendus à écrire" if dry_run else "rappels de comptes rendus écrits"
    return {verb: done.written, "comptes rendus sans destinataire": done.without_contact}
