"""Official files on territories, recognised by their columns: communes, yearly populations, QPV, outlines."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LIMIT = 400_000_000  # bytes once unpacked
COMMUNE = re.compile(r"^[0-9][0-9AB][0-9]{3}$")
YEAR_COLUMN = re.compile(r"^p(\d{2})_pop$", re.IGNORECASE)
Row = dict[str, str]


class NotRecognised(ValueError):
    """The file is none of those that are understood; the message is French and says what was found."""


@dataclass
class Table:
    """What a file holds: its kind, its name without extension, typed rows, the lines set aside and why."""

    kind: str
    name: str
    rows: list[Any]
    rejects: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes, name: str) -> Table:
    """Recognise and read a file. Raises NotRecognised with what was found and what is expected."""
    text = re.sub(r'="([^"]*)"', r'"\1"', _text(_unpack(content)))  # what spreadsheets do to codes
    stem = name.split(".")[0]
    if text.lstrip()[:1] == "{":
        return _contours(text, stem)
    dialect = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=dialect))
    if not rows:
        raise NotRecognised("le fichier est vide.")
    columns = set(rows[0])
    for needed, reader in READERS:
        if needed <= columns or (
            needed == {"p_pop"} and any(YEAR_COLUMN.match(column) for column in columns)
        ):
            return reader(rows, stem)
    raise NotRecognised(
        f"colonnes non reconnues ({', '.join(sorted(columns)[:6])}…). Sont compris : les communes du code "
        "officiel géographique (COM, LIBELLE), les populations (p13_pop…), la liste des QPV (code_qp), "
        "les contours GeoJSON."
    )


def _unpack(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.open(io.BytesIO(content)) as file:
            unpacked = file.read(LIMIT + 1)
    except (OSError, EOFError) as error:
        raise NotRecognised(f"l'archive est incomplète ou abîmée ({error}).") from error
    if len(unpacked) > LIMIT:
        raise NotRecognised(f"le fichier dépasse {LIMIT // 1_000_000} Mo une fois ouvert.")
    return unpacked


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotRecognised("le codage du texte n'est ni UTF-8 ni Windows-1252.")


def _communes(rows: list[Row], name: str) -> Table:
    table = Table("communes", name, [])
    for line, row in enumerate(rows, 2):
        code, kind = row.get("COM") or row["code_commune"], row.get("TYPECOM") or row.get("type") or "COM"
        if not COMMUNE.match(code or ""):
            table.rejects.append((line, f"code commune « {code} » mal formé"))
        elif kind in ("COM", "commune-actuelle"):
            label = row.get("LIBELLE") or row.get("nom") or code
            table.rows.append(
                {"code": code, "name": label, "department": row.get("DEP") or row["code_departement"]}
            )
    return table


def _populations(rows: list[Row], name: str) -> Table:
    table = Table("populations", name, [])
    years = {column: 2000 + int(found.group(1)) for column in rows[0] if (found := YEAR_COLUMN.match(column))}
    for line, row in enumerate(rows, 2):
        code = row.get("code_commune") or row.get("CODGEO") or ""
        if not COMMUNE.match(code):
            table.rejects.append((line, f"code commune « {code} » mal formé"))
            continue
        for column, year in years.items():
            if (row[column] or "").replace(".0", "").isdigit():
                count = int(float(row[column]))
                table.rows.append({"place": code, "year": year, "count": count, "source": f"Insee, {name}"})
    return table


def _qpv(rows: list[Row], name: str) -> Table:
    table = Table("qpv", name, [])
    for line, row in enumerate(rows, 2):
        raw = row.get("code_commune_2026") or row.get("insee_com") or ""
        codes = [part.strip().zfill(5) for part in raw.strip('="').split(";") if part.strip()]
        if not codes or not all(COMMUNE.match(code) for code in codes):
            table.rejects.append((line, f"code commune « {raw} » mal formé"))
            continue
        label = row.get("nom_qp") or row.get("lib_qp") or row["code_qp"]
        table.rows += [{"code": row["code_qp"], "name": label, "commune_id": code} for code in codes]
    return table


def _contours(text: str, name: str) -> Table:
    try:
        features = json.loads(text).get("features")
    except ValueError as error:
        raise NotRecognised(f"le GeoJSON est incomplet ({error}).") from error
    rows = [row for row in features or [] if row.get("properties", {}).get("code") and row.get("geometry")]
    if not rows:
        raise NotRecognised("aucun contour n'y porte de propriété « code ».")
    return Table("contours", name, rows)


READERS: tuple[tuple[set[str], Callable[[list[Row], str], Table]], ...] = (
    ({"code_qp"}, _qpv),
    ({"p_pop"}, _populations),
    ({"COM", "LIBELLE"}, _communes),
    ({"code_commune", "nom", "code_departement"}, _communes),
)
