"""A request on paper, under the headings of the national form, in words of ours."""

from collections.abc import Iterator
from datetime import date

from maillage.funding.documents.parts import pairs, paper, plan_table, texts
from maillage.funding.models import GrantRequest
from maillage.funding.rules.amounts import share
from maillage.funding.rules.plan import faults, totals
from maillage.funding.selectors.requests import as_line, opinions, plan_lines
from maillage.funding.vocabulary import Side
from maillage.ui.printing import Document, Heading, ListOf, Note, Paragraph
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date, percent

ABOUT = "Établi d'après les rubriques du CERFA 12156 ; à reporter sur le formulaire officiel."


def document(row: GrantRequest, on: date) -> Document:
    """Every field of the request (domain, 13.2)."""
    return paper(row, on, "Demande de subvention", row.state_term.label, list(_sections(row)))


def _sections(row: GrantRequest) -> Iterator[Block]:
    yield Note(ABOUT, "Les champs vides disent « non renseigné ».")
    yield Heading("1. L'organisme")
    yield pairs("L'organisme qui demande", [
        ("Nom", row.applicant.name), ("SIRET", row.siret), ("RNA", row.rna),
        ("Représentant légal, fonction", row.officers), ("Agréments", row.approvals),
        ("Budget annuel", euros(row.body_budget)), ("IBAN", row.iban),
        ("Comptes et rapports joints", row.accounts_attached),
    ])  # fmt: skip
    yield pairs("La demande", [
        ("Fonds", row.fund.name), ("Appel", row.call.title if row.call else ""), ("Année", row.year),
        ("Première demande ou renouvellement", row.get_renewal_display()),
        ("Sur plusieurs années", row.several_years), ("Pour", row.get_purpose_display()),
        ("Montant demandé", euros(row.asked)),
    ])  # fmt: skip
    yield from _action(row)
    yield from _budget(row)
    yield from _end(row)


def _action(row: GrantRequest) -> Iterator[Block]:
    yield Heading("2. L'action")
    yield Paragraph(row.title, lead=True)
    yield from texts([
        ("Objet", row.object), ("Objectifs", row.objectives), ("Description", row.description),
        ("Moyens humains et matériels", row.means), ("Évaluation", row.evaluation),
        ("Indicateurs", row.indicators), ("Lien avec le plan, la stratégie et la fiche", row.plan_link),
    ])  # fmt: skip
    yield pairs("Public, lieu, dates", [
        ("Public", row.public), ("Nombre de personnes", row.people), ("Lieu", row.territory),
        ("En quartier prioritaire", row.in_priority_area), ("Début", row.start), ("Fin", row.end),
        ("Priorité de l'appel", row.call_priority.title if row.call_priority else ""),
        ("Vidéoprotection", row.video), ("Équipement individuel", row.individual_equipment),
    ])  # fmt: skip


def _budget(row: GrantRequest) -> Iterator[Block]:
    lines = plan_lines(row)
    known = list(map(as_line, lines))
    yield Heading("3. Le budget de l'action")
    for side in (Side.EXPENSE, Side.INCOME):
        yield plan_table(lines, side)
    part = share(row.asked, totals(known).expenses) if row.asked is not None else None
    if part is not None:
        yield Paragraph(
            f"La demande, {euros(row.asked)}, couvre {percent(part)} du coût, hors apports en nature."
        )
    for fault in faults(known):
        yield Note("Le plan est à corriger.", fault)
    yield pairs("Ce que le budget ordinaire payait avant", [
        ("Montant", _before(row)), ("Ce qui était payé, par qui", row.baseline_words),
    ])  # fmt: skip


def _before(row: GrantRequest) -> str:
    if row.baseline is not None:
        return euros(row.baseline)
    return "rien" if row.baseline_known else "inconnu"


def _end(row: GrantRequest) -> Iterator[Block]:
    yield Heading("4. Les engagements et les avis")
    yield pairs("Ce que l'organisme déclare", [
        ("Déclaration sur l'honneur signée", row.declared),
        ("Contrat d'engagement républicain souscrit", row.republican),
    ])  # fmt: skip
    found = [one for one in opinions(row) if one.withdrawn_on is None]
    if not found:
        yield Paragraph("Aucun avis n'est rendu à cette date.")
        return
    yield ListOf(
        [
            f"{one.institution.name}, {french_date(one.on)} : {one.verdict_term.label}. {one.words}"
            for one in found
        ]
    )
