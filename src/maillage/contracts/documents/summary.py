"""The public summary on paper, for agents on the ground: promises and whom to call; no cost, no person."""

from collections.abc import Iterator
from datetime import date

from maillage.contracts.documents import lines
from maillage.contracts.documents.lines import Text
from maillage.contracts.rules.summary import Action, actions
from maillage.ui.printing import Document, Heading, ListOf, Paragraph, Table
from maillage.ui.printing.model import Block

BRIEF = 220  # signs of what is done, so that the whole stays short
SHORT = 4  # actions told in full; beyond, each takes a few lines so that all stay within two pages


def render(text: Text, file_format: str, *, day: date, number: int) -> bytes:
    """The summary of a signed version, in one format."""
    return lines.write(document(text, on=day, number=number), file_format)


def document(text: Text, *, on: date, number: int) -> Document:
    """The summary as a document."""
    head = text["contract"]
    return Document(
        title="Ce qui est promis, par qui, et qui appeler", place=lines.place_of(head), date=on,
        subtitle=f"{head['title']}, {head['territory']}", body=head["partnership"],
        version=f"Résumé de la version {number}", fictitious=head["fictitious"],
        sections=list(_sections(text)),
    )  # fmt: skip


def _sections(text: Text) -> Iterator[Block]:
    rows = actions(text)
    if not rows:
        yield Paragraph("Ce contrat n'a pas de fiche-action.")
    for row in rows:
        yield from _action(row) if len(rows) <= SHORT else _brief_action(row)


def _brief_action(row: Action) -> Iterator[Block]:
    """One action in a few lines: for whom and where, who does what, whom to call."""
    yield Paragraph(row.title, lead=True)
    said = [
        f"{one.institution} : {', '.join(part for part in (one.deliverable, one.quantity) if part)}."
        for one in row.promised
    ]
    where = _where(row)
    yield ListOf([*([where] if where else []), *said, f"Qui appeler : {row.call or 'le coordonnateur'}."])


def _action(row: Action) -> Iterator[Block]:
    yield Heading(row.title)
    about = [part for part in (_brief(row.content), _where(row)) if part]
    if about:
        yield Paragraph(" ".join(about))
    if row.promised:
        head = ("Qui", "Fait quoi", "Combien", "Avant le")
        cells = [
            (one.institution, one.deliverable, one.quantity, lines.day(one.due_on)) for one in row.promised
        ]
        yield Table("Promis", head, cells)
    yield Paragraph(f"Qui appeler : {row.call or 'le coordonnateur'}.")


def _brief(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) <= BRIEF:
        return plain
    return f"{plain[:BRIEF].rsplit(' ', 1)[0]}…"


def _where(row: Action) -> str:
    parts = [part for part in (row.public, row.territory, lines.span(row.start, row.end)) if part]
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""
