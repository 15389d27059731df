"""Who may read and write requests (domain, section 12): every other room asks here."""

from maillage.kernel import Actor, Role

ALL = (Role.COORDINATOR, Role.MAYOR, Role.PREFECTURE)  # read every request
FUNDER = (Role.COORDINATOR, Role.PREFECTURE)  # record what the funder did


def reads_all(actor: Actor) -> bool:
    """May the actor read every request of the partnership?"""
    return actor.id is None or actor.holds(*ALL)


def reads(actor: Actor, applicant: int) -> bool:
    """May the actor read the requests of this applicant? All of them, or a partner its own."""
    return reads_all(actor) or (actor.holds(Role.PARTNER) and applicant in actor.institutions)


def runs(actor: Actor) -> bool:
    """The coordinator, and the machine."""
    return actor.id is None or actor.holds(Role.COORDINATOR)


def writes(actor: Actor, applicant: int, *, own: bool) -> bool:
    """May the actor write this request? The coordinator; the applicant's partner while it is its `own`."""
    return runs(actor) or (own and actor.holds(Role.PARTNER) and applicant in actor.institutions)


def records(actor: Actor) -> bool:
    """May the actor record what the funder decided, paid or asked back?"""
    return actor.id is None or actor.holds(*FUNDER)
