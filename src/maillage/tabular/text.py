"""Text tables: encoding settled, columns named, damaged lines found. Every doubt is a French refusal."""

import codecs
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

from maillage.tabular.errors import FileRejected
from maillage.tabular.survey import BLOCK, SAMPLE, Survey, header, odd_quotes, survey, western

PROTECTED = re.compile(r'(?<![^;,\t|])="([^"]*)"')  # what spreadsheets do to codes
KEPT_LINES = 8
PAGES = {
    "<": "une page web ou un fichier XML",
    "{": "un fichier JSON",
    "[": "un fichier JSON",
    "%PDF": "un PDF",
}


def is_usual(sample: bytes) -> bool:
    """Do the first bytes look like UTF-8 text with usual ends of lines, so that its header can be read as
    it is?
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return b"\0" not in sample and not _odd(sample, b"\n" in sample or b"\r" not in sample)


def settle(path: Path, name: str, scratch: Path) -> tuple[Path, Survey]:
    """The same text in plain UTF-8 with usual ends of lines, and its survey. Raises FileRejected."""
    found = survey(path)
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding = _encoding(path, name, found, sample)
    if encoding == "utf-8" and not _odd(sample, found.newlines > 0):
        return path, found
    plain = _reencode(path, name, encoding, scratch / "texte")
    found = survey(plain)
    if found.nul is not None:
        _refuse_nul(name, found.nul)
    return plain, found


def _odd(sample: bytes, has_lines: bool) -> bool:
    """Codes protected by `="..."`, a mark of encoding given twice, or ends of lines of old machines."""
    return b'="' in sample or sample.startswith(codecs.BOM_UTF8 * 2) or (not has_lines and b"\r" in sample)


def _encoding(path: Path, name: str, found: Survey, sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if found.nul is not None:
        _refuse_nul(name, found.nul)
    if found.broken is None:
        return "utf-8"
    if found.cut and found.accents:
        raise FileRejected(
            f"{name} s'arrête au milieu d'un mot, ligne {found.broken} : il est coupé. Téléchargez-le de "
            "nouveau."
        )
    if found.accents or sample.startswith(codecs.BOM_UTF8) or not western(path):
        raise FileRejected(
            f"{name}, ligne {found.broken} : des octets ne sont ni de l'UTF-8 ni du Latin-1, le codage est "
            "mêlé ou inconnu. Téléchargez le fichier de nouveau, ou enregistrez-le en UTF-8."
        )
    return "cp1252"


def refuse_binary(sample: bytes, name: str) -> None:
    """Raises FileRejected when the first bytes are no text: nothing more of it is unpacked."""
    if b"\0" not in sample or sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    halves = sorted((sample[0:200:2].strip(b"\0"), sample[1:200:2].strip(b"\0")), key=len)
    if not halves[0] and halves[1] and halves[1].isascii() and b"\0" not in halves[1]:
        raise FileRejected(f"{name} est codé en UTF-16 ou UTF-32 sans le dire. Enregistrez-le en UTF-8.")
    raise FileRejected(f"{name} n'est pas une table : c'est un fichier binaire d'un autre genre.")


def _refuse_nul(name: str, line: int) -> NoReturn:
    raise FileRejected(f"{name} est abîmé : octet nul ligne {line}. Téléchargez-le de nouveau.")


def _reencode(path: Path, name: str, encoding: str, target: Path) -> Path:
    try:
        with (
            path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding) as source,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            for number, line in enumerate(_lines(source, name), 1):
                text = line.lstrip("\ufeff") if number == 1 else line
                out.write(PROTECTED.sub(r'"\1"', text))
    except (UnicodeError, ValueError) as error:
        if isinstance(error, FileRejected):
            raise
        raise FileRejected(
            f"{name} : le codage {encoding} est interrompu ou faux. Enregistrez le fichier en UTF-8."
        ) from error
    return target


def _lines(source: IO[str], name: str) -> Iterator[str]:
    """The lines, none longer than a block: a longer one is no line of a table."""
    number = 1
    while line := source.readline(BLOCK):
        if len(line) == BLOCK:
            raise FileRejected(
                f"{name}, ligne {number} : plus d'un million de signes, ce n'est pas une table."
            )
        yield line
        number += 1


def cells(path: Path, name: str, separator: str) -> list[tuple[int, list[object]]]:
    """The lines of a settled text, cut into cells. Raises FileRejected when a quote never closes."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=separator)
            return [(reader.line_num, list(row)) for row in reader]
    except (csv.Error, UnicodeError) as error:
        raise FileRejected(
            f"{name} n'est pas un fichier CSV lisible : une cellule ne se referme pas. Enregistrez-le de "
            "nouveau."
        ) from error


