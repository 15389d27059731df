"""Backup and restore of the installation: one archive with records, lake, documents and keys."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, transaction
from django.db.models import Model

from maillage.audit.models import Entry
from maillage.kernel import BadInput

FOLDERS = ("lake", "documents", "files", "contours", "keys")
FILES = ("secret.key",)
SUFFIXES = ("", "-wal", "-shm")
# by migrate, or by logging in again
MADE_ANEW = ("contenttypes.contenttype", "auth.permission", "sessions.session")
BATCH = 500
MANIFEST, SQLITE, DUMP, OLD = "MANIFEST.json", "maillage.sqlite3", "records.json", "archive"


def backup(target: Path) -> int:
    """Write the archive (bytes); it appears complete or not at all. Raises BadInput when it exists."""
    if target.exists():
        raise BadInput(
            f"{target} existe déjà : donnez un autre nom, une sauvegarde n'en écrase jamais une autre."
        )
    if not target.parent.is_dir():
        raise BadInput(f"Le dossier {target.parent} n'existe pas : créez-le d'abord.")
    if not _has_records():
        raise BadInput("Il n'y a rien à sauvegarder : lancez d'abord « maillage migrate ».")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        staging = Path(folder)
        records = _records(staging)
        partial = staging / "archive"
        with tarfile.open(partial, "w:gz") as archive:
            manifest = {}
            for path, name in [(records, records.name), *_kept_files()]:
                archive.add(path, name)
                manifest[name] = _digest(path)
            listing = staging / MANIFEST
            listing.write_text(json.dumps(manifest))
            archive.add(listing, MANIFEST)
        partial.chmod(0o600)
        partial.replace(target)
    return target.stat().st_size


def _records(staging: Path) -> Path:
    if connection.vendor == "sqlite":
        path = staging / SQLITE
        with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(path) as copy:
            source.backup(copy)
        return path
    path = staging / DUMP
    with transaction.atomic():  # one moment of the database, whoever writes meanwhile
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _dump(path)
    return path


def _dump(path: Path, database: str = "default") -> None:
    groups = [(config, None) for config in apps.get_app_configs() if config.models_module]
    models = serializers.sort_dependencies(groups, allow_cycles=True)
    rows = (
        row
        for model in models
        if model._meta.label_lower not in MADE_ANEW and not model._meta.proxy
        for row in model._base_manager.using(database).order_by("pk").iterator(chunk_size=2000)
    )
    with path.open("w", encoding="utf-8") as file:
        serializers.serialize("json", rows, cls=_Exact, use_natural_foreign_keys=True, stream=file)


class _Exact(DjangoJSONEncoder):
    """Django's own encoder rounds moments to the millisecond; the journal's chain needs every digit."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _kept_files() -> Iterator[tuple[Path, str]]:
    for name in FILES:
        if (settings.HOME / name).exists():
            yield settings.HOME / name, name
    for folder in FOLDERS:
        for path in sorted((settings.HOME / folder).rglob("*")):
            if path.is_file():
                yield path, path.relative_to(settings.HOME).as_posix()


def restore(source: Path, *, replace: bool = False) -> int:
    """Put an archive back (files restored). Checks everything before touching anything. Raises BadInput.

    When the records cannot be put back, the installation is left as it was.
    """
    if not source.is_file():
        raise BadInput(f"{source} n'existe pas.")
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        staging = Path(folder)
        manifest = _unpack(source, staging)
        _refuse_without_records(source, manifest)
        if not replace and _occupied():
            raise BadInput(
                f"{settings.HOME} contient déjà une installation : ajoutez --replace pour la remplacer."
            )
        _put_records_back(staging, manifest)
        _put_files_back(staging, manifest)
    return len(manifest)


def _refuse_without_records(source: Path, manifest: dict[str, str]) -> None:
    if DUMP in manifest:
        return
    if SQLITE not in manifest:
        raise BadInput(f"{source} ne contient pas de base : ce n'est pas une sauvegarde de Maillage.")


