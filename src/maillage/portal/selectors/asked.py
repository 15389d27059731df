"""On whose behalf « Ma semaine » is asked, and how a day finds its group."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from maillage.bodies.selectors import follow_up, obligations
from maillage.bodies.vocabulary import Obligation
from maillage.institutions.models import Partnership
from maillage.kernel import Actor
from maillage.portal.vocabulary import Matter, When

SHAPES = {When.LATE: "late", When.WEEK: "open", When.NEXT: "open", When.UNDATED: "open"}


@dataclass(frozen=True)
class Asked:
    """On whose behalf, where, and on which day."""

    partnership: Partnership
    actor: Actor
    on: date

    @cached_property
    def duties(self) -> list[Obligation]:
        """The obligations of the day, asked once a page."""
        return obligations.obligations(self.partnership, self.on)


Source = Callable[[Asked], Iterable[Matter]]


def near(day: date, on: date) -> When:
    """The group of a day: what is further than the next week comes « ensuite »."""
    return When(follow_up.group_of(day, on) or When.NEXT.value)
