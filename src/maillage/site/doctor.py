"""The health of the installation, without its content: what is sound, what comes next, what is due."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit import journal
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.territory.models import Commune

STALE = 24 * 3600  # seconds after which a file left by a broken import may go


@dataclass(frozen=True)
class Check:
    """One thing looked at; `good` False makes the whole unsound."""

    name: str
    good: bool
    detail: str


@dataclass
class Report:
    """What `maillage doctor` says."""

    checks: list[Check] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """No check failed."""
        return all(check.good for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "sound": self.sound,
            "checks": [asdict(row) for row in self.checks],
            "next_steps": self.next_steps,
        }


def examine() -> Report:
    """Look at the installation; a fresh home is sound and has only next steps."""
    pending = pending_migrations()
    report = Report([_home()])
    if pending:
        report.checks.append(Check("base", True, f"{pending} migrations à faire"))
        report.next_steps.append(
            "Lancez « maillage migrate » : la base sera créée et les territoires chargés."
        )
        return report
    lines, breaks = journal.verify()
    report.checks.append(Check("base", True, f"à jour, {connection.vendor}"))
    report.checks.append(Check("journal", not breaks, f"{lines} lignes, {len(breaks)} ruptures"))
    report.next_steps += _next_steps()
    return report


def pending_migrations() -> int:
    """How many migrations this database has not received."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _home() -> Check:
    mode = settings.HOME.stat().st_mode & 0o077
    private = "fermé aux autres comptes" if not mode else "lisible par d'autres comptes de la machine"
    return Check("dossier", True, f"{settings.HOME}, {private}")


def _next_steps() -> list[str]:
    from maillage.datasets import selectors as datasets

    steps = []
    if not Commune.objects.exists():
        steps.append("Lancez « maillage territory load » : aucune commune n'est connue.")
    if not datasets.releases():
        steps.append(
            "Lancez « maillage data import FICHIER » ou « maillage data download » : aucune donnée n'est là."
        )
    if not User.objects.exists():
        steps.append('Créez un compte : « maillage account adresse@exemple.fr --name "Prénom Nom" ».')
    if not Partnership.objects.exists():
        steps.append("Lancez « maillage serve », connectez-vous et ouvrez votre territoire.")
    return steps


def tick(*, actor: Actor) -> dict[str, int]:
    """Everything periodic, safe to repeat: due work, then what has expired."""
    return {"travaux": run_due(actor=actor), **purge(actor=actor, dry_run=False)}


def run_due(*, actor: Actor) -> int:
    """Run the imports that wait; how many were run. None while another process of this home is at it."""
    from maillage.datasets import services as data_services  # reads tables: slow to load, rarely wanted

    with _alone() as mine:
        return data_services.run_due_imports(actor=actor) if mine else 0


@contextmanager
def _alone() -> Iterator[bool]:
    with (settings.HOME / "worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True  # the lock falls with the process, even killed


def purge(*, actor: Actor, dry_run: bool) -> dict[str, int]:
    """Expired sessions and files left by a broken import; how many of each."""
    sessions = Session.objects.filter(expire_date__lt=timezone.now())
    leftovers = [
        path
        for path in settings.LAKE.glob("*.tmp*")
        if path.is_file() and time.time() - path.stat().st_mtime > STALE
    ]
    counts = {"sessions": sessions.count(), "fichiers": len(leftovers)}
    if not dry_run:
        sessions.delete()
        for path in leftovers:
            path.unlink(missing_ok=True)
    return counts
