"""Opens what a file is wrapped in (gzip, zip), within limits that hold before the disk fills."""

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from maillage.tabular.errors import FileRejected

CHUNK = 1 << 20
DEFAULT_LIMIT = 3_000_000_000  # bytes once unpacked; the national base weighs about 500 MB
FREE_KEPT = 200_000_000  # bytes of disk always left
Progress = Callable[[int], None]
Packed = IO[bytes] | gzip.GzipFile


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(path: Path, target: Path, *, limit: int = DEFAULT_LIMIT, progress: Progress | None = None) -> Path:
    """The plain file: itself, or its content written to `target`. FileRejected past the limit or when cut."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic[:2] == b"\x1f\x8b":
        with gzip.open(path) as packed:
            return _write(packed, target, limit, path, progress)
    if magic == b"PK\x03\x04":
        return _unzip(path, target, limit, progress)
    return path


def _unzip(path: Path, target: Path, limit: int, progress: Progress | None) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            declared = sum(info.file_size for info in members)
            if declared > limit:
                raise FileRejected(_too_big(path, limit, f"elle annonce {declared // 1_000_000} Mo"))
            tables = [info for info in members if info.filename.lower().endswith((".csv", ".txt"))]
            if not tables:
                _measure(archive, members, limit, path)
                return path  # a workbook: its reader opens it
            if len(tables) > 1:
                raise FileRejected(f"{path.name} contient {len(tables)} tables : donnez-les une par une.")
            with archive.open(tables[0]) as packed:
                return _write(packed, target, limit, path, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRejected(
            f"{path.name} est une archive incomplète ou abîmée. Téléchargez-la de nouveau."
        ) from error


def _measure(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limit: int, path: Path) -> None:
    real = 0
    for info in members:
        with archive.open(info) as packed:
            for block in _blocks(packed):
                real += len(block)
                if real > limit:
                    raise FileRejected(_too_big(path, limit, "elle continue"))


def _write(packed: Packed, target: Path, limit: int, path: Path, progress: Progress | None) -> Path:
    written, room = 0, shutil.disk_usage(target.parent).free - FREE_KEPT
    try:
        with target.open("wb") as out:
            for block in _blocks(packed):
                written += len(block)
                if written > limit:
                    raise FileRejected(_too_big(path, limit, "elle continue"))
                if written > room:
                    raise FileRejected(
                        f"{path.name} ne tient pas sur le disque. Libérez de la place, puis recommencez."
                    )
                out.write(block)
                if progress:
                    progress(written)
    except (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise FileRejected(
            f"{path.name} est coupée ou abîmée après {written // 1000} ko. Téléchargez-la de nouveau."
        ) from error
    return target


def _blocks(packed: Packed) -> Iterator[bytes]:
    while block := packed.read(CHUNK):
        yield block


def _too_big(path: Path, limit: int, found: str) -> str:
    return (
        f"{path.name} dépasse la limite de {limit // 1_000_000} Mo une fois ouverte ({found}). "
        "Vérifiez d'où vient le fichier ; la limite se règle par MAILLAGE_MAX_UNPACKED."
    )
