"""The documents of money, drawn from their records: one paper of a request by its name."""

from datetime import date

from maillage.funding.documents import papers, report, request
from maillage.funding.models import GrantRequest
from maillage.kernel import BadInput
from maillage.ui.printing import render_docx, render_pdf

WRITERS = {"pdf": render_pdf, "docx": render_docx}
PAPERS = {
    "demande": request.document, "notification": papers.notice, "convention": papers.convention,
    "compte-rendu-financier": report.document, "non-realisation": papers.not_done,
}  # fmt: skip


def render(row: GrantRequest, name: str, on: date, file_format: str) -> bytes:
    """One paper in one format. Raises BadInput on an unknown one, or when it has no object yet."""
    if name not in PAPERS or file_format not in WRITERS:
        raise BadInput(f"« {name}.{file_format} » n'est pas un document d'une demande.")
    return WRITERS[file_format](PAPERS[name](row, on))
