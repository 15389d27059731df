"""Two texts of a contract compared, on paper: what was added, withdrawn, changed."""

from collections.abc import Sequence
from datetime import date

from maillage.contracts.documents import lines
from maillage.contracts.documents.lines import Text
from maillage.contracts.rules.comparison import Change
from maillage.ui.printing import Document, Paragraph, Table, render_pdf
from maillage.ui.printing.model import Block


def render(head: Text, changes: Sequence[Change], before: str, after: str, day: date) -> bytes:
    """The comparison as PDF."""
    return render_pdf(document(head, changes, before, after, on=day))


def document(head: Text, changes: Sequence[Change], before: str, after: str, *, on: date) -> Document:
    """The comparison as a document."""
    return Document(
        title="Ce qui change", place=lines.place_of(head), date=on,
        subtitle=f"{head['title']} : {before}, puis {after}", body=head["partnership"], version="Comparaison",
        fictitious=head["fictitious"], sections=_sections(changes),
    )  # fmt: skip


def _sections(changes: Sequence[Change]) -> list[Block]:
    if not changes:
        return [Paragraph("Ces deux textes disent la même chose.")]
    rows = [
        (row.where, f"{row.field}, {row.kind.label}", row.before or "rien", row.after or "rien")
        for row in changes
    ]
    count = "Une modification" if len(rows) == 1 else f"{len(rows)} modifications"
    return [Table(count, ("Où", "Quoi", "Avant", "Après"), rows)]
