"""Says which official file this is, by its columns, and reads it."""

import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import polars as pl

from maillage.tabular import FileRejected, Table, framed, open_table
from maillage.tabular.unpack import Limits, Unpacker
from maillage.territory.intake.official import bodies, communes, populations
from maillage.territory.intake.official.found import Found, NotRecognised, numbered

LIMIT = 400_000_000  # bytes once unpacked
TITLES = 12  # lines of a sheet among which its column names stand
Reader = Callable[[communes.Lines, str], Found]
READERS: tuple[tuple[frozenset[str], Reader], ...] = tuple(
    (frozenset(columns.split()), reader)
    for columns, reader in (
        ("MOD DATE_EFF TYPECOM_AV COM_AV TYPECOM_AP COM_AP LIBELLE_AV LIBELLE_AP", communes.movements),
        ("code_commune_2018 code_commune_2026 methode", communes.passages),
        ("code_commune nom type code_departement", communes.communes),
        ("code_qp", bodies.qpv),
        ("quartiers_decret code_commune_2026", bodies.zus),
        ("code_epci code_commune", bodies.members),
        ("siren insee", bodies.members),
        ("siren_epci insee", bodies.members),
        ("CODGEO EPCI", bodies.members),
        ("code_epci nom type nb_communes", bodies.epci),
        ("annee code_departement ens_total", populations.of_departments),
        ("TYPECOM COM LIBELLE", communes.communes),
        ("COM LIBELLE DEP", communes.communes),
        ("DEP REG CHEFLIEU LIBELLE", partial(communes.areas, "departments")),
        ("REG CHEFLIEU LIBELLE", partial(communes.areas, "regions")),
        ("code code_region code_chef_lieu nom", partial(communes.areas, "departments")),
        ("code code_chef_lieu nom zone", partial(communes.areas, "regions")),
    )
)
CONTEXT = "c'est une donnée de contexte : importez-la par « maillage data import »"
ELSEWHERE = {
    "code_commune code_ze2020": CONTEXT,
    "code_commune revenu_median_uc_eur": CONTEXT,
    "code_commune taux_logement_social_pct": CONTEXT,
    "code_commune nb_qpv motif": "cette liste est déduite de la loi : « maillage law » la refait",
}
UNUSED = {
    "code_ept code_commune": "établissements publics territoriaux",
    "code_commune_a code_commune_b": "voisinages de communes",
    "ARR DEP CHEFLIEU": "arrondissements",
    "code code_departement code_chef_lieu": "arrondissements",
}
EXPECTED = (
    "Sont compris : les communes du code officiel géographique (TYPECOM, COM, LIBELLE), leurs mouvements "
    "(MOD, DATE_EFF, COM_AV, COM_AP), les départements, les régions, les EPCI et leurs membres, les "
    "populations (p13_pop…), les quartiers prioritaires (code_qp), les ZUS et les contours GeoJSON"
)


def read(path: Path, name: str) -> Found:
    """Recognise and read a file. Raises NotRecognised with what was found and what is expected."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            opened = Path(folder) / "texte"
            opened = Path(folder) / "clair"
            opened.mkdir()
            plain = Unpacker(opened, Limits(name, LIMIT)).plain(path)
            with plain.open("rb") as file:
                if file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
                    return _contours(plain, name)
            return _table(open_table(path, Path(folder), limit=LIMIT, name=name), name)
        except FileRejected as error:
            raise NotRecognised(str(error)) from error
        except OSError as error:
            raise NotRecognised(f"le fichier ne se lit pas ({error}).") from error


def _table(table: Table, name: str) -> Found:
    if table.kind == "workbook":
        return _workbook(table, name)
    reader = _reader(set(table.columns))
    if isinstance(reader, str):
        return Found("unused", name, note=reader)
    return reader(numbered(_rows(table.lazy())), name).sound()


def _rows(frame: pl.LazyFrame) -> list[dict[str, Any]]:
    try:
        return frame.collect().to_dicts()
    except pl.exceptions.PolarsError as error:
        why = str(error).splitlines()[0][:120]
        raise NotRecognised(f"ce n'est pas une table régulière ({why}).") from error


def _workbook(table: Table, name: str) -> Found:
    """The first sheet whose column names are known, wherever they stand in its first lines."""
    for _sheet, rows in table.raw_sheets(table.sheets):
        for line, cells in enumerate(rows[:TITLES]):
            try:
                reader = _reader({str(cell).strip() for cell in cells})
            except NotRecognised:
                continue
            if not isinstance(reader, str):
                frame = framed(rows[line:]).with_columns(pl.col("ligne") + line)
                return reader(numbered(frame.to_dicts()), name).sound()
    return _unknown(set(table.columns))


def _reader(columns: set[str]) -> Reader | str:
    """What reads these columns, or why nothing of them is kept. Raises NotRecognised."""
    for needed, why in ELSEWHERE.items():
        if columns.issuperset(needed.split()):
            raise NotRecognised(f"{why}.")
    for needed, what in UNUSED.items():
        if columns.issuperset(needed.split()):
            return f"rien n'est gardé : Maillage ne se sert pas des {what}"
    for known, reader in READERS:
        if known <= columns:
            return reader
    if any(populations.year_of(column) for column in columns):
        return populations.of_communes
    return _unknown(columns)


def _unknown(columns: set[str]) -> NoReturn:
    raise NotRecognised(f"colonnes non reconnues ({', '.join(sorted(columns)[:6])}…). {EXPECTED}.")


def _contours(path: Path, name: str) -> Found:
    try:
        features = json.loads(path.read_text("utf-8-sig")).get("features")
    except (ValueError, UnicodeDecodeError) as error:
        raise NotRecognised(f"le GeoJSON est incomplet ({error}).") from error
    rows = [_coded(row) for row in features or [] if isinstance(row, dict) and row.get("geometry")]
    if not rows or not all(row["properties"]["code"] for row in rows):
        raise NotRecognised("un contour n'y porte pas de propriété « code ».")
    return Found("contours", name, rows)


def _coded(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties") or {}
    code = properties.get("code") or properties.get("code_qp")
    return feature | {"properties": properties | {"code": code}}
