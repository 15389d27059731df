"""The cost of a sheet as tables that foot: exact sums, and what is still to be priced said beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.contracts.vocabulary import Nature, Source

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """One line of cost; without `amount` it is still to be priced."""

    year: int
    source: Source
    nature: Nature
    amount: Decimal | None
    obtained: bool = False


@dataclass(frozen=True)
class Sum:
    """A total and how many lines it could not count."""

    total: Decimal
    to_price: int
    obtained: Decimal = ZERO


def total(lines: Sequence[Line]) -> Sum:
    """What all lines add up to."""
    known = [row for row in lines if row.amount is not None]
    return Sum(
        sum((row.amount for row in known if row.amount is not None), ZERO),
        len(lines) - len(known),
        sum((row.amount for row in known if row.amount is not None and row.obtained), ZERO),
    )


def by_year(lines: Sequence[Line]) -> list[tuple[int, Sum]]:
    """The total of each year, in order."""
    return [
        (year, total([row for row in lines if row.year == year])) for year in sorted({r.year for r in lines})
    ]


def by_source(lines: Sequence[Line]) -> list[tuple[Source, Sum]]:
    """The total of each source, in the order of the vocabulary."""
    used = {row.source for row in lines}
    return [(word, total([row for row in lines if row.source is word])) for word in Source if word in used]


def by_nature(lines: Sequence[Line]) -> list[tuple[Nature, Sum]]:
    """The total of each nature, in the order of the vocabulary."""
    used = {row.nature for row in lines}
    return [(word, total([row for row in lines if row.nature is word])) for word in Nature if word in used]
