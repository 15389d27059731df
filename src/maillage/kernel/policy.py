"""Who may open a route. Every view carries one policy; a view without one is refused by the guard."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from maillage.kernel.roles import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """`public`: no login. Else a login, and in a partnership one of `roles` (empty: any member)."""

    public: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)


def admits(policy: Policy, held: frozenset[Role]) -> bool:
    """May the holder of these roles in a partnership open a route of it? Any member, or those named.

    The technical administrator watches over the installation: no page is open to that role unless it says so.
    """
    if policy.public:
        return True
    return bool(held & policy.roles) if policy.roles else bool(held - {Role.ADMINISTRATOR})


PUBLIC = Policy(public=True)
SIGNED_IN = Policy()


def access(*roles: Role, public: bool = False) -> Callable[[View], View]:
    """A view's policy: `@access(Role.COORDINATOR)`, `@access()` any member, `@access(public=True)`."""
    policy = Policy(public=public, roles=frozenset(roles))

    def declare(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return declare
