"""Backup and restore of the installation: one archive with records, lake, documents and keys."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections

from maillage.kernel import BadInput

FOLDERS = ("lake", "documents", "files", "contours")
FILES = ("secret.key",)
MADE_BY_MIGRATE = ("contenttypes", "auth")
MANIFEST, SQLITE, DUMP, OLD = "MANIFEST.json", "maillage.sqlite3", "records.json", "archive"


def backup(target: Path) -> int:
    """Write the archive (bytes); it appears complete or not at all. Raises BadInput when it exists."""
    if target.exists():
        raise BadInput(
            f"{target} existe déjà : donnez un autre nom, une sauvegarde n'en écrase jamais une autre."
        )
    if not target.parent.is_dir():
        raise BadInput(f"Le dossier {target.parent} n'existe pas : créez-le d'abord.")
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
    return _dump("default", staging / DUMP)


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the journal's chain is computed on them."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _dump(database: str, path: Path) -> Path:
    """Every record of one database, parents first."""
    kept = [(config, None) for config in apps.get_app_configs() if config.label not in MADE_BY_MIGRATE]
    models = serializers.sort_dependencies(kept)
    rows = (
        row for model in models if not model._meta.proxy
        for row in model._base_manager.using(database).order_by("pk").iterator(chunk_size=2000)
    )  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        serializers.serialize("json", rows, stream=file, cls=_Exact, use_natural_foreign_keys=True)
    return path


def _kept_files() -> Iterator[tuple[Path, str]]:
    for name in FILES:
        if (settings.HOME / name).exists():
            yield settings.HOME / name, name
    for folder in FOLDERS:
        for path in sorted((settings.HOME / folder).rglob("*")):
            if path.is_file():
                yield path, path.relative_to(settings.HOME).as_posix()


def restore(source: Path, *, replace: bool = False) -> int:
    """Put an archive back (files restored). Checks every file before touching anything. Raises BadInput."""
    if not source.is_file():
        raise BadInput(f"{source} n'existe pas.")
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        staging = Path(folder)
        manifest = _unpack(source, staging)
        if not replace and _occupied():
            raise BadInput(
                f"{settings.HOME} contient déjà une installation : ajoutez --replace pour la remplacer."
            )
        _put_back(staging, manifest)
    return len(manifest)


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


def _occupied() -> bool:
    from maillage.audit.models import Entry

    tables = connection.introspection.table_names()
    return Entry._meta.db_table in tables and Entry.objects.filter(act="partenariat ouvert").exists()


def _put_back(staging: Path, manifest: dict[str, str]) -> None:
    for folder in FOLDERS:
        shutil.rmtree(settings.HOME / folder, ignore_errors=True)
    for name in manifest:
        if name not in (SQLITE, DUMP):
            (settings.HOME / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(settings.HOME / name)
    if SQLITE in manifest and connection.vendor == "sqlite":
        connection.close()
        with (
            sqlite3.connect(staging / SQLITE) as copy,
            sqlite3.connect(connection.settings_dict["NAME"]) as live,
        ):
            copy.backup(live)
        return
    if DUMP not in manifest:
        _dump(_old(staging / SQLITE), staging / DUMP)
    if connection.vendor == "sqlite":
        _set_file_aside(Path(connection.settings_dict["NAME"]))
    call_command("migrate", verbosity=0)
    if connection.vendor != "sqlite":
        call_command("flush", "--no-input", verbosity=0)
    call_command("loaddata", str(staging / DUMP), verbosity=0)


def _set_file_aside(live: Path) -> None:
    """The journal refuses to be emptied: a new file takes the place of the old one, kept as `.avant`."""
    connection.close()
    for suffix in ("-wal", "-shm"):
        live.with_name(live.name + suffix).unlink(missing_ok=True)
    if live.exists():
        live.replace(live.with_name(live.name + ".avant"))


def _old(path: Path) -> str:
    """The records of an SQLite archive, under a name of their own, to be carried to another database."""
    connections.databases[OLD] = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {},
    }  # fmt: skip
    return OLD


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
