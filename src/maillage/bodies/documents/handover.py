"""The handover dossier as a PDF: what passes to the successor, the history in one page."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from maillage.bodies.selectors.handover import Dossier
from maillage.bodies.selectors.record import CommitmentLine
from maillage.ui.printing import Document, Heading, ListOf, Note, Paragraph, Table, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import french_date


def render(dossier: Dossier, on: date) -> bytes:
    """The dossier as it stands that day, tagged PDF."""
    return render_pdf(document(dossier, on))


def document(dossier: Dossier, on: date) -> Document:
    """The dossier as a document; people are named: it goes to the successor and the coordinator only."""
    row = dossier.handover
    return Document(
        title="Dossier de passation", place=row.partnership.name, date=on, body=row.institution.name,
        subtitle=f"{row.leaving} quitte ses fonctions le {french_date(row.leaves_on)}",
        version="Réservé au successeur", fictitious=row.partnership.fictitious,
        sections=list(_sections(dossier)),
    )  # fmt: skip


def _sections(dossier: Dossier) -> Iterator[Block]:
    row = dossier.handover
    yield Paragraph(_who_follows(dossier), lead=True)
    if row.note:
        yield Heading("Note de la personne qui part")
        yield from (Paragraph(part.strip()) for part in row.note.split("\n\n") if part.strip())
    else:
        yield Note("La note de passation n'est pas encore écrite.")
    yield from _seats(dossier)
    yield from _commitments("Engagements à reprendre", dossier.commitments)
    yield from _commitments("Engagements de l'institution, sans porteur nommé", dossier.without_carrier)
    yield from _pending(dossier)
    yield from _commitments("Ce que d'autres ont promis à l'institution", dossier.promised)
    yield from _contacts(dossier)
    yield from _lines(dossier)
    yield from _history(dossier)


def _who_follows(dossier: Dossier) -> str:
    row = dossier.handover
    if row.successor is None or row.arrives_on is None:
        return "Aucun successeur n'est encore désigné."
    return f"{row.successor} prend la suite le {french_date(row.arrives_on)}."


def _seats(dossier: Dossier) -> Iterator[Block]:
    yield Heading("Sièges tenus")
    if not dossier.seats:
        yield Paragraph("La personne ne tenait aucun siège au dernier jour.")
        return
    rows = [
        (line.seat.label, line.seat.body.name, line.role.label,
         french_date(line.successor_on) if line.successor_on else "vacant", str(line.vacant))
        for line in dossier.seats
    ]  # fmt: skip
    head = ("Siège", "Instance", "Qualité", "Repris le", "Jours vacants")
    yield Table("Sièges tenus au dernier jour", head, rows, numeric=frozenset({4}))


def _commitments(title: str, lines: Sequence[CommitmentLine]) -> Iterator[Block]:
    if not lines:
        return
    yield Heading(title)
    yield Table(
        f"{title}, par échéance", ("Institution", "S'engage à", "Quantité", "Avant le"),
        [
            (line.row.institution.label, line.row.deliverable, line.row.quantity or "à préciser",
             french_date(line.row.due_on) if line.row.due_on else "à préciser")
            for line in lines
        ],
    )  # fmt: skip


def _pending(dossier: Dossier) -> Iterator[Block]:
    waiting = [
        *(f"Décision à revoir le {french_date(row.review_on)} : {row.text}"
          for row in dossier.reviews if row.review_on),
        *(f"Convocation sans réponse : {row.meeting.body.name}, {_day(row.meeting.starts_at)}"
          for row in dossier.unanswered),
        *(f"Information attendue pour le {french_date(row.expected_on)} : {row.about}"
          for row in dossier.owed),
        *(f"Réunion à venir : {row.body.name}, {_day(row.starts_at)}" for row in dossier.meetings),
    ]  # fmt: skip
    yield Heading("En attente")
    yield ListOf(waiting) if waiting else Paragraph("Rien n'attend de réponse ni de revue.")


def _day(moment: object) -> str:
    return french_date(timezone.localdate(moment))  # type: ignore[arg-type]


def _contacts(dossier: Dossier) -> Iterator[Block]:
    if dossier.contacts:
        yield Heading("Qui appeler, par fonction")
        yield ListOf(
            [
                f"{row.institution.name} : {', '.join(row.titles) or 'fonction non renseignée'}"
                for row in dossier.contacts
            ]
        )
    if dossier.papers:
        yield Heading("Dossiers et pièces")
        yield ListOf(
            [
                f"{row.papers} ({row.meeting.body.name}, {_day(row.meeting.starts_at)})"
                for row in dossier.papers
            ]
        )


def _lines(dossier: Dossier) -> Iterator[Block]:
    if dossier.lines:
        yield Heading("À passer")
        yield Table(
            "Une ligne par chose à passer", ("Quoi", "Passé le"),
            [
                (row.words, french_date(row.passed_on) if row.passed_on else "à passer")
                for row in dossier.lines
            ],
        )  # fmt: skip


def _history(dossier: Dossier) -> Iterator[Block]:
    figures = dossier.figures
    yield Heading("L'histoire en une page")
    yield Paragraph(
        f"Sur douze mois : réunions suivies {figures.attended} sur {figures.convened},"
        f" engagements tenus {figures.kept} sur {figures.closed}."
    )
    if dossier.history:
        yield ListOf([f"{french_date(row.on)} : {row.words}" for row in dossier.history])
