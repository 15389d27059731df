"""What a partner may promise on a sheet: words that can be checked one day, said kindly otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.bodies.rules import wording
from maillage.contracts.vocabulary.plan import PledgeStanding

VAGUE = (wording.RHYTHM, wording.CONDITION, wording.AMOUNT)


def vague_quantity(quantity: str) -> str:
    """Why a quantity says neither how many nor how often; empty when it does, or when nothing was written.

    A quantity may be left for later; « régulièrement » may not stand for one (domain, C9).
    """
    if not quantity.strip():
        return ""
    found = wording.remarks(deliverable="remettre un état", quantity=quantity, due_on=date.max)
    faults = [row for row in found if row.about in VAGUE and row.words]
    return f"{faults[0].advice} Par exemple : « {faults[0].example} »." if faults else ""


@dataclass(frozen=True)
class Promised:
    """The facts of one pledge that say where it stands."""

    quantity: str
    confirmed: bool
    withdrawn: bool
    committed: bool


def standing(pledge: Promised) -> PledgeStanding:
    """Where a pledge stands before the contract is in force; afterwards its commitment says it."""
    if pledge.withdrawn:
        return PledgeStanding.WITHDRAWN
    if pledge.committed:
        return PledgeStanding.IN_FORCE
    return PledgeStanding.CONFIRMED if pledge.confirmed else PledgeStanding.TO_CONFIRM


def only_named(pledges: Sequence[Promised]) -> bool:
    """Is the institution on the sheet as a name on a list, without a promise of its own (domain, C16)?"""
    return all(row.withdrawn for row in pledges)
