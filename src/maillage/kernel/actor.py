"""Who acts: a person under a role, or the machine itself."""

from dataclasses import dataclass, field
from typing import Self

from maillage.kernel.roles import Role


@dataclass(frozen=True)
class Actor:
    """The signed-in person as services, selectors see them; `id` None: the machine (command line, tick)."""

    id: int | None
    label: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    institutions: frozenset[int] = field(default_factory=frozenset)  # those represented in this partnership
    person: int | None = None  # the person of the directory, where the account is linked to one

    @classmethod
    def machine(cls, label: str) -> Self:
        """The command line or a periodic task: acts without a person, but is named in the journal."""
        return cls(None, label)

    def holds(self, *roles: Role) -> bool:
        """True when the actor has at least one of these roles here."""
        return bool(self.roles & frozenset(roles))
