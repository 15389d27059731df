"""Opens what a file is wrapped in (gzip, zip), within limits that hold before the disk fills."""

import errno
import gzip
import hashlib
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from maillage.tabular.errors import FileRejected

CHUNK = 1 << 20
DEFAULT_LIMIT = 3_000_000_000  # bytes once unpacked; the national base weighs about 500 MB
WORKBOOK_LIMIT = 1_000_000_000  # a workbook is opened in memory
FREE_KEPT = 200_000_000  # bytes of disk always left
LAYERS = 3  # a gzip in a zip is met; deeper is a trap
TABLES = (".csv", ".txt", ".tsv", ".gz", ".parquet", ".xlsx", ".xls", ".ods")
INSIDE_WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/", "content.xml")
BROKEN = (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
Progress = Callable[[int], None]


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Limits:
    """How large the content of `name` may be, in bytes; tells the progress on the way."""

    name: str
    size: int = DEFAULT_LIMIT
    progress: Progress = field(default=lambda size: None)

    def check(self, read: int) -> None:
        """Raises FileRejected once more than the limit has been read."""
        self.progress(read)
        if read > self.size:
            raise self.too_big("il continue au-delà")

    def too_big(self, found: str, size: int | None = None) -> FileRejected:
        """The refusal of a content too large."""
        return FileRejected(
            f"{self.name} dépasse la limite de {(size or self.size) // 1_000_000} Mo une fois ouvert "
            f"({found}). Vérifiez d'où vient le fichier ; la limite se règle par MAILLAGE_MAX_UNPACKED."
        )

    def cut(self, read: int) -> FileRejected:
        """The refusal of a content that stops short."""
        return FileRejected(
            f"{self.name} est coupé ou abîmé après {read // 1000} ko. Téléchargez-le de nouveau."
        )


class Unpacker:
    """Unwraps one file into `scratch`, layer by layer."""

    def __init__(self, scratch: Path, limits: Limits) -> None:
        self.scratch, self.limits, self.name = scratch, limits, limits.name

    def plain(self, path: Path) -> Path:
        """The plain file: itself, or its content. Raises FileRejected past the limit or when cut."""
        for layer in range(LAYERS):
            opened = self._open(path, self.scratch / f"contenu-{layer}")
            if opened == path:
                break
            path = opened
        return self.weighed(path)

    def out_of_zip(self, path: Path) -> Path:
        """The file, or the one table of the zip that it is; a gzip stays as it is."""
        return self.weighed(self._unzip(path, self.scratch / "archive"))

    def weighed(self, path: Path) -> Path:
        """The file itself. Raises FileRejected when it weighs more than the limit."""
        if path.stat().st_size > self.limits.size:
            raise self.limits.too_big(f"il pèse {path.stat().st_size // 1_000_000} Mo")
        return path

    def _open(self, path: Path, target: Path) -> Path:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(file) as packed:
                    return self._write(cast(IO[bytes], packed), target)
        return self._unzip(path, target)

    def _unzip(self, path: Path, target: Path) -> Path:
        with path.open("rb") as file:
            if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                return path
        try:
            with zipfile.ZipFile(path) as archive:
                members = [row for row in archive.infolist() if not row.is_dir()]
                if any(row.filename.startswith(INSIDE_WORKBOOKS) for row in members):
                    self._measure(archive, members)
                    return path  # its reader opens it
                with archive.open(self._only_table(members)) as packed:
                    return self._write(packed, target)
        except FileRejected:
            raise
        except (
            *BROKEN,
            OSError,
            ValueError,
            LookupError,
            struct.error,
        ) as error:  # zipfile trusts what it reads
            raise FileRejected(
                f"{self.name} est une archive incomplète ou abîmée. Téléchargez-la de nouveau."
            ) from error

    def _only_table(self, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
        seen = [row for row in members if not row.filename.startswith("__MACOSX/")]
        tables = [row for row in seen if row.filename.lower().endswith(TABLES)]
        if len(tables) != 1:
            found = f"contient {len(tables)} tables" if tables else "ne contient aucune table"
            raise FileRejected(f"{self.name} {found} : donnez un fichier par table.")
        if tables[0].file_size > self.limits.size:
            raise self.limits.too_big(f"il annonce {tables[0].file_size // 1_000_000} Mo")
        return tables[0]

    def _measure(self, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
        """Refuse a workbook too large, first on what it declares, then on what it really holds."""
        limit = min(self.limits.size, WORKBOOK_LIMIT)
        declared, real = sum(row.file_size for row in members), 0
        if declared > limit:
            raise self.limits.too_big(f"il annonce {declared // 1_000_000} Mo", limit)
        for row in members:
            with archive.open(row) as packed:
                for block in _blocks(packed):
                    real += len(block)
                    if real > limit:
                        raise self.limits.too_big("il continue au-delà", limit)

    def _write(self, packed: IO[bytes], target: Path) -> Path:
        written = 0
        try:
            with target.open("wb") as out:
                for block in _blocks(packed):
                    written += len(block)
                    self.limits.check(written)
                    self._check_room(written, target)
                    out.write(block)
        except BROKEN as error:
            raise self.limits.cut(written) from error
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise self._no_room() from error
        return target

    def _check_room(self, written: int, target: Path) -> None:
        if written % (64 * CHUNK) < CHUNK and shutil.disk_usage(target.parent).free < FREE_KEPT:
            raise self._no_room()

    def _no_room(self) -> FileRejected:
        return FileRejected(f"{self.name} ne tient pas sur le disque. Libérez de la place, puis recommencez.")


def _blocks(packed: IO[bytes]) -> Iterator[bytes]:
    while block := packed.read(CHUNK):
        yield block
