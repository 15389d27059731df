"""The path of a control: which step may follow which phase, and which letter a step gives.

The amiable phase always comes before the adversarial one; no text that we read gives delays: the campaign's.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from maillage.funding.vocabulary.controls import THREATS, ControlPhase, LetterKind, StepKind
from maillage.kernel import BadInput, Refused

Phase, Step = ControlPhase, StepKind
MOVES: dict[ControlPhase, dict[StepKind, ControlPhase]] = {
    Phase.DRAWN: {Step.ANNOUNCE: Phase.ANNOUNCED, Step.EXCUSE: Phase.EXCUSED},
    Phase.ANNOUNCED: {
        Step.RECEIVE: Phase.RECEIVED, Step.SILENCE: Phase.SILENT, Step.EXCUSE: Phase.EXCUSED,
    },
    Phase.SILENT: {Step.RECEIVE: Phase.RECEIVED, Step.CLEAR: Phase.CLEARING},
    Phase.RECEIVED: {Step.CONFORM: Phase.CONFORM, Step.CLEAR: Phase.CLEARING},
    Phase.CLEARING: {Step.ANSWER: Phase.CLEARED, Step.REMIND: Phase.REMINDED},
    Phase.REMINDED: {Step.ANSWER: Phase.CLEARED, Step.OPEN: Phase.ADVERSARIAL},
    Phase.CLEARED: {
        Step.CONFORM: Phase.CONFORM, Step.CLEAR: Phase.CLEARING, Step.OPEN: Phase.ADVERSARIAL,
    },
    Phase.ADVERSARIAL: {Step.ANSWER: Phase.ANSWERED, Step.SILENCE: Phase.UNANSWERED},
    Phase.UNANSWERED: {
        Step.ANSWER: Phase.ANSWERED, Step.CONFORM: Phase.CONFORM, Step.CONCLUDE: Phase.FOUND,
    },
    Phase.ANSWERED: {Step.CONFORM: Phase.CONFORM, Step.CONCLUDE: Phase.FOUND},
    Phase.FOUND: {Step.ORDER: Phase.RESTITUTION},
    Phase.RESTITUTION: {Step.CLOSE: Phase.CLOSED},
    Phase.CONFORM: {}, Phase.CLOSED: {}, Phase.EXCUSED: {},
}  # fmt: skip
AFTER_THE_DELAY = frozenset({Step.SILENCE, Step.REMIND})  # and the opening that follows a reminder
GIVES_A_DELAY = {
    Step.ANNOUNCE: "documents_days", Step.CLEAR: "clear_days", Step.REMIND: "clear_days",
    Step.OPEN: "adversarial_days", Step.ORDER: "restitution_days",
}  # fmt: skip
WRITABLE = frozenset({Phase.RECEIVED, Phase.SILENT, Phase.CLEARING, Phase.REMINDED, Phase.CLEARED})
CONCLUDED = frozenset({Phase.CONFORM, Phase.FOUND, Phase.RESTITUTION, Phase.CLOSED})
BY_THE_BODY = {
    Phase.ANNOUNCED: Step.RECEIVE, Phase.SILENT: Step.RECEIVE, Phase.CLEARING: Step.ANSWER,
    Phase.REMINDED: Step.ANSWER, Phase.ADVERSARIAL: Step.ANSWER, Phase.UNANSWERED: Step.ANSWER,
}  # fmt: skip
LETTERS: dict[StepKind, tuple[LetterKind, ...]] = {
    Step.ANNOUNCE: (LetterKind.ANNOUNCE, LetterKind.DOCUMENTS),
    Step.CLEAR: (LetterKind.CLEAR,),
    Step.REMIND: (LetterKind.REMIND,),
    Step.CONFORM: (LetterKind.CONFORM,),
    Step.OPEN: (LetterKind.ADVERSARIAL,),
    Step.CONCLUDE: (LetterKind.FINDING,),
    Step.ORDER: (LetterKind.RESTITUTION,),
}
NO_FAULT = (
    "Aucune non-conformité n'est écrite pour cet organisme : aucun courrier de mise en cause ne peut"
    " lui être adressé. Écrivez d'abord ce qui est constaté, ou constatez la conformité."
)


def phase_after(steps: Iterable[StepKind]) -> ControlPhase:
    """Where these steps lead from the draw. Raises BadInput on a step that does not follow."""
    phase = Phase.DRAWN
    for step in steps:
        phase = following(phase, step)
    return phase


def following(phase: ControlPhase, step: StepKind) -> ControlPhase:
    """The phase after one step. Raises BadInput when the step does not follow from there."""
    if step not in MOVES[phase]:
        offered = ", ".join(f"« {kind.label} »" for kind in MOVES[phase]) or "aucune étape"
        raise BadInput(
            f"« {step.label} » ne suit pas l'état « {phase.label} » : de là, on passe à {offered}."
            " Si une étape a été notée par erreur, annulez la dernière."
        )
    return MOVES[phase][step]


def check_delay(*, phase: ControlPhase, step: StepKind, on: date, due_on: date | None) -> None:
    """Raises BadInput when silence, or what follows it, is noted before the delay has run out."""
    waits = step in AFTER_THE_DELAY or (step is Step.OPEN and phase is Phase.REMINDED)
    if waits and due_on is not None and on <= due_on:
        raise BadInput(
            f"Le délai court jusqu'au {due_on:%d/%m/%Y} inclus : « {step.label} » n'est possible"
            f" qu'à partir du {due_on + timedelta(days=1):%d/%m/%Y}."
        )


def due_on(*, on: date, days: int, asked: date | None) -> date:
    """The end of a delay: the campaign's, or a longer one. Raises BadInput when it is shorter."""
    least = on + timedelta(days=days)
    if asked is not None and asked < least:
        raise BadInput(
            f"Le {asked:%d/%m/%Y} laisse moins que le délai fixé par la campagne ({days} jours) :"
            f" donnez une date à partir du {least:%d/%m/%Y}."
        )
    return asked or least


def letters_of(step: StepKind) -> Sequence[LetterKind]:
    """The letters that a step gives."""
    return LETTERS.get(step, ())


def check_letter(letter: LetterKind, *, written_faults: int) -> None:
    """Raises Refused: a letter that puts somebody in question needs a written non-conformity."""
    if letter in THREATS and not written_faults:
        raise Refused([NO_FAULT])
