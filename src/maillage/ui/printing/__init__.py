"""Documents and sheets: one neutral model, written as tagged PDF, DOCX, ODT, XLSX and ODS."""

from maillage.ui.printing.docx import render_docx
from maillage.ui.printing.model import (
    Document,
    Figure,
    Finding,
    Heading,
    ListOf,
    Note,
    PageBreak,
    Paragraph,
    Portrait,
    Ruling,
    Table,
)
from maillage.ui.printing.odt import render_odt
from maillage.ui.printing.pdf import render_pdf
from maillage.ui.printing.separated import csv_lines, write_csv
from maillage.ui.printing.sheets import Column, Sheet, write_ods, write_xlsx

__all__ = [
    "Column", "Document", "Figure", "Finding", "Heading", "ListOf", "Note", "PageBreak", "Paragraph",
    "Portrait", "Ruling", "Sheet", "Table", "csv_lines", "render_docx", "render_odt", "render_pdf",
    "write_csv", "write_ods", "write_xlsx",
]  # fmt: skip
