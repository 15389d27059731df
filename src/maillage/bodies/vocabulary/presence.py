"""The words of presence: the state of a check-in by the displayed code."""

from maillage.kernel import Term


class CheckIn(Term):
    """May one check in with the code displayed in the room?"""

    EARLY = "early", "pas encore ouvert"
    OPEN = "open", "ouvert"
    OVER = "over", "terminé"
    CLOSED = "closed", "fermé"
