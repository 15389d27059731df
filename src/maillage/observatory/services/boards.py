"""The boards of many territories: computed from the frames, kept, then only read."""

import hashlib
import math
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

import maillage
from maillage.audit import journal
from maillage.kernel import Actor
from maillage.observatory import store
from maillage.observatory.indicators import View, figures
from maillage.observatory.indicators.blocks import Block, told
from maillage.observatory.indicators.distribution import LEAST, distributions
from maillage.observatory.indicators.pooled import pooled
from maillage.observatory.indicators.series import in_force
from maillage.observatory.models import Board
from maillage.observatory.rules.exchange import canonical
from maillage.observatory.selectors import many as selectors
from maillage.observatory.services import compute

YEARS = 10  # of the series


def refresh_board(*, actor: Actor, scope: str, day: date) -> Board:
    """Compute the board of a scope on a day and keep it. The same content twice is one row, one line."""
    body = canonical(_content(scope, day))
    digest = hashlib.sha256(body.encode()).hexdigest()
    with transaction.atomic():
        row, _ = Board.objects.select_for_update().get_or_create(
            scope=scope, day=day, defaults={"computed_at": timezone.now(), "code_version": "", "digest": ""}
        )
        if row.digest == digest:
            return row
        row.digest, row.body, row.code_version = digest, body, maillage.__version__
        row.computed_at = timezone.now()
        row.save()
        journal.append(
            actor=actor, act="tableau calculé", subject=scope,
            detail={"jour": day.isoformat(), "empreinte": digest},
        )  # fmt: skip
    return row


def refresh_due(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """The boards of the day that are not yet there, one a département and the national one; one by one."""
    day = timezone.localdate(now)
    done = set(Board.objects.filter(day=day).values_list("scope", flat=True))
    due = [scope for scope in selectors.scopes() if scope not in done]
    if dry_run:
        return {"tableaux à calculer": len(due)}
    for scope in due:
        refresh_board(actor=actor, scope=scope, day=day)
    return {"tableaux calculés": len(due)}


def _content(scope: str, day: date) -> dict[str, Any]:
    ids = selectors.partnerships_of(scope=scope)
    blocks = compute.extracted(ids)
    frames = _together(blocks)
    enough = len(ids) >= LEAST
    told = pl.concat(compute.figures_by_block(blocks, day)) if enough else None
    return {
        "scope": scope, "day": day.isoformat(), "code_version": maillage.__version__,
        "partnerships": len(ids),
        "series": [_dated(row) for row in in_force(frames, _days(day)).to_dicts()],
        "distributions": [] if told is None else distributions(told),
        "pooled": _pooled(frames, ids, day) if enough else {},
    }  # fmt: skip


def _together(blocks: Sequence[Block]) -> dict[str, pl.DataFrame]:
    """The frames of all the blocks, one table a name; none at all when there is no partnership."""
    parts = [store.read(Path(block.folder), partnerships=block.partnerships) for block in blocks]
    return {name: pl.concat([part[name] for part in parts]) for name in (parts[0] if parts else {})}


def _days(day: date) -> list[date]:
    """The same day of each of the last years, oldest first."""
    return [day - relativedelta(years=back) for back in range(YEARS, -1, -1)]


def _pooled(frames: Any, ids: Sequence[int], day: date) -> dict[str, Any]:
    """Figures of all the partnerships as one, by the same functions; levels of a person are never read."""
    rows = figures(View(pooled(frames, dict.fromkeys(ids, 1)), day), told()).to_dicts()
    return {str(row["indicator"]): _dated(row) for row in rows}


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """Dates as texts, figures rounded as they are shown; a bound without end is none."""
    return {key: _plain(value) for key, value in row.items() if key != "partnership"}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value
