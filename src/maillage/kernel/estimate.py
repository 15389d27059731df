"""A figure never alone: value, interval, unit, method, source and what it cannot say."""

from dataclasses import dataclass
from typing import Self

from maillage.kernel.term import Term


class Status(Term):
    """Why a cell has, or has not, a value."""

    PUBLISHED = "published", "publié"
    WITHHELD = "withheld", "non publié, trop peu de faits"
    ZERO = "zero", "zéro"
    MISSING = "missing", "non reçu"


@dataclass(frozen=True)
class Estimate:
    """One figure with its doubt. `value`, `low`, `high` are in `unit`; None when `status` gives no value."""

    value: float | None
    low: float | None
    high: float | None
    unit: str
    method: str
    source: str
    status: Status = Status.PUBLISHED
    numerator: float | None = None
    denominator: float | None = None
    caveats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.status in (Status.WITHHELD, Status.MISSING) and self.value is not None:
            raise ValueError(
                f"Une figure « {self.status.label} » ne porte pas de valeur (reçu {self.value})."
            )

    @classmethod
    def absent(cls, status: Status, *, unit: str, source: str, caveats: tuple[str, ...] = ()) -> Self:
        """A figure that cannot be given, and why."""
        return cls(None, None, None, unit, "", source, status, caveats=caveats)
