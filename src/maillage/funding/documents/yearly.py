"""The yearly report on the use of the FIPD, drawn from the grants of the year."""

from collections.abc import Iterator

from maillage.funding.selectors.grants import Grant
from maillage.funding.selectors.yearly import Yearly
from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, Note, Paragraph, Table, render_docx, render_pdf
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date

WRITERS = {"pdf": render_pdf, "docx": render_docx}
HEAD = ("Action", "Organisme", "Demandé", "Accordé", "Versé", "Rendu")


def render(found: Yearly, file_format: str) -> bytes:
    """The report in one format. Raises BadInput on an unknown one."""
    if file_format not in WRITERS:
        raise BadInput(f"Le format « {file_format} » n'existe pas : choisissez {', '.join(WRITERS)}.")
    return WRITERS[file_format](document(found))


def document(found: Yearly) -> Document:
    """The report of one year."""
    here, kept = found.partnership, found.kept
    shown = f"présenté le {french_date(kept.presented_on)}" if kept and kept.presented_on else "Projet"
    return Document(
        title=f"Rapport {found.year} sur l'emploi du FIPD", place=here.name, date=found.on,
        subtitle="Fonds interministériel de prévention de la délinquance", version=shown,
        fictitious=here.fictitious, sections=list(_sections(found)),
    )  # fmt: skip


def _sections(found: Yearly) -> Iterator[Block]:
    rule = found.rule
    if rule is not None:
        yield Note(f"{rule.reference} ({rule.checked}).", rule.words)
    yield from _dates(found)
    yield Heading("Les subventions de l'année")
    if not found.grants:
        yield Paragraph("Aucune subvention du FIPD n'est inscrite pour cette année.")
        return
    asked, granted, paid, back = found.sums
    yield Paragraph(
        f"{len(found.grants)} action{'s' if len(found.grants) > 1 else ''}, {euros(granted)} accordés sur"
        f" {euros(asked)} demandés ; {euros(paid)} versés, {euros(back)} rendus.", lead=True,
    )  # fmt: skip
    rows = [
        (
            row.title,
            row.applicant,
            euros(row.asked),
            euros(row.granted),
            euros(row.paid),
            euros(row.recovered),
        )
        for row in found.grants
    ]
    foot = ("Somme", "", euros(asked), euros(granted), euros(paid), euros(back))
    yield Table("Par action", HEAD, [*rows, foot], frozenset({2, 3, 4, 5}), frozenset({len(rows)}))
    yield Heading("Les résultats")
    yield Table("Ce que les comptes rendus disent", ("Action", "Personnes", "Résultats"), [
        (row.title, "" if row.people is None else str(row.people), _results(row)) for row in found.grants
    ])  # fmt: skip
    yield from _unknown(found)


def _dates(found: Yearly) -> Iterator[Block]:
    kept = found.kept
    shown = french_date(kept.presented_on) if kept and kept.presented_on else "pas encore"
    sent = french_date(kept.sent_on) if kept and kept.sent_on else "pas encore"
    yield Paragraph(f"Présenté au conseil : {shown}. Transmis au préfet : {sent}.")
    if kept and kept.words:
        yield Heading("Ce que la collectivité en retient")
        yield Paragraph(kept.words)


def _results(row: Grant) -> str:
    if row.not_done_on:
        return "action non réalisée"
    if row.report_received_on is None:
        return "inconnus : compte rendu attendu"
    return row.results or "non dits par le compte rendu"


def _unknown(found: Yearly) -> Iterator[Block]:
    waiting = found.without_report
    yield Heading("Ce que ce rapport ne sait pas")
    if waiting:
        money = euros(sum((row.granted for row in waiting[1:]), waiting[0].granted))
        many = "comptes rendus manquent" if len(waiting) > 1 else "compte rendu manque"
        yield Paragraph(
            f"{len(waiting)} {many}, sur {len(found.grants)} : l'emploi de {money} n'est pas connu."
        )
    else:
        yield Paragraph("Tous les comptes rendus sont reçus.")
    yield Paragraph("Les contrôles sont tenus à part : leur nombre n'est pas compté ici.")
