"""Decisions: how they were taken, who was bound without being there. Presence is computed, never typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maillage.bodies.vocabulary import AttendanceState, DecisionMode

THERE = frozenset({AttendanceState.PRESENT.value, AttendanceState.DEPUTY.value})


@dataclass(frozen=True)
class Presence:
    """Of the institutions that a decision binds: which were absent, which were not convened.

    `known` is False when no presence was recorded: then nothing is said of anybody.
    """

    known: bool
    absent: frozenset[int]
    not_convened: frozenset[int]


def presence(
    *, bound: Iterable[int], attendances: Mapping[int, Iterable[str]], convened: Iterable[int]
) -> Presence:
    """Who was bound while absent; `attendances`: by institution, the states of its seats in that meeting."""
    bound = frozenset(bound)
    states = {key: set(values) for key, values in attendances.items()}
    known = any(state != AttendanceState.UNKNOWN.value for values in states.values() for state in values)
    if not known:
        return Presence(False, frozenset(), frozenset())
    there = {key for key, values in states.items() if values & THERE}
    return Presence(True, bound - there, bound - frozenset(convened) - there)


def vote_fault(mode: DecisionMode, votes: tuple[int | None, int | None, int | None]) -> str:
    """What is wrong with the votes given for this mode, in French; empty when nothing is."""
    given = [count for count in votes if count is not None]
    if mode is not DecisionMode.VOTE:
        return (
            "Les voix ne se comptent que pour un vote : effacez-les, ou choisissez « vote »." if given else ""
        )
    if votes[0] is None or votes[1] is None:
        return "Écrivez les voix pour et les voix contre, 0 s'il n'y en a pas."
    if sum(given) == 0:
        return "Aucune voix n'est comptée : écrivez le vote, ou choisissez « consensus »."
    return ""


def is_restricted(*flags: bool | None) -> bool:
    """Restricted as soon as the body, the item or the decision is."""
    return any(flags)
