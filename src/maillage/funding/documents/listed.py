"""The list of requests as a sheet, CSV or XLSX, with the sums of the page."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.selectors.requests import Row, sums
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput
from maillage.ui.printing import Column, Sheet, csv_lines, write_xlsx

COLUMNS = (
    Column("Numéro", width=10), Column("Année", decimals=0, width=8), Column("Organisme", width=36),
    Column("Action", width=44), Column("Fonds", width=24), Column("Appel", width=30),
    Column("État", width=18),
    Column("Déposée le", width=12), Column("Demandé", "€", decimals=2), Column("Accordé", "€", decimals=2),
    Column("Versé", "€", decimals=2), Column("Rendu", "€", decimals=2),
)  # fmt: skip
FOOT = "Somme de la liste, sans les demandes retirées"
NOTES = [
    ("Contenu", "Les demandes telles que la page les montre, au jour de l'export."),
    ("Somme", "La dernière ligne additionne la liste ; une demande retirée y compte pour rien."),
]
Cell = str | int | Decimal | date | None


def render(rows: Sequence[Row], partnership: Partnership, on: date, file_format: str) -> Iterator[bytes]:
    """The sheet, piece by piece. Raises BadInput on an unknown format."""
    if file_format == "csv":
        return csv_lines(COLUMNS, (*map(cells, rows), foot(rows)))
    if file_format != "xlsx":
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez csv ou xlsx.")
    table = [tuple(_number(cell) for cell in row) for row in (*map(cells, rows), foot(rows))]
    title = f"Demandes de subvention, {partnership.name}"
    return iter([write_xlsx([Sheet("Demandes", COLUMNS, table)], notes=NOTES, title=title, day=on)])


def cells(row: Row) -> tuple[Cell, ...]:
    """One request as a line."""
    one = row.request
    return (
        one.number, one.year, one.applicant.name, one.title, one.fund.name,
        one.call.title if one.call else "",
        one.state_term.label, one.filed_on, row.asked, row.granted, row.paid, row.recovered,
    )  # fmt: skip


def foot(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """The sums, under the list."""
    found = sums(rows)
    return (None, None, FOOT, "", "", "", "", None, found.asked, found.granted, found.paid, found.recovered)


def _number(cell: Cell) -> str | int | float | date | None:
    """A spreadsheet holds numbers as floats: to the cent they are exact up to the sums we store."""
    return float(cell) if isinstance(cell, Decimal) else cell
