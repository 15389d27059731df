"""What may become of a commitment, how late it is, and who may say so."""

from datetime import date

from maillage.bodies.vocabulary import CommitmentState

REPORTED = (
    CommitmentState.DELIVERED,
    CommitmentState.PARTLY,
    CommitmentState.NOT_DELIVERED,
    CommitmentState.UNKNOWN,
)
NEEDS_EVIDENCE = (CommitmentState.DELIVERED, CommitmentState.PARTLY)
SOON = 7  # days


def days_late(*, due_on: date | None, state: str, on: date) -> int:
    """Days since the due date of what is still awaited; 0 when it is not late, or has no date."""
    if due_on is None or state != CommitmentState.OPEN.value:
        return 0
    return max(0, (on - due_on).days)


def mark(*, due_on: date | None, state: str, on: date) -> str:
    """The shape that goes with the state: "", open, part, wait, late or no (design, section 3)."""
    shapes = {
        CommitmentState.DELIVERED.value: "",
        CommitmentState.PARTLY.value: "part",
        CommitmentState.NOT_DELIVERED.value: "late",
        CommitmentState.UNKNOWN.value: "wait",
        CommitmentState.WITHDRAWN.value: "no",
    }
    if state in shapes:
        return shapes[state]
    return "late" if days_late(due_on=due_on, state=state, on=on) else "open"


def may_be_reported(state: str) -> bool:
    """An outcome can be said, or corrected, of anything that was not withdrawn."""
    return CommitmentState(state) is not CommitmentState.WITHDRAWN


def may_be_reworded(*, state: str, meeting_approved: bool | None, made_on: date, on: date) -> bool:
    """Are the words still a draft? Until the minutes are approved; without a meeting, on the day itself.

    Later, a change is a renegotiation: it keeps what it was and why.
    """
    if state != CommitmentState.OPEN.value:
        return False
    return made_on == on if meeting_approved is None else not meeting_approved
