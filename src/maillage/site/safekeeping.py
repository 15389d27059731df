"""Backup and restore of the installation: one archive with records, lake, documents and keys."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from maillage.kernel import BadInput

FOLDERS = ("lake", "documents", "files", "contours")
FILES = ("secret.key",)
MANIFEST, SQLITE, DUMP = "MANIFEST.json", "maillage.sqlite3", "records.json"


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
    path = staging / DUMP
    call_command(
        "dumpdata", "--natural-foreign", "--exclude=contenttypes", "--output", str(path), verbosity=0
    )
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
        raise BadInput("Cette sauvegarde vient d'une base SQLite : rétablissez-la sans DATABASE_URL.")
    call_command("migrate", verbosity=0)
    call_command("flush", "--no-input", verbosity=0)
    call_command("loaddata", str(staging / DUMP), verbosity=0)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
