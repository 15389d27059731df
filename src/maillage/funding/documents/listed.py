"""The list of requests as a sheet, CSV or XLSX, with the sums of the page."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.selectors.requests import Row, sums
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput
from maillage.ui.downloads import RISKY
from maillage.ui.printing import Column, Sheet, write_xlsx

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
        return _csv(rows)
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


def _csv(rows: Sequence[Row]) -> Iterator[bytes]:
    yield _line([column.head for column in COLUMNS], mark=True)
    for row in rows:
        yield _line(cells(row))
    yield _line(foot(rows))


def _line(values: Sequence[Cell], *, mark: bool = False) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([_text(value) for value in values])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _text(value: Cell) -> str:
    """A cell that a French spreadsheet reads: decimal comma, and never a formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
