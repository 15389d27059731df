"""The health of the installation, without its content: what is sound, what comes next."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from maillage.accounts.models import User
from maillage.audit import journal
from maillage.institutions import selectors as institutions
from maillage.institutions.models import Partnership
from maillage.territory.models import Commune


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
    elif not institutions.post_is_set():
        steps.append("Réglez EMAIL_URL : sans serveur de courrier, aucun message ne part.")
    return steps
