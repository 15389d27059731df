"""A dozen shared types. No Django, no business rule: only what every storey needs to speak to the others."""

from maillage.kernel.actor import Actor
from maillage.kernel.errors import BadInput, Conflict, Refused
from maillage.kernel.estimate import Estimate, Status
from maillage.kernel.fold import folded
from maillage.kernel.period import Period
from maillage.kernel.policy import Policy, access
from maillage.kernel.roles import Role
from maillage.kernel.term import Term

__all__ = [
    "Actor",
    "BadInput",
    "Conflict",
    "Estimate",
    "Period",
    "Policy",
    "Refused",
    "Role",
    "Status",
    "Term",
    "access",
    "folded",
]
