"""The table of sheets as a file, CSV or XLSX, written line by line: many sheets take little memory."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from maillage.contracts.models import Contract
from maillage.contracts.selectors.table import Line
from maillage.kernel import BadInput
from maillage.ui.printing import Column, write_csv

COLUMNS = (
    Column("Numéro", width=9),
    Column("Titre", width=60),
    Column("Thème", width=36),
    Column("Famille de prévention", width=30),
    Column("État", width=16),
    Column("En retard", width=10),
    Column("Pilote", width=36),
    Column("Suppléance", width=30),
    Column("Public", width=40),
    Column("Lieu", width=30),
    Column("Quartier prioritaire", width=18),
    Column("Début", width=12),
    Column("Fin", width=12),
    Column("Partenaires", width=12),
    Column("Engagements", width=13),
    Column("Engagements confirmés", width=22),
    Column("Coût chiffré", "euros", width=16),
    Column("Lignes à chiffrer", width=16),
    Column("Existait avant", width=14),
    Column("Action commune", width=16),
    Column("Ce qui bloque", width=40),
    Column("Ce qui lèverait le blocage", width=40),
)
NOTES = (
    ("Contenu", "Les fiches du contrat telles qu'elles étaient à la date de l'export, sans nom de personne."),
    ("En retard", "Une étape non atteinte, une fin dépassée ou un engagement échu, à cette date."),
    ("Coût chiffré", "La somme des lignes qui ont un montant. Les autres sont comptées « à chiffrer »."),
    ("Cellule vide", "Ce n'est pas écrit sur la fiche : une cellule vide n'est jamais un zéro."),
)
Value = str | int | date | Decimal | None


def render(lines: Iterable[Line], contract: Contract, on: date, file_format: str) -> IO[bytes]:
    """A file, at its start, to be sent piece by piece. Raises BadInput on an unknown format."""
    if file_format == "csv":
        return io.BytesIO(write_csv(COLUMNS, map(cells, lines)))
    if file_format != "xlsx":
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez csv ou xlsx.")
    return _xlsx(lines, contract, on)


def cells(line: Line) -> tuple[Value, ...]:
    """One sheet as a row."""
    return (
        line.number, line.title, line.theme.label, line.family.label, line.state.label, _said(line.late),
        line.pilot, line.deputy, line.public, line.territory, _said(line.priority_area), line.start, line.end,
        line.partners, line.pledges, line.confirmed, line.cost, line.to_price, _said(line.existed_before),
        _said(line.common), line.blocking, line.would_lift,
    )  # fmt: skip


def _said(value: bool | None) -> str:
    return "" if value is None else "oui" if value else "non"


def _xlsx(lines: Iterable[Line], contract: Contract, on: date) -> IO[bytes]:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"Fiches-actions, {contract.title}", "created": on})
        _notes(book, contract, on)
        page = book.add_worksheet("Fiches-actions")
        _head(book, page)
        formats = {date: book.add_format({"num_format": "dd/mm/yyyy"}),
                   Decimal: book.add_format({"num_format": "# ##0.00"})}  # fmt: skip
        for number, line in enumerate(lines, start=1):
            for place, value in enumerate(cells(line)):
                _write(page, number, place, value, formats)
    out.seek(0)
    return out


def _notes(book: Any, contract: Contract, on: date) -> None:
    page = book.add_worksheet("Lisez-moi")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    fictitious = (("Données fictives", "Tout ici est inventé."),) if contract.partnership.fictitious else ()
    page.write_string(0, 0, f"Fiches-actions, {contract.title}, au {on:%d/%m/%Y}", bold)
    for number, (subject, text) in enumerate((*fictitious, *NOTES), start=2):
        page.write_string(number, 0, subject, bold)
        page.write_string(number, 1, text)


def _head(book: Any, page: Any) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    page.set_landscape()
    for place, column in enumerate(COLUMNS):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.head, bold)


def _write(page: Any, number: int, place: int, value: Value, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(number, place, value, formats[date])
    elif isinstance(value, Decimal):
        page.write_number(number, place, value, formats[Decimal])
    elif isinstance(value, int):
        page.write_number(number, place, value)
    else:
        page.write_string(number, place, value)
