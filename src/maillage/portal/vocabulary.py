"""The words of the first page: a step that waits to be taken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One next step: what to do, why, where."""

    title: str
    reason: str
    url: str
    done: bool = False
