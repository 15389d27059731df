"""Who pilots how many sheets, by name: for the coordinator alone, who prepares their leaving."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from maillage.bodies.models import SeatHolder
from maillage.bodies.vocabulary import SeatRole
from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import ContractState
from maillage.institutions.models import Partnership
from maillage.kernel import Actor, Role
from maillage.observatory.selectors.frames.lives import at_work, stops


@dataclass(frozen=True)
class Holder:
    """A person who holds the seat that pilots sheets in force, and how many of them nobody stands in for."""

    name: str
    institution: str
    sheets: int
    alone: int


def pilots(*, actor: Actor, partnership: Partnership, on: date) -> list[Holder]:
    """By name, and for nobody but the coordinator: an empty list otherwise. No order of merit."""
    if not actor.holds(Role.COORDINATOR):
        return []
    live = ActionSheet.objects.filter(
        Q(start=None) | Q(start__lte=on), Q(end=None) | Q(end__gte=on), contract__partnership=partnership,
        contract__state=ContractState.IN_FORCE.value, withdrawn_on=None, pilot_seat__isnull=False,
    )  # fmt: skip
    stopped = stops([partnership.pk])
    rows_of = live.values_list("pilot_seat_id", "deputy_id", "pk")
    sheets = [(seat, deputy) for seat, deputy, pk in rows_of if at_work(pk, on, stopped)]
    held = SeatHolder.objects.filter(
        Q(end=None) | Q(end__gte=on), seat__in={seat for seat, _deputy in sheets}, start__lte=on,
        role=SeatRole.HOLDER.value,
    )  # fmt: skip
    rows = held.order_by("person__name", "person_id").values_list(
        "person_id", "person__name", "seat__institution__name", "seat_id"
    )
    people: dict[int, Holder] = {}
    for person, name, institution, seat in rows:
        mine = [deputy for one, deputy in sheets if one == seat]
        before = people.get(person, Holder(name, institution, 0, 0))
        alone = sum(deputy is None for deputy in mine)
        people[person] = Holder(name, before.institution, before.sheets + len(mine), before.alone + alone)
    return list(people.values())
