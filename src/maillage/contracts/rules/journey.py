"""The six steps of a contract, from findings to signatures: which one is at work."""

from dataclasses import dataclass

from maillage.contracts.vocabulary import ContractState
from maillage.contracts.vocabulary.plan import JourneyStep

STEPS = tuple(JourneyStep)
SIGNED = (ContractState.IN_FORCE, ContractState.ENDED)


@dataclass(frozen=True)
class Progress:
    """How much of a contract is written."""

    findings: int
    priorities: int
    objectives: int
    sheets: int
    compatible: int  # sheets with an opinion given on their compatibility with the plan


def current(progress: Progress, state: ContractState) -> int:
    """The number of the first step that is not done, 1 to 6; 7 once the contract is signed."""
    if state in SIGNED:
        return len(STEPS) + 1
    if state is ContractState.SIGNING:
        return len(STEPS)
    done = (
        progress.findings, progress.priorities, progress.objectives, progress.sheets,
        progress.sheets and progress.compatible >= progress.sheets,
    )  # fmt: skip
    return next((number for number, full in enumerate(done, start=1) if not full), len(STEPS))
