"""Periodic work of the observatory: the snapshots that the records of the day before have moved."""

from datetime import datetime

from maillage.kernel import Actor
from maillage.observatory.services import boards, refresh


def refresh_snapshots(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Compute what is due once a day; dry: how many would be."""
    return refresh.refresh_due(actor=actor, now=now, dry_run=dry_run)


def refresh_boards(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """The boards of several territories, once a day."""
    return boards.refresh_due(actor=actor, now=now, dry_run=dry_run)
