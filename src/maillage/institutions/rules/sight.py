"""Who may read what of the directory (domain, section 12): institutions, functions, names, contacts."""

from maillage.kernel import Actor, Role

NAMES = (Role.COORDINATOR, Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR, Role.DPO)
FUNCTIONS = (*NAMES, Role.RESEARCHER)
OWN_CONTACTS = (Role.MAYOR, Role.PARTNER, Role.PREFECTURE, Role.PROSECUTOR)


def may_write(actor: Actor) -> bool:
    """May the actor change the directory? The coordinator, and the machine."""
    return actor.id is None or actor.holds(Role.COORDINATOR)


def sees_functions(actor: Actor) -> bool:
    """May the actor read which functions exist, at which level? Not the first line: institutions only."""
    return actor.id is None or actor.holds(*FUNCTIONS)


def sees_names(actor: Actor) -> bool:
    """May the actor read who holds a function? A researcher reads functions without names."""
    return actor.id is None or actor.holds(*NAMES)


def sees_contact(actor: Actor, *, person: int, institutions: frozenset[int]) -> bool:
    """May the actor read an address and a telephone? The coordinator, the person, their own institution."""
    if may_write(actor):
        return True
    return actor.holds(*OWN_CONTACTS) and (actor.person == person or bool(actor.institutions & institutions))
