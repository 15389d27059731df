"""Questions on accounts: what a person may do here, today."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.accounts.models import Membership, User
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role


def memberships(*, user: User, on: date) -> QuerySet[Membership]:
    """The roles in force that day, with their partnership."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    return (
        Membership.objects.filter(running, user=user)
        .select_related("partnership")
        .order_by("partnership__name")
    )


def actor(*, user: User, partnership: Partnership | None, on: date) -> Actor:
    """The person as services see them: the roles held in this partnership on that day (none outside one)."""
    held = memberships(user=user, on=on).filter(partnership=partnership) if partnership else []
    roles = {Role(row.role) for row in held}
    if user.is_instance_admin:
        roles.add(Role.ADMINISTRATOR)
    people = [row.person_id for row in held if row.person_id]
    speaks_for = frozenset(row.institution_id for row in held if row.institution_id)
    return Actor(user.pk, user.name, frozenset(roles), speaks_for, people[0] if people else None)


def members(*, partnership: Partnership, on: date) -> list[Membership]:
    """Everyone who holds a role in this partnership that day."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    rows = Membership.objects.filter(running, partnership=partnership).select_related("user")
    return list(rows.order_by("user__name", "role"))
