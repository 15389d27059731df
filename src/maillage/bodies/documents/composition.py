"""The arrêté that fixes a composition, drafted from the seats and the law of a day: PDF, DOCX, ODT.

A draft for the town hall: what is not sure, or must be filled in by hand, says so in the text.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage import law
from maillage.bodies.models import Body, Seat
from maillage.bodies.rules.composition import Conformity, Gap
from maillage.bodies.selectors import bodies, seats
from maillage.bodies.vocabulary import BodyKind, SeatRole, Verdict, Voice
from maillage.institutions.vocabulary import College
from maillage.kernel import BadInput
from maillage.law import CouncilLaw
from maillage.territory import selectors as territory
from maillage.ui import typography
from maillage.ui.printing import (
    Document,
    Heading,
    ListOf,
    Note,
    Paragraph,
    Table,
    render_docx,
    render_odt,
    render_pdf,
)
from maillage.ui.printing.model import Block

WRITERS = {"pdf": render_pdf, "docx": render_docx, "odt": render_odt}
CONFIRM, FILL = "(à confirmer)", "(à compléter)"
AUTHORITY = {BodyKind.CISPD: "Le président"}
CHAIR = {BodyKind.CISPD: "par le président de l'établissement public ou son représentant"}


def render(body: Body, on: date, file_format: str) -> bytes:
    """The draft in one format. Raises BadInput on an unknown format, or for a body without seats."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document(body, on))


def document(body: Body, on: date) -> Document:
    """The draft on the seats of that day. Raises BadInput for a body without seats."""
    seated = bodies.seats_on(body=body, on=on)
    if not seated:
        raise BadInput("Cette instance n'a aucun siège ce jour-là : composez-la avant de rédiger l'arrêté.")
    kind = body.kind_term.label.split(" (")[0]
    return Document(
        title=f"Arrêté portant composition du {kind[:1].lower()}{kind[1:]}", place=_head(body), date=on,
        sections=list(_sections(body, on, seated)), subtitle=body.name, body="Arrêté", version="Projet",
        fictitious=body.partnership.fictitious,
    )  # fmt: skip


def _head(body: Body) -> str:
    """Who signs, as the head of the paper says it."""
    name = _place(body)
    return name if body.kind == BodyKind.CISPD else f"Ville {typography.of_place(name)}"


def _place(body: Body) -> str:
    facts = territory.facts(body.partnership.place)
    return facts.name if facts else body.partnership.name


def _sections(body: Body, on: date, seated: Sequence[Seat]) -> Iterator[Block]:
    book = law.council(body.kind, on)
    yield Paragraph(
        f"{AUTHORITY.get(body.kind_term, 'Le maire')} {typography.of_place(_place(body))},", lead=True
    )
    yield from (Paragraph(f"Vu {text} ;") for text in _visas(book, seated))
    yield Paragraph("Arrête :", lead=True)
    yield from _members(book, seated)
    yield from _working(body, on, seated)
    yield from _ending(body, 4 if any(seat.core for seat in seated) else 3)
    yield from _before_signing(book, seats.conformity(body=body, on=on))


def _visas(book: CouncilLaw, seated: Sequence[Seat]) -> Iterator[str]:
    for visa in book.visas:
        yield visa.text if visa.sure else f"{visa.text} {CONFIRM}"
    keys = {seat.member_key for seat in seated}
    if "services_etat" in keys:
        yield f"les désignations faites par le préfet le {FILL}"
    if keys & {"associations", "professions"}:
        yield f"l'accord des responsables des organismes dont relèvent leurs représentants, le {FILL}"


def _members(book: CouncilLaw, seated: Sequence[Seat]) -> Iterator[Block]:
    yield Heading("Article 1er. Membres")
    unsure = "" if book.sure else f" Liste des membres de droit : texte en vigueur {CONFIRM}."
    yield Paragraph(f"Le conseil comprend {len(seated)} membres.{unsure}")
    for title, rows in _groups(book, seated):
        yield Table(
            f"{title} ({len(rows)})", ("Siège", "Institution", "Titulaire", "Suppléant"),
            [_row(seat) for seat in rows],
        )  # fmt: skip


