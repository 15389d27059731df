"""The parts of a plan: one step per institution, person or function; doubts that a person settles."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from maillage.institutions.vocabulary import DirectoryReject, Fate


@dataclass(frozen=True)
class Change:
    """One value that moves."""

    label: str
    old: str
    new: str


@dataclass
class Step:
    """What becomes of one institution, person or function. `owners`: keys of its person, its institution."""

    key: str
    line: int
    name: str
    fate: Fate
    known: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    supposed: list[str] = field(default_factory=list)
    owners: tuple[str, ...] = ()
    siret: str = ""  # of an institution, known or given: two lines that contradict each other are told


@dataclass(frozen=True)
class Doubt:
    """May this be one already there? Nobody decides but the reader; unanswered, it is another one."""

    key: str
    line: int
    name: str
    known: int
    known_name: str
    is_person: bool = False


@dataclass
class Plan:
    """Everything an import would do."""

    institutions: dict[str, Step] = field(default_factory=dict)
    people: dict[str, Step] = field(default_factory=dict)
    positions: dict[str, Step] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    rejects: list[DirectoryReject] = field(default_factory=list)
    ignored: tuple[str, ...] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each fate: {"institutions": {"created": 3, "changed": 0, "same": 12}, ...}."""
        return {
            "institutions": _counted(self.institutions.values()),
            "people": _counted(self.people.values()),
            "positions": _counted(self.positions.values()),
        }

    @property
    def moves(self) -> bool:
        """Would anything change?"""
        return any(step.fate is not Fate.SAME for step in self.steps())

    def steps(self) -> list[Step]:
        """All steps, institutions first."""
        return [*self.institutions.values(), *self.people.values(), *self.positions.values()]


def key(kind: str, *parts: object) -> str:
    """A short name for a step, the same at every reading of the same file."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{kind}{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _counted(steps: Iterable[Step]) -> dict[str, int]:
    found = Counter(step.fate for step in steps)
    return {str(fate.value): found[fate] for fate in Fate}
