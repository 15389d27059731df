"""Files to download: a document, or a table as CSV for a French spreadsheet (semicolons, UTF-8 with its mark,
no cell that acts as a formula).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "json": "application/json",
}
RISKY = ("=", "+", "-", "@", "\t", "\r")


def file_answer(name: str, content: bytes) -> HttpResponse:
    """A document to download; its type is that of its ending."""
    return HttpResponse(
        content,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to download, one line per row under its head."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file_answer(name, out.getvalue().encode("utf-8-sig"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
