"""Two texts of a contract compared, on paper: what was added, withdrawn, changed."""

from collections.abc import Sequence
from datetime import date

from maillage.contracts.documents import lines
from maillage.contracts.documents.lines import Text
from maillage.contracts.rules.comparison import Change
from maillage.ui.printing import Document, Heading, Paragraph, Table, render_pdf
from maillage.ui.printing.model import Block

NOTHING = "rien"
LONG = 240  # signs beyond which before and after are read one under the other


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
    short = [row for row in changes if max(len(row.before), len(row.after)) <= LONG]
    found: list[Block] = []
    if short:
        cells = [(row.where, _what(row), row.before or NOTHING, row.after or NOTHING) for row in short]
        count = "Une modification" if len(short) == 1 else f"{len(short)} modifications"
        found.append(Table(count, ("Où", "Quoi", "Avant", "Après"), cells))
    for row in changes:
        if row not in short:
            found += [
                Heading(f"{row.where} : {_what(row)}", 2),
                Paragraph(f"Avant : {row.before or NOTHING}"), Paragraph(f"Après : {row.after or NOTHING}"),
            ]  # fmt: skip
    return found


def _what(row: Change) -> str:
    return f"{row.field}, {row.kind.label}"
