"""Periodic work of the portal: the weekly messages whose day has come. Letters leave in the same round."""

from datetime import datetime

from maillage.kernel import Actor
from maillage.portal import services


def write_digests(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Write the weekly messages that are due; dry: how many would be."""
    done = services.write_due(actor=actor, now=now, dry_run=dry_run)
    verb = "points de la semaine à écrire" if dry_run else "points de la semaine écrits"
    return {verb: done.written, "points de la semaine sans adresse": done.without_address}
