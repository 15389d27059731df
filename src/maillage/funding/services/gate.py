"""What every change of a control checks first: who may write, and what is the money's limit."""

from maillage.contracts.services.gate import already, check_answers_for, check_here, check_roles
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role

CONTROLLERS = (Role.COORDINATOR, Role.PREFECTURE)


def check_controls(actor: Actor, partnership: Partnership, act: str) -> None:
    """Raises Refused, with a journal line, unless the actor keeps the controls: coordinator, préfecture."""
    check_roles(actor, partnership, CONTROLLERS, act)


__all__ = ["CONTROLLERS", "already", "check_answers_for", "check_controls", "check_here", "check_roles"]
