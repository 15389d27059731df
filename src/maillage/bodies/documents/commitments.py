"""Commitments as a sheet, CSV or XLSX: institutions only, no person, nothing restricted quoted."""

from collections.abc import Sequence
from datetime import date

from maillage.bodies.selectors.record import CommitmentLine
from maillage.institutions.models import Partnership
from maillage.kernel import BadInput
from maillage.ui.printing import Column, Sheet, write_csv, write_xlsx

Cells = tuple[str | int | float | date | None, ...]
COLUMNS = (
    Column("Numéro", width=10),
    Column("Institution", width=36),
    Column("S'engage à", width=60),
    Column("Quantité ou rythme", width=28),
    Column("Envers", width=30),
    Column("Pris le", width=12),
    Column("Avant le", width=12),
    Column("État", width=18),
    Column("Terminé le", width=12),
    Column("Retard", "jours", decimals=0, width=10),
    Column("À préciser", width=12),
    Column("Instance", width=36),
    Column("Réservé", width=10),
)
RESERVED = "engagement pris en séance restreinte"
NOTES = [
    ("Contenu", "Les engagements tels qu'ils étaient à la date de l'export. Aucun nom de personne."),
    ("À préciser", "« oui » : la quantité, la date ou les mots ne permettent pas de constater l'engagement."),
    ("Réservé", "Les mots d'un engagement pris en séance restreinte ne sont pas exportés."),
]


def render(lines: Sequence[CommitmentLine], partnership: Partnership, on: date, file_format: str) -> bytes:
    """The sheet in one format. Raises BadInput on an unknown one."""
    rows = [cells(line) for line in lines]
    if file_format == "csv":
        return write_csv(COLUMNS, rows)
    if file_format != "xlsx":
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez csv ou xlsx.")
    title = f"Engagements, {partnership.name}"
    return write_xlsx([Sheet("Engagements", COLUMNS, rows)], notes=NOTES, title=title, day=on)


def cells(line: CommitmentLine) -> Cells:
    """One commitment as a row."""
    row = line.row
    return (
        row.pk, row.institution.name, RESERVED if line.restricted else row.deliverable,
        "" if line.restricted else row.quantity, row.towards.name if row.towards else "",
        row.made_on, row.due_on, row.state_term.label, row.closed_on, line.late,
        "oui" if line.remarks else "non", row.meeting.body.name if row.meeting else "",
        "oui" if line.restricted else "non",
    )  # fmt: skip
