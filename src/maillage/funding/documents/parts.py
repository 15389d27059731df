"""What the papers of a request share: their head, pairs of a field and its words, the plan as a table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.models import GrantRequest, PlanLine
from maillage.funding.rules.plan import totals
from maillage.funding.selectors.requests import as_line
from maillage.funding.vocabulary import Side
from maillage.ui.printing import Document, Heading, Paragraph, Table
from maillage.ui.printing.model import Block
from maillage.ui.typography import euros, french_date

UNKNOWN = "non renseigné"
IN_KIND = "En nature, à part : comptes 86 et 87"


def paper(row: GrantRequest, on: date, title: str, version: str, sections: Sequence[Block]) -> Document:
    """A paper of a request, with the head of its partnership."""
    return Document(
        title=title, place=row.partnership.name, date=on, sections=sections,
        subtitle=f"{row.title} · {row.applicant.name}", body=f"Demande {row.number}, {row.year}",
        version=version, fictitious=row.partnership.fictitious,
    )  # fmt: skip


def pairs(caption: str, rows: Sequence[tuple[str, object]]) -> Table:
    """Fields and what they say; an empty one says so."""
    return Table(caption, ("Rubrique", "Ce qui est écrit"), [(name, said(value)) for name, value in rows])


def said(value: object) -> str:
    """A value in French; what is not known is said."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "oui" if value else "non"
    return french_date(value) if isinstance(value, date) else str(value)


def texts(rows: Sequence[tuple[str, str]], level: int = 2) -> list[Block]:
    """A short heading and its paragraphs, for each."""
    found: list[Block] = []
    for name, text in rows:
        found.append(Heading(name, level))
        found += [Paragraph(part) for part in (text.strip() or UNKNOWN).split("\n") if part.strip()]
    return found


def plan_table(lines: Sequence[PlanLine], side: Side, *, accounted: bool = False) -> Table:
    """One side of the plan with its foot, the in-kind apart; `accounted` adds actual sums and gaps."""
    rows = [row for row in lines if row.side == side.value]
    cells = [_cells(row, accounted) for row in rows]
    feet = _feet(rows, side, accounted)
    head = ("Compte", "Libellé", "Nature ou fonds", "Prévu", *(("Réalisé", "Écart") if accounted else ()))
    strong = frozenset(range(len(cells), len(cells) + len(feet)))
    caption = f"{side.label[0].upper()}{side.label[1:]}"
    numeric = frozenset({3, 4, 5} if accounted else {3})
    return Table(caption, head, [*cells, *feet], numeric, strong)


def _cells(row: PlanLine, accounted: bool) -> tuple[str, ...]:
    about = (row.fund.name if row.fund else "") if row.side == Side.INCOME.value else row.get_nature_display()
    first = (row.account_term.label, row.label, about or "—", euros(row.planned))
    if not accounted:
        return first
    gap = None if row.actual is None else row.actual - row.planned
    return (*first, euros(row.actual) or UNKNOWN, euros(gap))


def _feet(rows: Sequence[PlanLine], side: Side, accounted: bool) -> list[tuple[str, ...]]:
    known = list(map(as_line, rows))
    planned, actual = totals(known), totals(known, actual=True)
    charges = side is Side.EXPENSE
    pairs_found = [("Total", planned.expenses if charges else planned.incomes,
                    actual.expenses if charges else actual.incomes)]  # fmt: skip
    in_kind = planned.in_kind_expenses if charges else planned.in_kind_incomes
    if in_kind:
        done = actual.in_kind_expenses if charges else actual.in_kind_incomes
        pairs_found.append(("En nature, à part", in_kind, done))
    known_all = all(row.actual is not None for row in rows)
    return [
        (name, "", "", euros(one), *(_told(one, other, known_all) if accounted else ()))
        for name, one, other in pairs_found
    ]


def _told(planned: Decimal, actual: Decimal, known_all: bool) -> tuple[str, str]:
    """The actual total and its gap; a total that lacks lines is not one."""
    return (euros(actual), euros(actual - planned)) if known_all else ("incomplet", "")
