"""Snapshots: computed from the records, kept with their journal line; one a partnership and a day."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import polars as pl
from django.db import transaction
from django.utils import timezone

from maillage import __version__
from maillage.audit import journal
from maillage.bodies.services import gate
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, BadInput
from maillage.observatory import store
from maillage.observatory.indicators.content import Content, canonical, contents
from maillage.observatory.models import HealthSnapshot
from maillage.observatory.selectors import snapshots
from maillage.observatory.selectors.frames import extract
from maillage.observatory.services import compute

SISTERS = 30  # under thirty comparable partnerships, nothing is compared
STALE = timedelta(days=7)  # the windows slide: a quiet partnership is computed once a week
BATCH = store.PART
log = logging.getLogger(__name__)


def refresh(*, actor: Actor, partnership: Partnership, day: date) -> HealthSnapshot:
    """Compute the figures of a partnership as its records tell them on a day, and keep them.

    Computed again without any change it is the same snapshot, without a new line of the journal. Raises
    Refused unless the actor runs the partnership; BadInput for a day to come, or before it opened.
    """
    gate.check_runs(actor, partnership, snapshots.COMPUTED)
    _check_day(partnership, day)
    near = snapshots.comparable(partnership=partnership, on=day)
    others = _figures(near, day) if len(near) >= SISTERS else None
    content = contents(
        extract([partnership.pk]), [partnership.pk], day, version=__version__, others=others
    )[partnership.pk]  # fmt: skip
    return _keep(actor, partnership, day, content)


def _check_day(partnership: Partnership, day: date) -> None:
    if day > timezone.localdate():
        raise BadInput(f"Le {day:%d/%m/%Y} n'est pas encore venu : choisissez aujourd'hui ou un jour passé.")
    if day < partnership.opened:
        raise BadInput(
            f"Le {day:%d/%m/%Y} précède l'ouverture de ce partenariat, le {partnership.opened:%d/%m/%Y}."
        )


def _figures(members: Sequence[int], day: date) -> pl.DataFrame:
    """The figures of these partnerships on a day, from the frames kept on disk."""
    return pl.concat(compute.figures_by_block(compute.extracted(members), day))


def _keep(actor: Actor, partnership: Partnership, day: date, content: Content) -> HealthSnapshot:
    body = canonical(content)
    digest = hashlib.sha256(body.encode()).hexdigest()
    with transaction.atomic():
        row = HealthSnapshot.objects.select_for_update().filter(partnership=partnership, day=day).first()
        if row is not None and row.digest == digest:
            row.computed_at = timezone.now()  # seen again: the records moved, the figures did not
            row.save(update_fields=["computed_at"])
            return row
        before = row.digest if row else ""
        row = row or HealthSnapshot(partnership=partnership, day=day)
        row.computed_at, row.code_version = timezone.now(), __version__
        row.digest, row.body = digest, body
        row.save()
        journal.append(
            actor=actor, act=snapshots.COMPUTED, subject=f"état du {day.isoformat()}",
            partnership=partnership.key, detail={"empreinte": digest, "remplace": before},
        )  # fmt: skip
    return row


def refresh_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Once a day, the snapshots of the partnerships whose records moved, or that are a week old.

    Each batch is kept before the next one: stopped in the middle, the next round takes up the rest. When
    nothing is left, a mark says so, and the rounds of the day that follow cost nothing.
    """
    day = timezone.localdate(now)
    done = store.kept() / f"night-{day.isoformat()}.done"
    due = [] if done.exists() else snapshots.behind(on=day, stale=day - STALE)
    if dry_run:
        return {"états de santé à calculer": len(due)}
    count = sum(_alike(actor, members, set(due), day) for members in snapshots.kinds(on=day)) if due else 0
    if not done.exists():
        for old in store.kept().glob("night-*.done"):
            old.unlink(missing_ok=True)
        store.sweep()
        done.touch()
    return {"états de santé calculés": count}


def _alike(actor: Actor, members: Sequence[int], due: set[int], day: date) -> int:
    """The snapshots due among partnerships that compare with each other."""
    wanted = [pk for pk in members if pk in due]
    if not wanted:
        return 0
    table = _figures(members, day) if len(members) > SISTERS else None  # themselves, and thirty others
    return sum(_batch(actor, wanted[n : n + BATCH], day, table) for n in range(0, len(wanted), BATCH))


def _batch(actor: Actor, members: Sequence[int], day: date, table: pl.DataFrame | None) -> int:
    rows = {row.pk: row for row in Partnership.objects.filter(pk__in=members)}
    others = None if table is None else table.filter(~pl.col("partnership").is_in(members))
    found = contents(extract(members), members, day, version=__version__, others=others)
    for pk, row in rows.items():
        _keep(actor, row, day, found[pk])
    log.info("états de santé : %d de plus", len(rows))
    return len(rows)
