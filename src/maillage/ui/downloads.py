"""Files to download: a document, or a table as CSV for a French spreadsheet."""

from collections.abc import Iterable, Sequence

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


def file_answer(name: str, content: bytes) -> HttpResponse:
    """A document to download; its type is that of its ending."""
    return HttpResponse(
        content,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to download, one line per row under its head."""
    from maillage.ui.printing import write_csv  # with the writers of documents: not before one is asked for

    return file_answer(name, write_csv(head, rows))
