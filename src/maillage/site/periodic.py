"""Periodic work: an ordered list of steps, each safe to repeat, registered here and nowhere else.

A package that has due work writes a function `(actor, now, dry_run) -> counts` in its `tasks.py`; its line in
`STEPS` is enough for `maillage tick`, `maillage worker` and `--dry-run`. A step that fails stops no other.
"""

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from maillage.kernel import Actor

STALE = 24 * 3600  # seconds after which a file left by a broken import may go
log = logging.getLogger(__name__)


class Work(Protocol):
    """What a step does; dry: what it would do, changing nothing."""

    def __call__(self, *, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]: ...


@dataclass(frozen=True)
class Step:
    """One periodic step."""

    name: str
    work: Work


@dataclass
class Round:
    """What one round of all steps did, or would do."""

    counts: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def run_imports(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """The imports of data that wait for their turn; none while another process of this home is at it."""
    from maillage.datasets import selectors as datasets  # read tables: slow to load, rarely wanted
    from maillage.datasets import services as data_services

    if dry_run:
        return {"travaux": datasets.waiting_jobs()}
    with _alone() as mine:
        return {"travaux": data_services.run_due_imports(actor=actor) if mine else 0}


@contextmanager
def _alone() -> Iterator[bool]:
    """True for one process of this home at a time."""
    with (settings.HOME / "worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True  # the lock falls with the process, even killed


def purge(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Expired sessions and files left by a broken import; how many of each."""
    sessions = Session.objects.filter(expire_date__lt=now)
    leftovers = [
        path
        for path in settings.LAKE.glob("*.tmp*")
        if path.is_file() and time.time() - path.stat().st_mtime > STALE
    ]
    counts = {"sessions": sessions.count(), "fichiers": len(leftovers)}
    if not dry_run:
        if counts["sessions"]:  # a deletion of nothing would still lock the base
            sessions.delete()
        for path in leftovers:
            path.unlink(missing_ok=True)
    return counts


def _of(path: str) -> Work:
    """A step of another package, loaded when its turn comes: every command reads this list."""

    def work(*, actor: Actor, now: datetime, dry_run: bool = False) -> dict[str, int]:
        step: Work = import_string(path)
        return step(actor=actor, now=now, dry_run=dry_run)

    return work


# What writes letters comes before what sends them: they leave in the same round.
STEPS: tuple[Step, ...] = (
    Step("imports", run_imports),
    Step("rappels", _of("maillage.bodies.tasks.remind")),
    Step("relances", _of("maillage.bodies.tasks.remind_silent")),
    Step("données demandées", _of("maillage.diagnosis.tasks.remind")),
    Step("comptes rendus", _of("maillage.funding.tasks.remind")),
    Step("digest", _of("maillage.portal.tasks.write_digests")),
    Step("lettres", _of("maillage.institutions.tasks.send_letters")),
    Step("annuaires", _of("maillage.institutions.tasks.forget_files")),
    Step("états de santé", _of("maillage.observatory.tasks.refresh_snapshots")),
    Step("tableaux", _of("maillage.observatory.tasks.refresh_boards")),
    Step("ménage", purge),
)


def tick(
    *, actor: Actor, now: datetime, dry_run: bool = False, steps: tuple[Step, ...] | None = None
) -> Round:
    """Every step in order; what failed is said, and comes back at the next round."""
    Session.objects.exists()  # a base that is absent or not migrated stops here: it is no step's fault
    done = Round()
    for step in STEPS if steps is None else steps:
        try:
            done.counts |= step.work(actor=actor, now=now, dry_run=dry_run)
        except Exception as error:  # one step must not stop the others
            log.exception("étape périodique en échec : %s", step.name)
            done.faults[step.name] = f"{type(error).__name__} : {error}"[:300]
    return done


def repeat(*, once: Callable[[], None], every: float, stopped: Callable[[float], bool]) -> None:
    """Call `once` until `stopped(seconds)`, which waits and answers, says so; survives what `once` raises."""
    while True:
        try:
            once()
        except Exception:  # a worker outlives a broken database or a full disk
            log.exception("tour de travail en échec")
        if stopped(every):
            return
