"""The words of the spreadsheet of requests: where a received file stands."""

from maillage.kernel import Term


class SheetState(Term):
    WAITING = "waiting", "à confirmer"
    DONE = "done", "appliqué"
    DROPPED = "dropped", "abandonné"
