"""Questions on accounts: what a person may do here, today."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.accounts.models import Membership, User
from maillage.institutions.models import Institution, Partnership, Person
from maillage.kernel import Actor, Role


def memberships(*, user: User, on: date) -> QuerySet[Membership]:
    """The roles in force that day, with their partnership."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    return (
        Membership.objects.filter(running, user=user)
        .select_related("partnership", "institution", "person")
        .order_by("partnership__name")
    )


def actor(*, user: User, partnership: Partnership | None, on: date) -> Actor:
    """The person as services see them: the roles held in this partnership on that day (none outside one)."""
    held = memberships(user=user, on=on).filter(partnership=partnership) if partnership else []
    roles = {Role(row.role) for row in held}
    if user.is_instance_admin:
        roles.add(Role.ADMINISTRATOR)
    people = [row.person_id for row in held if row.person_id and _present(row.person, on)]
    speaks_for = frozenset(
        row.institution_id for row in held if row.institution_id and _present(row.institution, on)
    )
    return Actor(user.pk, user.name, frozenset(roles), speaks_for, people[0] if people else None)


def _present(row: Institution | Person | None, on: date) -> bool:
    """In the directory on that day: one that was put away speaks for nobody."""
    return row is not None and (row.archived_on is None or row.archived_on > on)


def members(*, partnership: Partnership, on: date) -> list[Membership]:
    """Everyone who holds a role in this partnership that day."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    rows = Membership.objects.filter(running, partnership=partnership)
    rows = rows.select_related("user", "institution", "person")
    return list(rows.order_by("user__name", "role"))


def weekly_readers(*, on: date) -> list[Membership]:
    """The roles in force that day whose holder asked for the weekly message, where the partnership runs."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    opened = Q(partnership__opened__lte=on) & (
        Q(partnership__closed__isnull=True) | Q(partnership__closed__gte=on)
    )
    rows = Membership.objects.filter(running, opened, digest_day__isnull=False, user__is_active=True)
    rows = rows.select_related("user", "partnership", "person", "institution")
    return list(rows.order_by("partnership_id", "user_id", "id"))
