"""The documents of a diagnosis, all drawn from one frozen version: PDF, DOCX, ODT, HTML, XLSX, ODS."""

from maillage.diagnosis.documents.outline import document
from maillage.diagnosis.documents.page import render_html
from maillage.diagnosis.documents.sheets import workbook
from maillage.diagnosis.models import Snapshot
from maillage.kernel import BadInput
from maillage.ui.printing import render_docx, render_odt, render_pdf, write_ods, write_xlsx

WRITERS = {"pdf": render_pdf, "docx": render_docx, "odt": render_odt, "html": render_html}
EDITABLE = ("docx", "odt")
SHEETS = {"xlsx": write_xlsx, "ods": write_ods}


def render(snapshot: Snapshot, file_format: str) -> bytes:
    """One frozen version in one format; the same version gives the same words. Raises BadInput on an
    unknown format.
    """
    if file_format in WRITERS:
        return WRITERS[file_format](document(snapshot, editable=file_format in EDITABLE))
    if file_format not in SHEETS:
        raise BadInput(
            f"Le format « {file_format} » n'existe pas : choisissez {', '.join([*WRITERS, *SHEETS])}."
        )
    sheets, notes, title = workbook(snapshot)
    return SHEETS[file_format](sheets, notes=notes, title=title, day=snapshot.computed_on)
