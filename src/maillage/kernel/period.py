"""A span of days, both ends included; `end` may be open."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """From `start` to `end` inclusive; `end` None means still running. Raises ValueError when reversed."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(
                f"La période se termine le {self.end:%d/%m/%Y}, avant son début ({self.start:%d/%m/%Y})."
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)