def _groups(book: CouncilLaw, seated: Sequence[Seat]) -> Iterator[tuple[str, list[Seat]]]:
    """By the colleges of the text where it has some; else by those of the house."""
    titles = {kind: side.label for side in book.sides for kind in (*side.kinds, *side.maybe)}
    found: dict[str, list[Seat]] = {}
    for seat in seated:
        institution = seat.institution
        title = titles.get(institution.kind) or College(institution.college).label
        found.setdefault(title[:1].upper() + title[1:], []).append(seat)
    yield from found.items()


def _row(seat: Seat) -> tuple[str, ...]:
    voice = f" ({seat.voice_term.label})" if seat.voice == Voice.ADVISORY else ""
    return (
        f"{seat.label}{voice}", seat.institution.name, _people(seat, SeatRole.HOLDER) or FILL,
        _people(seat, SeatRole.DEPUTY),
    )  # fmt: skip


def _people(seat: Seat, role: SeatRole) -> str:
    sitting = vars(seat)["sitting"]
    return ", ".join(
        f"{row.person.civility} {row.person.name}".strip() for row in sitting if row.role == role
    )  # fmt: skip


def _working(body: Body, on: date, seated: Sequence[Seat]) -> Iterator[Block]:
    yield Heading("Article 2. Présidence et réunions")
    yield Paragraph(
        f"Le conseil est présidé {CHAIR.get(body.kind_term, 'par le maire ou son représentant')}."
    )
    asked = law.meetings(body.kind, on)
    if asked.minimum:
        times = "une fois" if asked.minimum == 1 else f"{asked.minimum} fois"
        right = f" ou, de droit, à la demande {asked.by_right}" if asked.by_right else ""
        yield Paragraph(
            "Il se réunit en formation plénière, à l'initiative de son président, au moins"
            f" {times} par an{right}."
        )
    unit = "jours ouvrés" if body.notice_working else "jours"
    quorum = f" Le quorum est de {body.quorum} membres." if body.quorum else ""
    yield Paragraph(
        f"Les convocations partent {body.notice_days} {unit} au moins avant la séance, selon le règlement"
        f" intérieur.{quorum}"
    )
    yield from _core(seated)


def _core(seated: Sequence[Seat]) -> Iterator[Block]:
    core = [seat for seat in seated if seat.core]
    if core:
        yield Heading("Article 3. Formation restreinte")
        yield Paragraph("La formation restreinte se réunit en tant que de besoin. En sont membres :")
        yield ListOf([f"{seat.label}, {seat.institution.name}" for seat in core])


def _ending(body: Body, number: int) -> Iterator[Block]:
    yield Heading(f"Article {number}. Exécution")
    yield Paragraph(
        f"Le présent arrêté abroge l'arrêté antérieur du {FILL}. Il est notifié à chacun des membres, publié"
        " et transmis au représentant de l'État."
    )
    yield Paragraph(f"Fait à {FILL}, le {FILL}")
    yield Paragraph(f"{AUTHORITY.get(body.kind_term, 'Le maire')},", lead=True)


def _before_signing(book: CouncilLaw, found: Conformity | None) -> Iterator[Block]:
    if found is None or found.verdict is Verdict.CONFORM:
        return
    yield Heading("À relire avant signature, puis à retirer")
    yield Note(f"Composition au {typography.french_date(book.day)} : {found.verdict.label}.", found.sentence)
    gaps: tuple[Gap, ...] = (*found.missing, *found.excess, *found.unsure)
    if gaps:
        yield ListOf([f"{gap.label} : {gap.reason}. {gap.article}." for gap in gaps])
