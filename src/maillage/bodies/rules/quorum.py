"""The quorum of a meeting: seats with a deliberative voice that are represented, against the règlement."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.bodies.rules.decisions import THERE
from maillage.bodies.vocabulary import Voice


@dataclass(frozen=True)
class Quorum:
    """`asked` None: the règlement fixes none. `voices`: deliberative seats; `there`: those represented."""

    asked: int | None
    voices: int
    there: int

    @property
    def reached(self) -> bool | None:
        """None when nothing is asked."""
        return None if self.asked is None else self.there >= self.asked


def quorum(asked: int | None, seats: Iterable[tuple[str, str]]) -> Quorum:
    """Count from each seat's voice and state of presence; an advisory voice never counts."""
    states = [state for voice, state in seats if voice == Voice.DELIBERATIVE.value]
    return Quorum(asked, len(states), sum(state in THERE for state in states))
