"""The financing plan: charges against produits, what is valued in kind apart, planned against actual."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.rules.amounts import ZERO, total
from maillage.funding.vocabulary import IN_KIND, INCOMES, Account, Side
from maillage.ui.typography import euros


@dataclass(frozen=True)
class Line:
    """One line as the rules see it; `state`: paid by a fund of the State; `actual` once the report is in."""

    side: Side
    account: Account
    planned: Decimal
    nature: str = ""
    fund: int | None = None
    state: bool = False
    actual: Decimal | None = None
    paid_before: bool | None = None
    for_state: bool = False
    label: str = ""

    @property
    def in_kind(self) -> bool:
        """Valued in kind: volunteers, premises lent (accounts 86 and 87)."""
        return self.account in IN_KIND


@dataclass(frozen=True)
class Totals:
    """What a plan adds up to. `expenses` and `incomes` are in money; what is in kind stands apart."""

    expenses: Decimal
    incomes: Decimal
    in_kind_expenses: Decimal
    in_kind_incomes: Decimal

    @property
    def gap(self) -> Decimal:
        """Produits minus charges, in money."""
        return self.incomes - self.expenses

    @property
    def in_kind_gap(self) -> Decimal:
        """Account 87 minus account 86."""
        return self.in_kind_incomes - self.in_kind_expenses

    @property
    def balanced(self) -> bool:
        """Do charges and produits meet, to the cent, in money and in kind?"""
        return self.gap == ZERO and self.in_kind_gap == ZERO


def totals(lines: Iterable[Line], *, actual: bool = False) -> Totals:
    """The totals of a plan, planned or actual; an actual that is not known counts for nothing."""
    rows = [(row.side, row.in_kind, row.actual if actual else row.planned) for row in lines]

    def of(side: Side, in_kind: bool) -> Decimal:
        return total(amount for kind, apart, amount in rows if kind is side and apart is in_kind)

    return Totals(
        of(Side.EXPENSE, False), of(Side.INCOME, False), of(Side.EXPENSE, True), of(Side.INCOME, True)
    )


def faults(lines: Sequence[Line]) -> list[str]:
    """What keeps a plan from being validated, in French; nothing when it may be."""
    if not lines:
        return ["Le plan de financement est vide : inscrivez les charges et les produits."]
    sums, found = totals(lines), []
    if sums.expenses == ZERO:
        found.append("Le plan n'a aucune charge : inscrivez ce que l'action coûte.")
    if sums.gap:
        found.append(_unbalanced(("Les charges", sums.expenses), ("les produits", sums.incomes), "dépassent"))
    if sums.in_kind_gap:
        pair = (("Le compte 86", sums.in_kind_expenses), ("le compte 87", sums.in_kind_incomes))
        found.append(_unbalanced(*pair, "dépasse"))
    return found


def _unbalanced(one: tuple[str, Decimal], other: tuple[str, Decimal], verb: str) -> str:
    more, less = (one, other) if one[1] > other[1] else (other, one)
    name = f"{more[0][0].upper()}{more[0][1:]}"
    below = f"{less[0][0].lower()}{less[0][1:]}"
    return (
        f"{name} ({euros(more[1])}) {verb} {below} ({euros(less[1])}) de {euros(more[1] - less[1])} :"
        " équilibrez le plan."
    )


def right_side(side: Side, account: Account) -> bool:
    """Does this account stand on this side of the plan?"""
    return (account in INCOMES) is (side is Side.INCOME)
