"""The file that a holder fills in: expected columns and categories, and a sheet for the method note."""

import csv
import io
from datetime import date

import xlsxwriter

from maillage.diagnosis.intake.series import HEADER
from maillage.diagnosis.models import SourceRequest
from maillage.kernel import BadInput

QUESTIONS = (
    "Ce qui est compté, et ce qui ne l'est pas",
    "Qui relève, et depuis quand",
    "Ce qui a changé pendant la période (outil, consigne, périmètre)",
    "Ce qui manque, et pourquoi",
)
DELIMITER, MARK = ";", "\ufeff"  # what the usual spreadsheets of a French office expect
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def render(request: SourceRequest, file_format: str, day: date) -> bytes:
    """CSV or XLSX. Raises BadInput on an unknown format."""
    if file_format == "csv":
        return _csv(request, day)
    if file_format == "xlsx":
        return _xlsx(request, day)
    raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez csv ou xlsx.")


def _rows(request: SourceRequest, day: date) -> list[tuple[str, ...]]:
    """One line by expected category, the year to be changed."""
    return [(str(day.year - 1), "", safe(name), "", "") for name in request.categories]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _csv(request: SourceRequest, day: date) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=DELIMITER)
    writer.writerow(HEADER)
    writer.writerows(_rows(request, day))
    return (MARK + out.getvalue()).encode("utf-8")


def _xlsx(request: SourceRequest, day: date) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Données")
        sheet.set_column(0, 0, 14, text)
        sheet.set_column(1, 2, 34)
        sheet.set_column(3, 4, 16)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADER, bold)
        for rank, row in enumerate(_rows(request, day), start=1):
            sheet.write_row(rank, 0, row)
        note = book.add_worksheet("Note de méthode")
        note.set_column(0, 0, 44, wrap)
        note.set_column(1, 1, 70, wrap)
        note.write_row(0, 0, ("Question", "Votre réponse"), bold)
        for rank, question in enumerate(QUESTIONS, start=1):
            note.write(rank, 0, question, wrap)
        _help(book, request, bold, wrap)
        book.set_properties({"title": f"Données demandées : {request.source}"})
    return out.getvalue()


def _help(book: xlsxwriter.Workbook, request: SourceRequest, bold: object, wrap: object) -> None:
    sheet = book.add_worksheet("Lisez-moi")
    sheet.set_column(0, 0, 26, wrap)
    sheet.set_column(1, 1, 90, wrap)
    due = f"{request.due_on:%d/%m/%Y}" if request.due_on else ""
    words = (
        ("Demandé par", request.diagnosis.partnership.name), ("Données", request.source),
        ("Question", request.question), ("Période", request.period), ("Avant le", due),
        ("Période, dans le tableau", "2024 pour une année, 2024-T1 pour un trimestre, 2024-03 pour un mois."),
        ("Lieu", "Un établissement, un quartier, une ligne. Ni adresse, ni nom de personne."),
        ("Effectif", "Un nombre entier. Zéro s'écrit 0 ; ce qui n'est pas connu ne s'écrit pas."),
        ("Population concernée", "Facultative : combien d'élèves, de logements, de voyageurs dans ce lieu."),
    )  # fmt: skip
    sheet.write_row(0, 0, ("À lire", ""), bold)
    for rank, row in enumerate(words, start=1):
        sheet.write_row(rank, 0, row)
