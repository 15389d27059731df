"""The two errors a person can meet: an input that cannot be read, an act that may not be done."""

from collections.abc import Sequence


class BadInput(ValueError):
    """What was typed or given cannot be used. The message is French and says the value and the cure."""


class Refused(Exception):
    """The act is not allowed. Carries the reasons, in French, in the order they were found."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class Conflict(BadInput):
    """Somebody else changed the same thing meanwhile: nothing is written. `changes` says what, in French."""

    def __init__(self, changes: Sequence[str]) -> None:
        self.changes = tuple(changes)
        super().__init__(
            "Cette page a été modifiée pendant votre saisie ; rien n'a été enregistré. "
            + " ; ".join(self.changes)
            + ". Votre texte est gardé ci-dessous : reprenez-le, puis enregistrez de nouveau."
        )
