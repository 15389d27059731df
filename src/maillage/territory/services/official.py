"""Loads official files given by hand: all of them, or none. Nothing is left half-written."""

import hashlib
import json
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from maillage.audit import journal
from maillage.kernel import Actor, BadInput
from maillage.territory.intake.official import Found, NotRecognised, read
from maillage.territory.models import Edition
from maillage.territory.services.apply import APPLY, ORDER

LIMIT = 400_000_000  # bytes fetched
CHUNK = 1 << 20


def load_files(*, actor: Actor, sources: list[str]) -> list[dict[str, Any]]:
    """Load official files (path or address), all in one transaction with one journal line.

    Raises BadInput naming the file, its lines and the reason; then nothing has changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [_local(source, Path(folder), number) for number, source in enumerate(sources)]
        read_files = [
            (source, _digest(path), _read(path, source)) for source, path in zip(sources, paths, strict=True)
        ]
        staged = [_stage(found) for _source, _hash, found in read_files if found.kind == "contours"]
        try:
            done = _apply_all(actor, read_files)
        except BaseException:
            for partial, _target in staged:
                partial.unlink(missing_ok=True)
            raise
        for partial, target in staged:
            partial.replace(target)
    return done


@transaction.atomic
def _apply_all(actor: Actor, read_files: list[tuple[str, str, Found]]) -> list[dict[str, Any]]:
    done: dict[str, dict[str, Any]] = {}
    for source, digest, found in sorted(read_files, key=lambda item: ORDER.index(item[2].kind)):
        try:
            rows = APPLY[found.kind](found)
        except NotRecognised as error:
            raise BadInput(f"{source} : {error} Rien n'a été chargé.") from error
        Edition.objects.update_or_create(
            digest=digest, defaults={"kind": found.kind, "name": found.name, "rows": rows}
        )
        done[source] = {"file": found.name, "kind": found.kind, "rows": rows, "rejected": 0}
        if found.note:
            done[source]["note"] = found.note
    detail = {row["file"]: row["rows"] for row in done.values()}
    journal.append(actor=actor, act="territoires chargés", subject="fichiers officiels", detail=detail)
    return [done[source] for source, _hash, _found in read_files]


def _read(path: Path, source: str) -> Found:
    try:
        return read(path, Path(source).name)
    except NotRecognised as error:
        raise BadInput(f"{source} : {error} Rien n'a été chargé.") from error


def _local(source: str, folder: Path, number: int) -> Path:
    if source.startswith(("http://", "https://")):
        return _fetch(source, folder / f"{number}")
    path = Path(source)
    if not path.is_file():
        raise BadInput(f"{source} n'existe pas. Donnez le chemin d'un fichier ou son adresse.")
    return path


def _fetch(source: str, target: Path) -> Path:
    try:
        with urllib.request.urlopen(source, timeout=60) as answer, target.open("wb") as file:  # noqa: S310
            while block := answer.read(CHUNK):
                file.write(block)
                if file.tell() > LIMIT:
                    raise BadInput(f"{source} dépasse {LIMIT // 1_000_000} Mo : rien n'a été chargé.")
    except OSError as error:
        raise BadInput(
            f"{source} n'a pas pu être lu : {error}. Donnez le fichier déjà téléchargé."
        ) from error
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stage(found: Found) -> tuple[Path, Path]:
    """Outlines are files beside the database: written apart, they take their place once all is committed."""
    folder = settings.HOME / "contours"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{found.name.split('.')[0]}.geojson"
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps({"type": "FeatureCollection", "features": found.rows}), "utf-8")
    return partial, target
