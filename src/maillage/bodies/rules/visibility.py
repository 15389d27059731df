"""Who may read what a body does (domain, section 12): the rest of the house asks here, and nowhere else."""

from maillage.institutions.rules import sight
from maillage.kernel import Actor, Role

ALL_WORK = (Role.COORDINATOR, Role.MAYOR, Role.DPO)  # read every meeting of their partnership
WITHOUT_NAMES = (Role.RESEARCHER, Role.DPO)
MEMBERS = (Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.FIRST_LINE)  # read where they sit


def may_read_restricted(actor: Actor, *, sitting: frozenset[int]) -> bool:
    """May the actor read restricted work of a body where the institutions `sitting` have a seat?"""
    if actor.id is None or actor.holds(Role.COORDINATOR, Role.MAYOR):
        return True
    return actor.holds(*MEMBERS) and bool(actor.institutions & sitting)


def reads_names(actor: Actor, *, restricted: bool, sitting: frozenset[int]) -> bool:
    """May the actor read who holds the seats of a body where the institutions `sitting` have one?

    Who reads the names of the directory, in a body that is not reserved; else where they sit. Never a
    researcher nor the data protection officer.
    """
    if actor.id is None or actor.holds(Role.COORDINATOR):
        return True
    if actor.holds(*WITHOUT_NAMES):
        return False
    return (sight.sees_names(actor) and not restricted) or may_read_restricted(actor, sitting=sitting)


def may_run(actor: Actor) -> bool:
    """May the actor prepare meetings and keep the records? The coordinator, and the machine."""
    return actor.id is None or actor.holds(Role.COORDINATOR)


def may_answer_for(actor: Actor, institution: int) -> bool:
    """May the actor say that this institution kept its word? The institution, or the coordinator."""
    return may_run(actor) or institution in actor.institutions
