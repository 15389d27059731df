"""What an import would do to a directory: created, completed, already there, doubtful, rejected. Pure."""

from maillage.institutions.rules.plan.facts import (
    Known,
    KnownInstitution,
    KnownPerson,
    KnownPosition,
)
from maillage.institutions.rules.plan.planner import draw
from maillage.institutions.rules.plan.steps import Change, Doubt, Plan, Step

__all__ = [
    "Change",
    "Doubt",
    "Known",
    "KnownInstitution",
    "KnownPerson",
    "KnownPosition",
    "Plan",
    "Step",
    "draw",
]
