"""The sheet to sign at a meeting: who is awaited, a box for each, lines for the others, the check-in code."""

from collections.abc import Iterator, Sequence

from maillage.bodies.models import Meeting
from maillage.bodies.selectors import presence, zone
from maillage.bodies.selectors.minutes import hour
from maillage.bodies.selectors.presence import SeatLine
from maillage.bodies.vocabulary import Formation, Voice
from maillage.kernel import BadInput
from maillage.territory import selectors as territory
from maillage.ui.printing import Document, Paragraph, Portrait, Table, render_docx, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.qr import qr_svg
from maillage.ui.typography import french_date, of_place

WRITERS = {"pdf": render_pdf, "docx": render_docx}
UNEXPECTED = 3  # lines for people who were not awaited
BREAK = "\u200b"  # where a long address may be cut


def render(meeting: Meeting, address: str, file_format: str) -> bytes:
    """The sheet in one format; `address` opens the check-in page. Raises BadInput on an unknown format."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document(meeting, address))


def document(meeting: Meeting, address: str) -> Document:
    """The sheet as a document; its date is the day of the meeting."""
    body, clock = meeting.body, zone.clock(meeting=meeting)
    facts = territory.facts(body.partnership.place)
    return Document(
        title="Feuille de présence",
        place=f"Ville {of_place(facts.name)}" if facts else body.partnership.name,
        date=clock.day, subtitle=_subtitle(meeting), body=body.name, version="À signer en séance",
        fictitious=body.partnership.fictitious,
        sections=list(_sections(presence.presence(meeting=meeting).shown, meeting, address)),
    )  # fmt: skip


def _subtitle(meeting: Meeting) -> str:
    clock = zone.clock(meeting=meeting)
    formation = Formation(meeting.formation).label
    parts = [f"{formation[:1].upper()}{formation[1:]} du {french_date(clock.day)}", hour(clock.start),
             meeting.location]  # fmt: skip
    return ", ".join(part for part in parts if part)


def _sections(shown: Sequence[SeatLine], meeting: Meeting, address: str) -> Iterator[Block]:
    quorum = meeting.body.quorum
    if quorum:
        yield Paragraph(f"Quorum : {quorum} membres à voix délibérative.")
    yield Table(
        f"Personnes attendues ({len(shown)})", ("Institution", "Personne", "En qualité de", "Signature"),
        [_row(line) for line in shown], to_sign=True,
    )  # fmt: skip
    yield Table(
        "Personnes non attendues", ("Institution", "Nom", "Fonction", "Signature"),
        [("", "", "", "")] * UNEXPECTED, to_sign=True,
    )  # fmt: skip
    yield Portrait(
        "Émarger par téléphone", _words(meeting, address), qr_svg(address, "Code de la page d'émargement"),
        f"Code à lire avec un téléphone : il ouvre l'adresse {address}", level=1,
    )  # fmt: skip


def _row(line: SeatLine) -> tuple[str, str, str, str]:
    voice = " (voix consultative)" if line.seat.voice == Voice.ADVISORY.value else ""
    stands_in = line.convocation.represented_by if line.convocation else ""
    person = f"{line.expected}, représenté par {stands_in}" if stands_in else line.expected
    return line.seat.institution.name, person, f"{line.capacity}{voice}", ""


def _words(meeting: Meeting, address: str) -> str:
    clock = zone.clock(meeting=meeting)
    shown = address.replace("/", f"/{BREAK}").replace(".", f".{BREAK}")
    return (
        "Lisez ce code avec un téléphone, choisissez votre institution, puis votre siège. Il répond le jour"
        f" de la réunion, de trente minutes avant son début à trois heures après {hour(clock.planned_end)}."
        f" Sans lecteur de code, l'adresse est : {shown}"
    )