def _unpack(source: Path, staging: Path) -> dict[str, str]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(staging, filter="data")
        manifest: dict[str, str] = json.loads((staging / MANIFEST).read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BadInput(f"{source} n'est pas une sauvegarde complète de Maillage : {error}.") from error
    for name, digest in manifest.items():
        if not (staging / name).is_file() or _digest(staging / name) != digest:
            raise BadInput(
                f"{source} est abîmée : {name} ne correspond pas à son empreinte. Rien n'a été changé."
            )
    return manifest


def _has_records() -> bool:
    return Entry._meta.db_table in connection.introspection.table_names()


def _occupied() -> bool:
    """Has anything been done here, beyond loading the shipped tables?"""
    return _has_records() and Entry.objects.exclude(subject="tables livrées").exists()


def _put_records_back(staging: Path, manifest: dict[str, str]) -> None:
    if SQLITE in manifest and connection.vendor != "sqlite":
        _dump(staging / DUMP, _old(staging / SQLITE))
    if SQLITE in manifest and connection.vendor == "sqlite":
        connection.close()
        with closing(sqlite3.connect(staging / SQLITE)) as copy, closing(sqlite3.connect(_file())) as live:
            copy.backup(live)
        call_command("migrate", verbosity=0)
    elif connection.vendor == "sqlite":
        _load_into_a_new_file(staging)
    else:
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            call_command("flush", "--no-input", verbosity=0)
            _load(staging / DUMP)


def _old(path: Path) -> str:
    """The records of an SQLite archive, under a name of their own, to be carried to another database."""
    connections.databases[OLD] = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {},
    }  # fmt: skip
    call_command("migrate", database=OLD, verbosity=0)  # an older archive is brought up to date first
    return OLD


def _load(path: Path) -> None:
    """The rows of a dump, written by the hundred; as `loaddata`, which writes them one by one."""
    kinds: set[type[Model]] = set()
    with path.open(encoding="utf-8") as file, connection.constraint_checks_disabled():
        rows = serializers.deserialize("json", file, handle_forward_references=False)
        for kind, group in groupby(rows, key=lambda row: type(row.object)):
            for batch in _batches(group):
                kind._base_manager.bulk_create([row.object for row in batch], batch_size=BATCH)
                _link(kind, batch)
            kinds.add(kind)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(statement)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    found = iter(rows)
    while batch := list(islice(found, BATCH)):
        yield batch


def _link(kind: type[Model], batch: list[Any]) -> None:
    """The links to several rows, which a dump writes with the row that holds them."""
    for field in kind._meta.many_to_many:
        through: Any = getattr(kind, field.name).through
        one, other = field.m2m_column_name(), field.m2m_reverse_name()
        through._base_manager.bulk_create(
            [
                through(**{one: row.object.pk, other: getattr(there, "pk", there)})
                for row in batch
                for there in (row.m2m_data or {}).get(field.name, ())
            ],
            batch_size=BATCH,
        )


def _load_into_a_new_file(staging: Path) -> None:
    """The journal cannot be emptied: the records go to a new base, the old one comes back if that fails."""
    connection.close()
    aside = staging / "ancienne.sqlite3"
    for suffix in SUFFIXES:
        if Path(f"{_file()}{suffix}").exists():
            Path(f"{_file()}{suffix}").replace(f"{aside}{suffix}")
    try:
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            _load(staging / DUMP)
    except BaseException:
        connection.close()
        for suffix in SUFFIXES:
            Path(f"{_file()}{suffix}").unlink(missing_ok=True)
            if Path(f"{aside}{suffix}").exists():
                Path(f"{aside}{suffix}").replace(f"{_file()}{suffix}")
        raise


def _file() -> str:
    return str(connection.settings_dict["NAME"])


def _put_files_back(staging: Path, manifest: dict[str, str]) -> None:
    for folder in FOLDERS:
        shutil.rmtree(settings.HOME / folder, ignore_errors=True)
    for name in manifest:
        if name not in (SQLITE, DUMP):
            (settings.HOME / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(settings.HOME / name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
