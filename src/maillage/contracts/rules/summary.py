"""The public summary of a signed text, for agents on the ground: what is promised, by whom, whom to call.

Drawn from the frozen text: no cost, no person, no dispute. Institutions and functions only; of the pledges,
those that their institution confirmed, for nobody is told of a promise that was not made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Promised:
    """What one institution does on an action, for how much and before when (an ISO day, or nothing)."""

    institution: str
    deliverable: str
    quantity: str
    due_on: str


@dataclass(frozen=True)
class Action:
    """One action as an agent reads it: for whom, where, when, what, and whom to call."""

    number: int
    title: str
    content: str
    public: str
    territory: str
    start: str
    end: str
    call: str
    promised: tuple[Promised, ...]


def actions(text: Mapping[str, Any]) -> list[Action]:
    """The actions of a text, in their order."""
    return [_action(row) for row in text["sheets"]]


def _action(row: Mapping[str, Any]) -> Action:
    promised = tuple(
        Promised(partner["institution"], one["deliverable"], one["quantity"], one["due_on"])
        for partner in row["partners"] for one in partner["pledges"] if one["confirmed_on"]
    )  # fmt: skip
    return Action(
        row["number"], row["title"], row["content"], row["public"], row["territory"], row["start"],
        row["end"], _call(row), promised,
    )  # fmt: skip


def _call(row: Mapping[str, Any]) -> str:
    """Whom to call: the pilot and its seat, else its deputy."""
    if not row["pilot"]:
        return ""
    seat = f" ({row['pilot_seat']})" if row["pilot_seat"] else ""
    deputy = f", ou {row['deputy']}" if row["deputy"] else ""
    return f"{row['pilot']}{seat}{deputy}"
