"""The financial report on paper: planned against actual, gaps explained, what is to be paid back."""

from collections.abc import Iterator
from datetime import date

from maillage.funding.documents.parts import pairs, paper, plan_table, texts
from maillage.funding.models import GrantDecision, GrantRequest
from maillage.funding.rules.amounts import ZERO, total
from maillage.funding.selectors import follow_up
from maillage.funding.selectors.requests import grant_of, paid, plan_lines
from maillage.funding.vocabulary import Side
from maillage.kernel import BadInput
from maillage.ui.printing import Document, Heading, Note, Paragraph
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date

ABOUT = "Établi d'après les rubriques du CERFA 15059 ; à reporter sur le formulaire officiel."


def document(row: GrantRequest, on: date) -> Document:
    """The report of a grant. Raises BadInput when nothing is granted."""
    decision = grant_of(row)
    if decision is None:
        raise BadInput("Aucune subvention n'est accordée : il n'y a pas de compte rendu.")
    return paper(row, on, "Compte rendu financier", _state(decision), list(_sections(row, decision, on)))


def _state(decision: GrantDecision) -> str:
    known = getattr(decision, "report", None)
    return f"reçu le {french_date(known.received_on)}" if known and known.received_on else "Projet"


def _sections(row: GrantRequest, decision: GrantDecision, on: date) -> Iterator[Block]:
    known = getattr(decision, "report", None)
    yield Note(ABOUT, "Comptes approuvés et rapport d'activité sont à joindre.")
    yield Heading("1. La subvention")
    yield pairs("La subvention", [
        ("Fonds", row.fund.name), ("Accordée", euros(decision.amount)), ("Décidée le", decision.on),
        ("Versée", euros(paid(decision))), ("Compte rendu dû le", known.due_on if known else None),
    ])  # fmt: skip
    yield Heading("2. Le réalisé")
    lines = plan_lines(row)
    for side in (Side.EXPENSE, Side.INCOME):
        yield plan_table(lines, side, accounted=True)
    if any(line.actual is None for line in lines):
        yield Note("Le réalisé de certaines lignes n'est pas renseigné.", "Les totaux restent incomplets.")
    yield from texts([("Écarts entre prévu et réalisé", known.gaps if known else "")])
    yield Heading("3. Ce qui a été fait")
    yield pairs("Personnes touchées", [
        ("Prévues", row.people), ("Touchées", known.people if known else None),
    ])  # fmt: skip
    yield from texts([
        ("Réalisation", known.done if known else ""),
        ("Résultats aux indicateurs", known.results if known else ""),
    ])  # fmt: skip
    yield from _to_repay(decision, on)


def _to_repay(decision: GrantDecision, on: date) -> Iterator[Block]:
    yield Heading("4. Les sommes à rendre")
    orders, more = follow_up.orders(decision, on), follow_up.suggested(decision)
    left = total(one.balance.left for one in orders)
    if not orders and more == ZERO:
        yield Paragraph("Aucune somme n'est à rendre à cette date.")
        return
    if more:
        yield Paragraph(f"Versé et non dépensé, pas encore demandé : {euros(more)}.")
    asked = [(f"Avant le {french_date(one.row.due_on)}", _asked(one)) for one in orders]
    back = euros(total(one.balance.repaid for one in orders))
    yield pairs("Reversements", [*asked, ("Rendu", back), ("Reste à rendre", euros(left))])


def _asked(one: follow_up.Order) -> str:
    return f"{euros(one.row.amount)} : {one.row.reason}"
