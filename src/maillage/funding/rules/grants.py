"""The money of a grant: what may still be paid, what was not spent, what is still to come back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from maillage.funding.rules.amounts import ZERO, total
from maillage.kernel import BadInput
from maillage.ui.typography import CENT, euros


def room(granted: Decimal, payments: Iterable[Decimal]) -> Decimal:
    """What may still be planned or paid of a grant."""
    return granted - total(payments)


def check_payment(granted: Decimal, payments: Iterable[Decimal], amount: Decimal) -> None:
    """Raises BadInput when this payment would carry the sum above the grant, or is not a sum."""
    if amount <= ZERO:
        raise BadInput(f"Un versement de {euros(amount)} n'en est pas un : donnez un montant positif.")
    left = room(granted, payments)
    if amount > left:
        raise BadInput(
            f"Ce versement de {euros(amount)} dépasse ce qui reste de la subvention, {euros(left)} sur"
            f" {euros(granted)}. Corrigez le montant, ou retirez un autre versement."
        )


def unspent(*, paid: Decimal, granted: Decimal, planned: Decimal, actual: Decimal | None) -> Decimal | None:
    """What was paid beyond the grant's share of what the action really cost; None while it is not known.

    The share is that of the plan: a grant of 40 % of the planned cost pays 40 % of the actual one.
    """
    if actual is None or planned <= ZERO:
        return None
    due = min(granted, (granted * actual / planned).quantize(CENT, ROUND_HALF_UP))
    return max(ZERO, paid - due)


@dataclass(frozen=True)
class Balance:
    """A sum to be paid back and what came: `left` is never below nothing."""

    ordered: Decimal
    repaid: Decimal
    waived: bool = False

    @property
    def left(self) -> Decimal:
        """What is still to come back; nothing once it is waived."""
        return ZERO if self.waived else self.ordered - self.repaid


def check_repayment(balance: Balance, amount: Decimal) -> None:
    """Raises BadInput when more would come back than was asked, or nothing would."""
    if amount <= ZERO:
        raise BadInput(f"Une somme rendue de {euros(amount)} n'en est pas une : donnez un montant positif.")
    if amount > balance.left:
        raise BadInput(
            f"{euros(amount)} dépassent ce qui reste à rendre, {euros(balance.left)}. Corrigez le montant."
        )


def check_order(paid: Decimal, ordered: Iterable[Decimal], amount: Decimal) -> None:
    """Raises BadInput when more would be asked back than was paid."""
    if amount <= ZERO:
        raise BadInput(f"Un reversement de {euros(amount)} n'en est pas un : donnez un montant positif.")
    left = paid - total(ordered)
    if amount > left:
        raise BadInput(
            f"{euros(amount)} dépassent ce qui a été versé et pas encore réclamé, {euros(left)}."
            " Corrigez le montant."
        )


def late_days(due_on: date | None, done_on: date | None, on: date) -> int:
    """Days past a day that nothing has answered; 0 when it is not late."""
    return 0 if done_on or due_on is None else max(0, (on - due_on).days)
