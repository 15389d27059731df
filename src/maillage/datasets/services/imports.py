"""Changes to the data: import a file, wait for one's turn, download the official ones."""

import csv
import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.audit import journal
from maillage.datasets import intake, rules, store
from maillage.datasets.intake import Format, Known, Reading, Reject
from maillage.datasets.models import ImportJob, RejectedLine, Release
from maillage.kernel import Actor, BadInput, Refused
from maillage.tabular import FileRejected, Table, open_table
from maillage.tabular.unpack import DEFAULT_LIMIT, digest
from maillage.territory import selectors as territory
from maillage.territory.intake import reference

Progress = Callable[[str], None]
FICTITIOUS = "FICTIF"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    id: str
    format: str
    label: str
    source: str
    vintage: str
    rows: int
    rejected: int
    unchanged: bool
    derived: bool = False
    notes: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = field(default=(), repr=False)


def import_release(
    *,
    actor: Actor,
    path: Path,
    dry_run: bool = False,
    tolerant: bool = False,
    name: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Import one file. The same content is the same release. Raises BadInput, with the lines; changes
    nothing.
    """
    name, say = rules.printable(name or path.name), progress or (lambda line: None)
    identity = _identity(path)
    held = Release.objects.filter(pk=identity).first()
    if held is not None and store.path_of(identity).exists():
        return report(held, unchanged=True)
    clean()
    with store.scratch() as folder:
        source, reading = _read(path, folder, name, say)
        _refuse_or_pass(reading, name, tolerant)
        made = _report(identity, source, reading)
        if dry_run:
            return made
        say("Écriture de la publication")
        partial = _write(reading, folder, name)
        _record(actor, made, source, reading, name, partial)
    return made


def _identity(path: Path) -> str:
    if path.is_dir():
        raise BadInput(f"{path} est un dossier. Donnez les fichiers qu'il contient. Rien n'a été enregistré.")
    try:
        return digest(path)
    except FileNotFoundError as error:
        raise BadInput(f"{path} n'existe pas. Vérifiez le chemin. Rien n'a été enregistré.") from error
    except OSError as error:
        raise BadInput(
            f"{path} ne s'ouvre pas. Vérifiez vos droits sur le fichier. Rien n'a été enregistré."
        ) from error


def _read(path: Path, folder: Path, name: str, say: Progress) -> tuple[Format, Reading]:
    limit, table = getattr(settings, "MAX_UNPACKED", DEFAULT_LIMIT), None
    try:
        table = open_table(
            path,
            folder,
            limit=limit,
            name=name,
            progress=lambda size: say(f"Lecture, {size // 1_000_000} Mo"),
        )
        source = intake.recognise(table)
        say(f"{source.label} : contrôle des lignes")
        return source, intake.read(source, table, known_codes())
    except FileRejected as error:
        raise BadInput(f"{error} Rien n'a été enregistré.") from error
    except BaseException as error:
        if not _is_unforeseen(error):
            raise
        raise BadInput(_unforeseen(name, table)) from error


def _unforeseen(name: str, table: Table | None) -> str:
    doubt = "une cellule ou une ligne ne se lit pas"
    if table is not None:
        with suppress(Exception):  # what could not be read may not bear to be looked at either
            doubt = table.doubt
    return (
        f"{name} n'est pas une table régulière : {doubt}. Vérifiez le fichier, ou téléchargez-le de nouveau. "
        "Rien n'a été enregistré."
    )


def _is_unforeseen(error: BaseException) -> bool:
    """A reader met what no check had foreseen (a panic of the table engine is no `Exception`)."""
    engine = type(error).__module__.split(".")[0] in ("polars", "pyo3_runtime", "python_calamine")
    return engine or isinstance(
        error, (OSError, ValueError, ArithmeticError, LookupError, TypeError, csv.Error)
    )


def _write(reading: Reading, folder: Path, name: str) -> Path:
    try:
        return store.write(reading.frame.drop("ligne", strict=False), folder)
    except (OSError, polars.exceptions.ComputeError) as error:
        raise Refused(
            [f"{name} n'a pas pu être écrit : le disque est plein ou en panne. Rien n'a été enregistré."]
        ) from error


def clean() -> int:
    """Remove what killed imports left in the lake; how many files and folders."""
    return store.sweep(kept=frozenset(Release.objects.values_list("pk", flat=True)))


def known_codes() -> Known:
    """Every code of the official geographic code, present or past."""
    return Known(
        territory.commune_codes(),
        frozenset(row["code"] for row in reference.table("departments")),
        frozenset(row["code"] for row in reference.table("regions")),
        reference.GEOGRAPHY_YEAR,
    )


def _refuse_or_pass(reading: Reading, name: str, tolerant: bool) -> None:
    reasons = rules.may_accept(
        rows=reading.frame.height,
        rejected=reading.rejected,
        fatal=reading.fatal,
        kinds={row.kind for row in reading.rejects},
        tolerant=tolerant,
    )
    if reasons:
        said = [f"{name} est refusé.", *reasons, rules.digest_of(reading.rejects), "Rien n'a été enregistré."]
        raise BadInput(" ".join(part for part in said if part))


def _report(identity: str, source: Format, reading: Reading) -> ImportReport:
    return ImportReport(
        identity,
        source.id,
        source.label,
        source.source,
        reading.vintage,
        reading.frame.height,
        reading.rejected,
        False,
        source.derived,
        tuple(reading.notes),
        tuple(reading.rejects),
    )


def report(release: Release, *, unchanged: bool = False) -> ImportReport:
    """A release already held, as the report of its import."""
    return ImportReport(
        release.id,
        release.format,
        release.label,
        release.source,
        release.vintage,
        release.rows,
        release.rejected,
        unchanged,
        release.derived,
        tuple(release.notes),
    )


def _record(
    actor: Actor, made: ImportReport, source: Format, reading: Reading, name: str, partial: Path
) -> None:
    """The release, its rejected lines, its journal line and its file, together or not at all."""
    with transaction.atomic():
        release, _ = Release.objects.update_or_create(
            id=made.id, defaults=_facts(made, source, reading, name)
        )
        release.rejected_lines.all().delete()
        RejectedLine.objects.bulk_create(
            RejectedLine(
                release=release, line=row.line, kind=row.kind, reason=rules.printable(row.reason)[:300]
            )
            for row in reading.rejects
        )
        journal.append(
            actor=actor,
            act="publication importée",
            subject=made.id[:12],
            detail={"fichier": name, "format": made.format, "lignes": made.rows, "écartées": made.rejected},
        )
        store.publish(partial, made.id)


def _facts(made: ImportReport, source: Format, reading: Reading, name: str) -> dict[str, Any]:
    dated = re.search(r"produit-le-?(\d{4}-\d{2}-\d{2})", name)
    return {
        "format": made.format,
        "label": made.label,
        "kind": source.kind.value,
        "level": source.level.value,
        "source": made.source,
        "filename": name[:255],
        "vintage": made.vintage,
        "licence": source.licence,
        "produced_on": date.fromisoformat(dated.group(1)) if dated else None,
        "imported_at": timezone.now(),
        "rows": made.rows,
        "rejected": made.rejected,
        "derived": made.derived,
        "fictitious": FICTITIOUS in name,
        "notes": reading.notes,
        "defects": list(source.defects),
    }


def withdraw(*, actor: Actor, release: Release) -> None:
    """Take a release out of use: a mistake undone, kept in the journal; frozen diagnoses do not move."""
    identity = release.id
    with transaction.atomic():
        journal.append(
            actor=actor,
            act="publication retirée",
            subject=release.id[:12],
            detail={"fichier": release.filename},
        )
        ImportJob.objects.filter(release=release).update(release=None)
        release.delete()
    store.path_of(identity).unlink(missing_ok=True)


def ask_import(*, actor: Actor, content: Path, filename: str) -> ImportJob:
    """Put a received file in the queue; `worker` or `tick` imports it."""
    with transaction.atomic():
        job = ImportJob.objects.create(
            path=str(content), filename=Path(filename).name[:255], asked_by=actor.label, asked_by_id=actor.id,
            asked_at=timezone.now(),
        )  # fmt: skip
        journal.append(
            actor=actor, act="import demandé", subject=f"import:{job.pk}", detail={"fichier": job.filename}
        )
    return job


def run_due_imports(*, actor: Actor) -> int:
    """Run every import that waits, or that a stopped machine left half-way; sweep the lake; how many were
    run.
    """
    clean()
    jobs = list(ImportJob.objects.filter(state__in=["waiting", "running"]).order_by("id"))
    for job in jobs:
        run_import(actor=actor, job=job)
    return len(jobs)


def run_import(*, actor: Actor, job: ImportJob) -> ImportJob:
    """Import one received file; its state tells the rest."""

    here = threading.get_ident()

    def tell(line: str) -> None:
        """A courtesy: a reader's own thread may tell too, and a busy base must not stop the import."""
        with suppress(DatabaseError):
            ImportJob.objects.filter(pk=job.pk).update(progress=line[:200], state="running")
        if threading.get_ident() != here:
            connection.close()

    tell("Ouverture du fichier")
    person = Actor(job.asked_by_id, job.asked_by)
    try:
        made = import_release(actor=person, path=Path(job.path), name=job.filename, progress=tell)
        done = {
            "state": "done",
            "release_id": made.id,
            "message": f"{_spaced(made.rows)} lignes, {_spaced(made.rejected)} écartées.",
        }
    except BadInput as error:
        done = {"state": "refused", "message": str(error)}
    except Exception as error:  # a fault of ours must not stop the queue, nor be tried again for ever
        logger.exception("import %s", job.pk)
        told = f"Maillage n'a pas su traiter ce fichier ({type(error).__name__}). Rien n'a été enregistré."
        done = {"state": "refused", "message": f"{told} Montrez ce message à l'administrateur."}
    with transaction.atomic():
        ImportJob.objects.filter(pk=job.pk).update(**done)
        journal.append(actor=actor, act=f"import {done['state']}", subject=f"import:{job.pk}")
    Path(job.path).unlink(missing_ok=True)
    job.refresh_from_db()
    return job


def _spaced(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
