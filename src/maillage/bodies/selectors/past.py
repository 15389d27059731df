"""The bodies as they stood on a past day: those opened by then, each in the state it was in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from maillage.bodies.models import BodyEvent
from maillage.bodies.selectors.overview import BodyLine
from maillage.bodies.vocabulary import BodyState, LifeEvent

STATES = {
    LifeEvent.CLOSED.value: BodyState.CLOSED, LifeEvent.DORMANT.value: BodyState.DORMANT,
    LifeEvent.OPENED.value: BodyState.OPEN, LifeEvent.RESUMED.value: BodyState.OPEN,
    LifeEvent.PROLONGED.value: BodyState.OPEN,
}  # fmt: skip


def as_of(lines: list[BodyLine], on: date) -> list[BodyLine]:
    """These lines as of that day; one query. The next meeting of a past day is not known any more."""
    alive = [line for line in lines if line.body.opened_on <= on]
    states = states_on([line.body.pk for line in alive], on)
    for line in alive:
        line.body.state = states[line.body.pk].value
    return sorted(
        (replace(line, overdue=line.overdue if not line.closed else 0) for line in alive),
        key=lambda line: line.closed,
    )


def states_on(bodies: Iterable[int], on: date) -> Mapping[int, BodyState]:
    """The state of each body on a past day, by its dated acts; open where none says otherwise."""
    states: dict[int, BodyState] = defaultdict(lambda: BodyState.OPEN)
    rows = BodyEvent.objects.filter(body__in=list(bodies), on__lte=on, kind__in=STATES)
    for body, kind in rows.order_by("on", "pk").values_list("body_id", "kind"):
        states[body] = STATES[kind]
    return states


def moved_since(bodies: Iterable[int], on: date) -> set[int]:
    """The bodies whose state is no longer that of this day."""
    rows = BodyEvent.objects.filter(body__in=list(bodies), on__gt=on, kind__in=STATES)
    return set(rows.values_list("body_id", flat=True))
