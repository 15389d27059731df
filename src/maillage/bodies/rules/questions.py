"""Five questions of our own after a plenary: counts only, and none while fewer than five answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.bodies.vocabulary import Question

FEWEST = 5  # answers under which nothing is shown: nobody must be recognised
OPEN_DAYS = 30  # how long the link of a letter answers


@dataclass(frozen=True)
class Counts:
    """What was answered to one question: rather yes (4, 5), in part (3), rather no (1, 2), no opinion."""

    question: Question
    yes: int
    partly: int
    no: int
    silent: int


def counts(answers: Sequence[Mapping[str, int | None]]) -> list[Counts] | None:
    """One line per question, or None when too few institutions answered."""
    if len(answers) < FEWEST:
        return None
    return [_counts(question, [row.get(question.value) for row in answers]) for question in Question]


def _counts(question: Question, given: Sequence[int | None]) -> Counts:
    said = [value for value in given if value is not None]
    return Counts(
        question,
        yes=sum(value >= 4 for value in said),
        partly=sum(value == 3 for value in said),
        no=sum(value <= 2 for value in said),
        silent=len(given) - len(said),
    )
