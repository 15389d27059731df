"""The words of the first pages: a step to take, something that waits, and when it is due."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import Term


@dataclass(frozen=True)
class Step:
    """One next step: what to do, why, where."""

    title: str
    reason: str
    url: str
    done: bool = False


class When(Term):
    """The groups of « Ma semaine », in their order."""

    LATE = "late", "En retard"
    WEEK = "week", "Cette semaine"
    NEXT = "next", "Ensuite"
    UNDATED = "undated", "Sans date fixée"


@dataclass(frozen=True)
class Matter:
    """One thing that waits: what to do, why, when, and the page that does it.

    `late`: days past its day, or since it waits. `key` tells two rows of one page apart. Never holds
    the words of restricted work: the same rows leave by mail.
    """

    when: When
    what: str
    why: str
    url: str
    on: date | None = None
    late: int = 0
    mark: str = "open"
    key: str = ""

    @property
    def identity(self) -> str:
        """The same thing told by two sources is shown once."""
        return self.key or self.url


@dataclass(frozen=True)
class Silence:
    """Somebody who has not answered: who, what was asked, since how many days."""

    who: str
    what: str
    days: int
    url: str = ""
