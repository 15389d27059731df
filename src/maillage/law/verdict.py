"""A verdict: yes, no or unknown, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Yes, no or unknown (None), and the reason in French."""

    applies: bool | None
    reason: str


def thousands(number: int) -> str:
    """« 10 000 », with a narrow space that does not break."""
    return f"{number:,}".replace(",", "\u202f")
