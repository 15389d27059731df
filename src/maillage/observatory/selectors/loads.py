"""The load of people in one partnership (H4): seats held, sheets piloted, meetings convened; no sum of them.

Only the person and the coordinator read it: the pages ask with the person, or for all.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from maillage.bodies.models import Convocation, SeatHolder
from maillage.bodies.vocabulary import MeetingState, SeatRole
from maillage.contracts.selectors.sheets import sheets
from maillage.contracts.vocabulary import SheetState
from maillage.institutions.models import Partnership, Person

MONTHS = 12
OVER = (SheetState.DONE.value, SheetState.STOPPED.value)


@dataclass(frozen=True)
class Load:
    """What one person carries on a day, counted."""

    person: Person
    holder: int
    deputy: int
    sheets: int
    meetings: int


def loads(*, partnership: Partnership, on: date, person: int | None = None) -> list[Load]:
    """The load of each person who holds a seat or was convened, by name; of one person when given.

    Four queries, however many people.
    """
    seats, held = _seats(partnership, on)
    convened = _convened(partnership, on)
    piloted: Counter[int] = Counter()
    for seat in _piloted(partnership):
        piloted[held[seat]] += seat in held
    roles = {key for key, _role in seats}
    people = Person.objects.filter(pk__in=roles | set(convened) if person is None else {person})
    return [
        Load(
            row, seats[row.pk, SeatRole.HOLDER.value], seats[row.pk, SeatRole.DEPUTY.value],
            piloted[row.pk], convened[row.pk],
        )
        for row in people.filter(partnership=partnership).order_by("name", "pk")
    ]  # fmt: skip


def _seats(partnership: Partnership, on: date) -> tuple[Counter[tuple[int, str]], dict[int, int]]:
    """Seats by person and role on that day; and who holds each seat."""
    running = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    rows = SeatHolder.objects.filter(running, seat__body__partnership=partnership)
    found = list(rows.values_list("seat", "person", "role"))
    holders = {seat: who for seat, who, role in found if role == SeatRole.HOLDER.value}
    return Counter((who, role) for _seat, who, role in found), holders


def _convened(partnership: Partnership, on: date) -> Counter[int]:
    """Meetings that each person was convened to in the twelve months that end on that day."""
    first = on - relativedelta(months=MONTHS)
    rows = Convocation.objects.filter(
        meeting__body__partnership=partnership, person__isnull=False,
        meeting__starts_at__date__gt=first, meeting__starts_at__date__lte=on,
    )  # fmt: skip
    kept = rows.exclude(meeting__state__in=(MeetingState.CANCELLED.value, MeetingState.DRAFT.value))
    return Counter(kept.values_list("person", flat=True))


def _piloted(partnership: Partnership) -> list[int]:
    rows = sheets(partnership=partnership).filter(pilot_seat__isnull=False)
    return list(rows.exclude(state__in=OVER).values_list("pilot_seat", flat=True))
