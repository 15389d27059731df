"""Convocations on paper, one page a seat, for people without an address: PDF and DOCX.

Restricted items are counted, not quoted: a letter goes through many hands.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.bodies.models import AgendaItem, Meeting
from maillage.bodies.selectors.calendars import title_of
from maillage.bodies.selectors.convening import Called, local
from maillage.bodies.services.letters import agenda_lines, when
from maillage.bodies.vocabulary import Formation
from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, ListOf, PageBreak, Paragraph, render_docx, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import french_date

WRITERS = {"pdf": render_pdf, "docx": render_docx}


def render(
    meeting: Meeting, called: Sequence[Called], items: Sequence[AgendaItem], on: date, file_format: str
) -> bytes:
    """All these convocations in one file. Raises BadInput on an unknown format."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document(meeting, called, items, on))


def document(meeting: Meeting, called: Sequence[Called], items: Sequence[AgendaItem], on: date) -> Document:
    """The letters, a page each, addressed by the seat."""
    blocks: list[Block] = []
    for n, one in enumerate(called):
        blocks += [PageBreak()] if n else []
        blocks += [*_letter(meeting, one, agenda_lines(meeting, items)), _signed(meeting, on)]
    return Document(
        title="Convocation", subtitle=f"{title_of(meeting)}, {when(local(meeting))}",
        place=meeting.body.partnership.name, date=on, sections=blocks, body=meeting.body.name,
        version="", fictitious=meeting.body.partnership.fictitious,
    )  # fmt: skip


def _letter(meeting: Meeting, one: Called, agenda: Sequence[str]) -> Iterator[Block]:
    if one.person is None:
        return
    yield Heading(f"{one.person.civility} {one.person.name}".strip())
    yield Paragraph(one.capacity)
    yield Paragraph(f"Vous êtes convoqué à la réunion « {title_of(meeting)} ».", lead=True)
    yield ListOf(list(_facts(meeting)))
    yield Heading("Ordre du jour", 2)
    if agenda:
        yield ListOf(
            [line.partition(". ")[2] if line[0].isdigit() else line for line in agenda], ordered=True
        )
    else:
        yield Paragraph("L'ordre du jour est remis aux membres en séance.")
    yield Heading("Votre réponse", 2)
    yield Paragraph(
        "Dites au secrétariat si vous venez, si vous vous faites représenter et par qui, ou pourquoi vous ne"
        " pouvez pas venir."
    )


def _signed(meeting: Meeting, on: date) -> Paragraph:
    return Paragraph(f"Fait le {french_date(on)}, pour la présidence de « {meeting.body.name} ».")


def _facts(meeting: Meeting) -> Iterator[str]:
    yield f"Quand : {when(local(meeting))}"
    yield f"Où : {meeting.location or 'le lieu sera précisé'}"
    yield f"Durée prévue : {meeting.minutes_planned} minutes"
    yield f"Formation : {Formation(meeting.formation).label}"
    if meeting.asked_by_right:
        yield f"Demandée de droit par : {meeting.asked_by_right}"
