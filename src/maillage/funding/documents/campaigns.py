"""The record of a campaign as a PDF, its controls as XLSX, its list as CSV."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.models import DrawBase, DrawUnit
from maillage.funding.rules.amounts import euros
from maillage.funding.rules.control_sums import ZERO, Sums
from maillage.funding.selectors.campaigns import Line, Record
from maillage.kernel import BadInput
from maillage.ui.printing import (
    Column,
    Document,
    Heading,
    ListOf,
    Note,
    Paragraph,
    Table,
    render_pdf,
    write_csv,
    write_xlsx,
)
from maillage.ui.printing import (
    Sheet as Page,
)
from maillage.ui.printing.model import Block
from maillage.ui.typography import french_date

RULE = (
    "Le total est le taux appliqué au nombre d'organismes, arrondi à l'entier au-dessus.",
    "Chaque strate en reçoit sa part au plus fort reste, et une unité au moins quand le total le permet.",
    "Dans chaque strate, les organismes sont rangés par empreinte SHA-256 de « graine|strate|clé » ;"
    " les premiers sont tirés.",
)
COLUMNS = (
    Column("Organisme", width=40), Column("Entrée", width=14), Column("Phase", width=40),
    Column("Attendu au plus tard le", width=14), Column("Constaté", "€", decimals=2),
    Column("Rendu", "€", decimals=2), Column("Abandonné", "€", decimals=2), Column("Reste", "€", decimals=2),
)  # fmt: skip
NOTES = [
    ("Contenu", "Un contrôle par ligne, sans nom de personne. La dernière ligne est le total."),
    ("Sommes", "Constaté = rendu + abandonné + reste, au centime."),
]
HEAD = ("strate|clé", "strate", "clé", "empreinte", "rang", "tiré")


def render(record: Record, file_format: str) -> bytes:
    """The record in one format. Raises BadInput on an unknown format."""
    if file_format == "pdf":
        return render_pdf(document(record))
    if file_format == "xlsx":
        return write_xlsx([sheet(record)], notes=NOTES, title=record.campaign.title, day=record.on)
    if file_format == "csv":
        return write_csv(HEAD, _list(record.units))
    raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez pdf, xlsx ou csv.")


def _list(units: Sequence[DrawUnit]) -> Iterator[tuple[object, ...]]:
    for row in units:
        line = f"{row.stratum}|{row.key}"
        yield line, row.stratum, row.key, row.digest, row.rank, "oui" if row.taken else "non"


def sheet(record: Record) -> Page:
    """The controls as a sheet; amounts leave as numbers of two decimals, the total below."""
    rows = [_cells(line) for line in record.lines]
    total = ("Total", "", "", None, *_money(record.progress.sums))
    return Page("Contrôles", COLUMNS, [*rows, total])


def _cells(line: Line) -> tuple[str | float | date | None, ...]:
    row = line.row
    return (
        row.institution.name, row.entry_term.label, row.phase_term.label, line.due_on, *_money(line.sums)
    )  # fmt: skip


def _money(sums: Sums) -> tuple[float, ...]:
    """A spreadsheet only knows binary numbers: two decimals are written out of whole cents."""
    return tuple(float(part) for part in (sums.found, sums.recovered, sums.waived, sums.remaining))


def document(record: Record) -> Document:
    """The record as a document; bodies only, no person."""
    campaign = record.campaign
    return Document(
        title="Procès-verbal de campagne de contrôle", subtitle=campaign.title,
        place=campaign.partnership.name, date=record.on, body=f"Subventions de {campaign.year}",
        version="", fictitious=campaign.partnership.fictitious, sections=list(_sections(record)),
    )  # fmt: skip


def _sections(record: Record) -> Iterator[Block]:
    campaign, base = record.campaign, record.base
    yield Paragraph(
        f"Contrôle {campaign.basis_term.label}, {campaign.fund or 'tous fonds'},"
        f" {campaign.strata_term.label}, taux de {campaign.rate} %.".replace(".00 %", " %"), lead=True,
    )  # fmt: skip
    if base is None:
        yield Note("La liste n'est pas encore publiée.", "Aucun organisme n'est tiré.")
    else:
        yield from _drawn(record, base)
    yield from _withdrawn(record.bases)
    yield from _progress(record)


def _drawn(record: Record, base: DrawBase) -> Iterator[Block]:
    yield Heading("Liste et graine")
    drawn = f"tirage du {french_date(base.drawn_on)}" if base.drawn_on else "pas encore tirée"
    yield ListOf(
        [
            f"Liste n° {base.number}, publiée le {french_date(base.published_on)}, {drawn}",
            f"Graine : {base.seed} ({base.seed_origin})",
            f"Empreinte de la liste (SHA-256) : {base.digest[:32]} {base.digest[32:]}",
            f"Méthode : {base.method}",
        ]
    )
    yield Heading("Règle", 2)
    yield ListOf(RULE, ordered=True)
    yield Heading("Strates", 2)
    rows = [(row.name, str(row.bodies), euros(row.amount), str(row.taken)) for row in record.strata]
    total = (
        "Total", str(sum(row.bodies for row in record.strata)),
        euros(sum((row.amount for row in record.strata), ZERO)), str(sum(row.taken for row in record.strata)),
    )  # fmt: skip
    yield Table("Organismes financés et à contrôler", ("Strate", "Organismes", "Accordé", "À tirer"),
                [*rows, total], numeric=frozenset({1, 2, 3}), strong=frozenset({len(rows)}))  # fmt: skip
    yield Heading("Organismes, dans l'ordre du tirage" if base.drawn_on else "Organismes de la liste", 2)
    yield Table(
        "Les empreintes entières sont dans le fichier CSV",
        ("Strate", "Rang", "Organisme", "Empreinte", "Tiré"),
        [
            (row.stratum, str(row.rank or ""), row.key.replace("|", " | "), row.digest[:12],
             "oui" if row.taken else "")
            for row in record.units
        ],
        numeric=frozenset({1}), strong=frozenset(n for n, row in enumerate(record.units) if row.taken),
    )  # fmt: skip


def _withdrawn(bases: Sequence[DrawBase]) -> Iterator[Block]:
    gone = [row for row in bases if row.withdrawn_on]
    if gone:
        yield Heading("Listes retirées")
        yield ListOf(
            [
                f"Liste n° {row.number}, graine {row.seed}, retirée le {french_date(row.withdrawn_on)} :"
                f" {row.withdrawn_reason}"
                for row in gone
                if row.withdrawn_on
            ]
        )


def _progress(record: Record) -> Iterator[Block]:
    progress = record.progress
    yield Heading("Où en sont les contrôles")
    yield Paragraph(
        f"{progress.drawn} organismes tirés, {progress.reported} signalés, {progress.excused} dispensés ;"
        f" {progress.controlled} contrôles conclus."
    )
    if record.lines:
        rows = [
            (line.row.institution.name, line.row.entry_term.label, line.row.phase_term.label,
             *(euros(part) for part in _parts(line.sums)))
            for line in record.lines
        ]  # fmt: skip
        total = ("Total", "", "", *(euros(part) for part in _parts(progress.sums)))
        yield Table(
            "Contrôles et sommes",
            ("Organisme", "Entrée", "Phase", "Constaté", "Rendu", "Abandonné", "Reste"),
            [*rows, total], numeric=frozenset({3, 4, 5, 6}), strong=frozenset({len(rows)}),
            source="Constaté = rendu + abandonné + reste.",
        )  # fmt: skip


def _parts(sums: Sums) -> tuple[Decimal, ...]:
    return sums.found, sums.recovered, sums.waived, sums.remaining
