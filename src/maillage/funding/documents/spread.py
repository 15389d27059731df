"""Where the money goes, as sheets: by commune and by body, which have the same total; XLSX, or one as CSV."""

from datetime import date

from maillage.funding.indicators.spread import Spread
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput, Estimate, Status
from maillage.ui.printing import Column, Sheet, write_csv, write_xlsx

Cells = list[str | int | float | date | None]
UNKNOWN = "non renseigné"
NOTHING = Estimate.absent(Status.MISSING, unit="", source="")
PLACES = (
    Column("Code commune", width=14), Column("Commune", width=36), Column("Population", decimals=0),
    Column("Quartiers prioritaires", decimals=0), Column("Subventions", decimals=0),
    Column("Accordé", "€", decimals=2, width=16), Column("Par habitant", "€", decimals=2),
    Column("Besoin déclaré", decimals=2), Column("Besoin, borne basse", decimals=2),
    Column("Besoin, borne haute", decimals=2), Column("Dépense propre par habitant", "€", decimals=2),
    Column("Potentiel fiscal par habitant", "€", decimals=2), Column("Effort relatif", decimals=5),
    Column("Année de l'effort"),
)  # fmt: skip
BODIES = (
    Column("Organisme", width=44), Column("Subventions", decimals=0),
    Column("Accordé", "€", decimals=2, width=16), Column("Lié à l'autorité qui préside", width=20),
)  # fmt: skip


def render(
    spread: Spread, partnership: Partnership, on: date, file_format: str, table: str, *, links: bool
) -> bytes:
    """The sheets in one format; `links`: with the declared links of bodies. Raises BadInput on another."""
    columns = BODIES if links else BODIES[:-1]
    sheets = {"communes": (PLACES, places(spread)), "organismes": (columns, bodies(spread, links=links))}
    if table not in sheets or file_format not in ("csv", "xlsx"):
        raise BadInput(f"« {table}.{file_format} » n'existe pas : choisissez communes ou organismes, en csv.")
    if file_format == "csv":
        return write_csv(*sheets[table])
    made = [Sheet(name.capitalize(), columns, rows) for name, (columns, rows) in sheets.items()]
    return write_xlsx(made, notes=_notes(spread), title=f"Où va l'argent, {partnership.name}", day=on)


def places(spread: Spread) -> list[Cells]:
    """One row a commune, then the grants that are on none."""
    found: list[Cells] = []
    for line in spread.places:
        need = line.need or NOTHING
        row: Cells = [
            line.code, line.name, line.population, None if line.apart else line.qpv, line.grants,
            float(line.amount), line.per_head, need.value, need.low, need.high,
        ]  # fmt: skip
        own = line.effort
        known: Cells = [float(own.spend), float(own.potential), own.ratio, own.year] if own else []
        missing = None if line.apart else UNKNOWN
        found.append([*row, *(known or [missing] * 4)])
    return found


def bodies(spread: Spread, *, links: bool) -> list[Cells]:
    """One row a body."""
    return [
        [row.name, row.grants, float(row.amount), *(["oui" if row.linked else "non"] if links else [])]
        for row in spread.bodies
    ]


def _notes(spread: Spread) -> list[tuple[str, str]]:
    components = [
        f"{row.name} ({row.year}) : {row.source}" if not row.missing else f"{row.name} : manque"
        for row in spread.need.components
    ]
    return [
        ("Périmètre", f"{spread.units} communes, {spread.place}."), ("Lecture", spread.sentence),
        ("Réserves", " ".join(spread.doubts)), ("Besoin déclaré", " ; ".join(components)),
        ("Totaux", "Les deux feuilles ont le même total."),
    ]  # fmt: skip
