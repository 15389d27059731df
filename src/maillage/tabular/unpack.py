"""Opens what a file is wrapped in (gzip, zip), within limits that hold before the disk fills."""

import errno
import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, cast

from maillage.tabular.errors import FileRejected
from maillage.tabular.survey import Survey

CHUNK = 1 << 20
DEFAULT_LIMIT = 3_000_000_000  # bytes once unpacked; the national base weighs about 500 MB
WORKBOOK_LIMIT = 1_000_000_000  # a workbook is opened in memory
FREE_KEPT = 200_000_000  # bytes of disk always left
LAYERS = 3  # a gzip in a zip is met; deeper is a trap
TABLES = (".csv", ".txt", ".tsv", ".gz", ".parquet", ".xlsx", ".xls", ".ods")
PACKAGES = {"[Content_Types].xml", "mimetype"}  # what makes a zip a workbook
BROKEN = (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
Progress = Callable[[int], None]
Tap = Callable[[bytes], None]


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Unpacker:
    """Unwraps one file into `scratch`. `name` is how refusals call it; `survey` is what was seen on the
    way.
    """

    def __init__(
        self, scratch: Path, name: str, *, limit: int = DEFAULT_LIMIT, progress: Progress | None = None
    ) -> None:
        self.scratch, self.name, self.limit = scratch, name, limit
        self.progress = progress or (lambda size: None)
        self.survey: Survey | None = None

    def plain(self, path: Path) -> Path:
        """The plain file: itself, or its content. Raises FileRejected past the limit or when cut."""
        for layer in range(LAYERS):
            opened = self._open(path, self.scratch / f"contenu-{layer}")
            if opened == path:
                break
            path = opened
        if path.stat().st_size > self.limit:
            raise self._too_big(f"il pèse {path.stat().st_size // 1_000_000} Mo")
        return path

    def _open(self, path: Path, target: Path) -> Path:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(file) as packed:
                    return self._write(cast(IO[bytes], packed), target)
        return self._unzip(path, target) if magic in (b"PK\x03\x04", b"PK\x05\x06") else path

    def _unzip(self, path: Path, target: Path) -> Path:
        try:
            with zipfile.ZipFile(path) as archive:
                members = [row for row in archive.infolist() if not row.is_dir()]
                if PACKAGES & {row.filename for row in members}:
                    self._measure(archive, members)
                    return path  # its reader opens it
                with archive.open(self._only_table(members)) as packed:
                    return self._write(packed, target)
        except BROKEN as error:
            raise FileRejected(
                f"{self.name} est une archive incomplète ou abîmée. Téléchargez-la de nouveau."
            ) from error

    def _only_table(self, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
        seen = [row for row in members if not row.filename.startswith("__MACOSX/")]
        tables = [row for row in seen if row.filename.lower().endswith(TABLES)]
        if len(tables) != 1:
            found = f"contient {len(tables)} tables" if tables else "ne contient aucune table"
            raise FileRejected(f"{self.name} {found} : donnez un fichier par table.")
        if tables[0].file_size > self.limit:
            raise self._too_big(f"il annonce {tables[0].file_size // 1_000_000} Mo")
        return tables[0]

    def _measure(self, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
        """Refuse a workbook too large, first on what it declares, then on what it really holds."""
        limit = min(self.limit, WORKBOOK_LIMIT)
        declared, real = sum(row.file_size for row in members), 0
        if declared > limit:
            raise self._too_big(f"il annonce {declared // 1_000_000} Mo", limit)
        for row in members:
            with archive.open(row) as packed:
                for block in blocks(packed):
                    real += len(block)
                    if real > limit:
                        raise self._too_big("il continue au-delà", limit)

    def _write(self, packed: IO[bytes], target: Path) -> Path:
        written, self.survey = 0, Survey()
        try:
            with target.open("wb", buffering=0) as out, Aside(self.survey.add) as aside:
                for block in blocks(packed):
                    written += len(block)
                    self._check(written, target)
                    out.write(block)
                    aside(block)
                    self.progress(written)
        except BROKEN as error:
            raise FileRejected(
                f"{self.name} est coupé ou abîmé après {written // 1000} ko. Téléchargez-le de nouveau."
            ) from error
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise self._no_room() from error
        self.survey.end()
        return target

    def _check(self, written: int, target: Path) -> None:
        if written > self.limit:
            raise self._too_big("il continue au-delà")
        if written % (64 * CHUNK) < CHUNK and shutil.disk_usage(target.parent).free < FREE_KEPT:
            raise self._no_room()

    def _no_room(self) -> FileRejected:
        return FileRejected(f"{self.name} ne tient pas sur le disque. Libérez de la place, puis recommencez.")

    def _too_big(self, found: str, limit: int | None = None) -> FileRejected:
        return FileRejected(
            f"{self.name} dépasse la limite de {(limit or self.limit) // 1_000_000} Mo une fois ouvert "
            f"({found}). Vérifiez d'où vient le fichier ; la limite se règle par MAILLAGE_MAX_UNPACKED."
        )


class Aside:
    """Hands blocks, in order, to a reader working in another thread while the next one is being unpacked."""

    def __init__(self, tap: Tap) -> None:
        self.tap, self.pool = tap, ThreadPoolExecutor(1)
        self.pending: Future[None] | None = None

    def __enter__(self) -> "Aside":
        return self

    def __call__(self, block: bytes) -> None:
        self.wait()
        self.pending = self.pool.submit(self.tap, block)

    def wait(self) -> None:
        """Until the block handed before has been read."""
        if self.pending is not None:
            self.pending.result()
            self.pending = None

    def __exit__(self, *error: object) -> None:
        self.wait()
        self.pool.shutdown()


def blocks(packed: IO[bytes]) -> Iterator[bytes]:
    """The content, block by block."""
    while block := packed.read(CHUNK):
        yield block
