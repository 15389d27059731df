"""The text of a file, plain or gzipped, block by block and surveyed on the way; nothing touches the disk."""

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, cast

from maillage.tabular.survey import SAMPLE, Survey
from maillage.tabular.unpack import BROKEN, CHUNK, Limits

LINES = 24 * CHUNK  # bytes of whole lines handed over at once


def is_gzip(path: Path) -> bool:
    """Does this file begin as a gzip?"""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def start_of(path: Path) -> bytes:
    """The first bytes of the content; empty when the gzip is cut before any."""
    with _open(path) as file:
        try:
            return file.read(SAMPLE)
        except BROKEN:
            return b""


def lines(path: Path, survey: Survey, limits: Limits) -> Iterator[bytes]:
    """Whole lines, many at a time; the next ones are prepared while these are read. Raises FileRejected."""
    pieces = _whole_lines(_surveyed(path, survey, limits))
    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(next, pieces, b"")
        while block := pending.result():
            pending = pool.submit(next, pieces, b"")
            yield block


def _surveyed(path: Path, survey: Survey, limits: Limits) -> Iterator[bytes]:
    read = 0
    try:
        with _open(path) as file:
            while block := file.read(CHUNK):
                read += len(block)
                limits.check(read)
                survey.add(block)
                yield block
    except BROKEN as error:
        raise limits.cut(read) from error
    survey.end()


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    kept: list[bytes] = []
    size = 0
    for block in blocks:
        kept.append(block)
        size += len(block)
        if size >= LINES and (end := block.rfind(b"\n") + 1):
            kept[-1] = block[:end]
            yield b"".join(kept)
            kept, size = [block[end:]], len(block) - end
    if size:
        yield b"".join(kept)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if is_gzip(path) else path.open("rb")
