"""One pass over the bytes of a text file: is it whole, in which encoding, and are its lines regular?"""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

BLOCK = 1 << 20
SAMPLE = 1 << 16
SEPARATORS = (";", ",", "\t", "|")
NEWLINE, QUOTE = b"\n", b'"'
TWICE_ENCODED = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xbf]")  # accents and dashes as UTF-8 writes them
# high bytes a French text in cp1252 (or Latin-1) may hold: letters, quotation marks, dashes, signs
WESTERN = frozenset(
    "àâäçéèêëîïíìôöóòùûüúÿñœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÑŒÆ«»‹›“”‘’‚„–—…•°º²³·×€§©®±µ½¼¾´¨\u00a0".encode("cp1252")
)


@dataclass
class Survey:
    """Counts of a text file, block by block. Lines count from 1; `nul` and `broken` are first faulty
    lines.
    """

    separator: str = ""
    skip: int = 0  # lines before the header
    newlines: int = 0
    separators: int = 0
    quotes: int = 0
    nul: int | None = None
    broken: int | None = None  # first line that is not UTF-8
    accents: bool = False  # some letter beyond ASCII was read as UTF-8 before that
    cut: bool = False  # the last letter is half there
    last: bytes = b""
    _decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def add(self, block: bytes) -> None:
        """Take the next block into account."""
        if not self.separator:
            self.skip, self.separator = header(sample_lines(block))
        if self.nul is None and b"\0" in block:
            self.nul = self.newlines + 1 + block[: block.index(b"\0")].count(NEWLINE)
        if self.broken is None:
            self._decode(block)
        self.newlines += count(block, NEWLINE)
        self.separators += count(block, self.separator.encode())
        self.quotes += count(block, QUOTE)
        self.last = block[-1:] or self.last

    def _decode(self, block: bytes) -> None:
        try:
            pending = self._decoder.getstate()[0]
            self._decoder.decode(block)
            self.accents = self.accents or not block.isascii()
        except UnicodeDecodeError as error:
            at = max(0, error.start - len(pending))
            self.broken = self.newlines + 1 + block[:at].count(NEWLINE)
            self.accents = self.accents or not block[:at].isascii()

    def end(self) -> None:
        """No more blocks: a letter cut in two at the very end is a broken one."""
        if self.broken is None and self._decoder.getstate()[0]:
            self.broken, self.cut = self.newlines + 1, True

    @property
    def whole_lines(self) -> bool:
        """Does the file end with an end of line?"""
        return self.last == NEWLINE


def sample_lines(block: bytes) -> list[str]:
    """The first lines of a text, whatever its letters are worth; the last one may be cut."""
    return block[:SAMPLE].decode("utf-8", "replace").lstrip("\ufeff").splitlines()


def header(lines: list[str]) -> tuple[int, str]:
    """The first line that looks like column names (titles of old files are skipped), and its separator."""
    for index, line in enumerate(lines[:8]):
        counts = {separator: line.count(separator) for separator in SEPARATORS}
        best = max(SEPARATORS, key=lambda separator: counts[separator])
        rest = [*lines[index + 1 :], line]
        written = next((other for other in rest if other.strip()), line).count(best)
        if counts[best] and (rest[0].count(best) or written == counts[best]):
            return index, best
    return next((index for index, line in enumerate(lines) if line.strip()), 0), ","


def count(block: bytes, byte: bytes) -> int:
    """How many times one byte occurs (several times quicker than `bytes.count` on frequent bytes)."""
    return int(np.count_nonzero(np.frombuffer(block, np.uint8) == byte[0]))


def survey(path: Path) -> Survey:
    """Read the whole file once."""
    found = Survey()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.add(block)
    found.end()
    return found


def even(path: Path, separator: str, columns: int, skip: int) -> bool:
    """Has each line after the first `skip` its cells, no more no less, as if no cell held a separator?"""
    kept, last = np.zeros(0, np.uint8), NEWLINE
    with path.open("rb") as file:
        for _ in range(skip):
            file.readline()
        while block := file.read(BLOCK):
            signs, last = np.frombuffer(block, np.uint8), block[-1:]
            kept = np.concatenate([kept, signs[(signs == ord(separator)) | (signs == NEWLINE[0])]])
            whole = len(kept) // columns * columns
            lines, kept = kept[:whole].reshape(-1, columns), kept[whole:]
            if (lines[:, -1] != NEWLINE[0]).any() or (lines[:, :-1] == NEWLINE[0]).any():
                return False
    return len(kept) == (0 if last == NEWLINE else columns - 1) and not (kept == NEWLINE[0]).any()


def odd_quotes(path: Path) -> int:
    """The first line from which the quotation marks no longer go by two."""
    opened, number = 0, 1
    with path.open("rb") as file:
        while line := file.readline(BLOCK):
            if line.count(QUOTE) % 2:
                opened = 0 if opened else number
            number += line.endswith(NEWLINE)
    return opened


def western(path: Path) -> bool:
    """May this file, not UTF-8, be read as cp1252? No when UTF-8 letters or foreign signs are in it."""
    counts = np.zeros(256, np.int64)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if TWICE_ENCODED.search(block):
                return False
            counts += np.bincount(np.frombuffer(block, np.uint8), minlength=256)
    high = int(counts[128:].sum())
    known = sum(int(counts[byte]) for byte in WESTERN)
    return high > 0 and known >= 0.9 * high