def start(sample: bytes, name: str) -> tuple[int, str, tuple[str, ...], tuple[str, ...]]:
    """Lines to skip, separator, column names and first raw lines. Raises FileRejected on what is no table."""
    text = sample.decode("utf-8-sig", "ignore")
    if not text.strip():
        raise FileRejected(f"{name} est vide une fois ouvert.")
    for sign, kind in PAGES.items():
        if text.lstrip().startswith(sign):
            raise FileRejected(f"{name} n'est pas une table : c'est {kind}. Téléchargez le fichier lui-même.")
    if len(sample) == SAMPLE and b"\n" not in sample:
        raise FileRejected(f"{name} n'est pas une table : aucune ligne n'y finit.")
    lines = text.splitlines()
    skip, separator = header(lines)
    columns = _columns(next(csv.reader([lines[skip]], delimiter=separator), []))
    return skip, separator, columns, tuple(lines[:KEPT_LINES])


def _columns(names: list[str]) -> tuple[str, ...]:
    """Column names, clean; a name met again gets its rank (`nombre`, `nombre_2`)."""
    return tuple(unique([name.strip().strip("\ufeff") for name in names]))


def unique(names: list[str]) -> list[str]:
    """Names made different: the second `nombre` is `nombre_2`."""
    result: list[str] = []
    for name in names:
        candidate, rank = name, 1
        while candidate in result:
            rank += 1
            candidate = f"{name}_{rank}"
        result.append(candidate)
    return result


def regular(found: Survey, columns: int, skipped: tuple[str, ...]) -> bool:
    """Do the separators make the count of cells, all lines together? A reader that refuses long lines
    sees the rest.
    """
    if found.quotes % 2:
        return False
    before = sum(line.count(found.separator) for line in skipped)
    lines = found.newlines + (not found.whole_lines) - len(skipped)
    return found.separators - before == lines * (columns - 1)


def mend(
    path: Path, name: str, separator: str, columns: int, skip: int, target: Path
) -> tuple[Path, tuple[tuple[int, int], ...]]:
    """A copy where damaged lines are left blank, and those: (line, cells found). Raises FileRejected when
    cut.
    """
    if opened := odd_quotes(path):
        raise FileRejected(
            f"{name} : un guillemet ouvert ligne {opened} n'est pas refermé. Le fichier est coupé ou abîmé ; "
            "téléchargez-le de nouveau."
        )
    csv.field_size_limit(min(sys.maxsize, BLOCK))
    damaged: list[tuple[int, int]] = []
    try:
        with (
            path.open(encoding="utf-8", newline="") as source,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            for line, cells, raw in _records(source, name, separator):
                if line <= skip or cells == columns:
                    out.writelines(raw)
                    continue
                out.write((separator * (columns - 1) + "\n") * len(raw))
                if cells:
                    damaged.append((line, cells))
                    _refuse_cut(name, line, cells, columns, raw[-1])
    except csv.Error as error:
        raise FileRejected(f"{name} n'est pas une table régulière. Téléchargez-le de nouveau.") from error
    return target, tuple(damaged)


def misplaced_quote(path: Path, separator: str) -> int:
    """The first line where a quotation mark stands inside a cell, 0 when there is none."""
    sign = re.escape(separator.encode())
    inside = re.compile(rb'[^"\r\n' + sign + rb']"[^"\r\n' + sign + rb"]")
    number = 1
    with path.open("rb") as file:
        while line := file.readline(BLOCK):
            if inside.search(line.removeprefix(codecs.BOM_UTF8)):
                return number
            number += line.endswith(b"\n")
    return 0


def _refuse_cut(name: str, line: int, cells: int, columns: int, raw: str) -> None:
    if not raw.endswith("\n") and cells < columns:
        raise FileRejected(
            f"{name} s'arrête au milieu de la ligne {line} ({cells} cellules au lieu de {columns}) : "
            "il est coupé. Téléchargez-le de nouveau."
        )


def _records(source: IO[str], name: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each record: its first line, how many cells (0 when blank), its raw lines."""
    raw: list[str] = []

    def tapped() -> Iterator[str]:
        for line in _lines(source, name):
            raw.append(line)
            yield line

    number = 1
    for record in csv.reader(tapped(), delimiter=separator):
        yield number, 0 if len(record) < 2 and not "".join(record).strip() else len(record), raw
        number += len(raw)
        raw.clear()
