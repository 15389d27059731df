"""The same cells written as each official edition would write them. Figures are ours; codes are real."""

import gzip
import io
import zipfile
from dataclasses import dataclass

import polars as pl
import xlsxwriter

UNITS = {
    "Vols avec armes": "Infraction", "Vols de véhicule": "Véhicule", "Cambriolages de logement": "Infraction",
    "Violences sexuelles": "Victime", "Usage de stupéfiants": "Mis en cause",
    "Coups et blessures volontaires": "Victime",
    "Escroqueries et fraudes aux moyens de paiement": "Victime",
}  # fmt: skip
OLD_NAMES = {"Vols de véhicule": "Vols de véhicules",
             "Escroqueries et fraudes aux moyens de paiement": "Escroqueries"}  # fmt: skip
KEYS = {"commune": "CODGEO_2025", "department": "Code_departement", "region": "Code_region"}


@dataclass(frozen=True)
class Cell:
    """One official cell; `count` None means withheld, `mean` is then what the source gives instead."""

    code: str
    year: int
    indicator: str
    count: int | None
    people: int = 40_000
    homes: int = 20_000
    mean: tuple[float, float] = (1.5, 0.0375)

    @property
    def rate(self) -> float | None:
        base = self.homes if self.indicator == "Cambriolages de logement" else self.people
        return None if self.count is None else 1000 * self.count / base


def cells(codes=("44143", "44109", "01001"), years=range(2016, 2025), indicators=tuple(UNITS)):
    """Published, zero and withheld cells, all of them different."""
    return [
        Cell(
            code, year, name, None if (number := 7 * i + 3 * j + year) % 4 == 0 else number % 4 - 1 and number
        )
        for i, code in enumerate(codes)
        for j, name in enumerate(indicators)
        for year in years
    ]


def _schema(level, key, older):
    """Names of the columns of a schema, and how a cell fills them."""
    commune = level == "commune"
    codes = {
        "commune": [key],
        "department": [KEYS["department"], KEYS["region"]],
        "region": [KEYS["region"]],
    }[level]
    if older:
        codes = [name.replace("_departement", ".département").replace("_region", ".région") for name in codes]
        return [
            *codes,
            "annee",
            "classe",
            "unité.de.compte",
            *(["valeur.publiée"] * commune),
            "faits",
            "tauxpourmille",
            *(["complementinfoval", "complementinfotaux"] * commune),
            "POP",
            "millPOP",
            "LOG",
            "millLOG",
        ]
    return [
        *codes,
        "annee",
        "indicateur",
        "unite_de_compte",
        "nombre",
        "taux_pour_mille",
        *(["est_diffuse"] * commune),
        "insee_pop",
        "insee_pop_millesime",
        "insee_log",
        "insee_log_millesime",
        *(["complement_info_nombre", "complement_info_taux"] * commune),
    ]


def new(rows, level="commune", key="CODGEO_2025"):
    """Columns and rows of the schema of 2025, as values (None for NA)."""
    commune, found = level == "commune", []
    for row in rows:
        codes = [row.code, *(["52"] if level == "department" else [])]
        shown = ["ndiff" if row.count is None else "diff"] * commune
        means = [*(row.mean if row.count is None else (None, None))] * commune
        found.append(
            [
                *codes,
                row.year,
                row.indicator,
                UNITS[row.indicator],
                row.count,
                row.rate,
                *shown,
                row.people,
                2023,
                row.homes,
                2022,
                *means,
            ]
        )
    return _schema(level, key, False), found


def old(rows, level="commune", key="CODGEO_2023"):
    """Columns and rows of the schema of 2022 to 2024: two-digit years, other names, exponents."""
    commune, found = level == "commune", []
    for row in rows:
        codes = [row.code, *(["52"] if level == "department" else [])]
        name, unit = OLD_NAMES.get(row.indicator, row.indicator), UNITS[row.indicator]
        shown = ["ndiff" if row.count is None else "diff"] * commune
        means = [*(row.mean if row.count is None else (None, None))] * commune
        rate = None if row.rate is None else f"{row.rate:.14e}".replace(".", ",")
        found.append(
            [
                *codes,
                row.year - 2000,
                name,
                unit if unit == "Mis en cause" else unit.lower(),
                *shown,
                row.count,
                rate,
                *means,
                row.people,
                21,
                float(row.homes),
                19,
            ]
        )
    return _schema(level, key, True), found


def csv(
    table, *, separator=";", end="\n", quoted=True, bare_na=False, point=False, na="NA", encoding="utf-8-sig"
):
    """A table as bytes: every cell quoted unless told, decimal comma unless `point`."""
    columns, rows = table

    def cell(value):
        if value is None:
            return f'"{na}"' if quoted and not bare_na else na
        text = repr(value) if isinstance(value, float) else str(value)
        text = text if point else text.replace(".", ",") if isinstance(value, float) else text
        return f'"{text}"' if quoted else text

    lines = [separator.join(cell(value) for value in row) for row in [list(columns), *rows]]
    return (end.join(lines) + end).encode(encoding)


def shuffled(table, order):
    columns, rows = table
    places = [order(index) for index in range(len(columns))]
    return [columns[place] for place in places], [[row[place] for place in places] for row in rows]


def frame(table):
    columns, rows = table
    return pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)


def parquet(data: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    data.write_parquet(buffer)
    return buffer.getvalue()


def xlsx(table) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("base")
        for index, row in enumerate([list(table[0]), *table[1]]):
            for column, value in enumerate(row):
                sheet.write(index, column, "NA" if value is None else value)
    return buffer.getvalue()


def zipped(content: bytes, name="dossier/base.csv") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def packed(content: bytes) -> bytes:
    return gzip.compress(content)
