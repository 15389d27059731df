"""The words of eligibility: what a check found, and the parts of the form where it is mended."""

from maillage.kernel import Term


class Found(Term):
    """A check is never a wall: it says what it saw, or that nobody can tell."""

    OK = "ok", "rempli"
    SEE = "see", "à voir"
    FAILS = "fails", "non rempli"
    UNKNOWN = "unknown", "inconnu"


class Part(Term):
    """The parts of the form, saved apart (domain, 13.2)."""

    BODY = "organisme", "L'organisme"
    ACTION = "action", "L'action"
    BUDGET = "budget", "Le budget"
    PROMISES = "engagements", "Les engagements"
