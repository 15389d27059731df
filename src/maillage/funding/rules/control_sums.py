"""Sums of controls, to the cent: what was found is what came back, what was given up and what remains."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from maillage.kernel import BadInput
from maillage.ui.typography import euros, exact

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
LEAST = 5  # under five cases, no percentage


@dataclass(frozen=True)
class Claim:
    """A recovery: its amount, what came back, and whether what remains was given up."""

    amount: Decimal
    repaid: Decimal
    waived: bool


@dataclass(frozen=True)
class Sums:
    """What was found, and its three parts: `found` = `recovered` + `waived` + `remaining`."""

    found: Decimal = ZERO
    recovered: Decimal = ZERO
    waived: Decimal = ZERO

    @property
    def remaining(self) -> Decimal:
        """What is still to come back, whether it was already asked for or not."""
        return self.found - self.recovered - self.waived

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.found + other.found, self.recovered + other.recovered, self.waived + other.waived)


def of_control(found: Decimal, claims: Iterable[Claim]) -> Sums:
    """The sums of one control, from what it found and its recoveries."""
    rows = list(claims)
    recovered = sum((row.repaid for row in rows), ZERO)
    waived = sum((row.amount - row.repaid for row in rows if row.waived), ZERO)
    return Sums(found, recovered, waived)


def total(rows: Iterable[Sums]) -> Sums:
    """Several controls together."""
    return sum(rows, Sums())


def check_amount(amount: Decimal) -> None:
    """Raises BadInput unless this is a positive sum in whole cents."""
    if amount <= 0:
        raise BadInput(f"{euros(amount)} n'est pas une somme à reverser : écrivez un montant positif.")
    if amount != amount.quantize(CENT):
        raise BadInput(
            f"{exact(amount)} € compte plus de deux décimales : écrivez des euros et des centimes."
        )


def counted(part: int, whole: int) -> str:
    """« 3 sur 4 »; with a percentage from five cases on."""
    if whole < LEAST:
        return f"{part} sur {whole}"
    return f"{part} sur {whole} ({(Decimal(100 * part) / whole).quantize(Decimal(1))} %)"
