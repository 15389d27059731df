"""The load of everybody in one partnership (H4), by the rules of `load_of`, for the coordinator alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from maillage.bodies.models import Convocation, SeatHolder
from maillage.bodies.vocabulary import SeatRole
from maillage.institutions.models import Partnership, Person
from maillage.observatory.selectors.frames.lives import at_work, stops
from maillage.observatory.selectors.load import CALLED, MONTHS, Load, piloted


@dataclass(frozen=True)
class Carried:
    """One person and what that person carries."""

    person: Person
    load: Load


def loads(*, partnership: Partnership, on: date) -> list[Carried]:
    """Each person who holds a seat or was convened, in the alphabet; six queries, however many people."""
    held, convened = _held(partnership, on), _convened(partnership, on)
    piloted = _piloted(partnership, on)
    people = Person.objects.filter(
        partnership=partnership, pk__in={key for key, _role in held} | set(convened)
    )
    return [
        Carried(row, _load(row.pk, held, convened, piloted)) for row in people.order_by("name", "pk")
    ]  # fmt: skip


def _load(
    key: int, held: dict[tuple[int, str], set[int]], convened: Counter[int], piloted: Counter[int]
) -> Load:
    seats = held.get((key, SeatRole.HOLDER.value), set())
    deputy = held.get((key, SeatRole.DEPUTY.value), set())
    return Load(len(seats), len(deputy), sum(piloted[seat] for seat in seats), convened[key])


def _held(partnership: Partnership, on: date) -> dict[tuple[int, str], set[int]]:
    """The seats of each person and role; a seat or a term that has ended is left out."""
    term = Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))
    seat = Q(seat__start__lte=on) & (Q(seat__end__isnull=True) | Q(seat__end__gte=on))
    rows = SeatHolder.objects.filter(term, seat, seat__body__partnership=partnership)
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for who, role, place in rows.values_list("person", "role", "seat"):
        found[who, role].add(place)
    return found


def _piloted(partnership: Partnership, on: date) -> Counter[int]:
    """Sheets alive in contracts in force, by the seat that pilots."""
    rows, stopped = piloted(partnership, on).values_list("pilot_seat", "pk"), stops([partnership.pk])
    return Counter(seat for seat, pk in rows if at_work(pk, on, stopped))


def _convened(partnership: Partnership, on: date) -> Counter[int]:
    """Meetings that each person was convened to in the twelve months that end on that day."""
    rows = Convocation.objects.filter(
        meeting__body__partnership=partnership, person__isnull=False,
        meeting__state__in=[state.value for state in CALLED],
        meeting__starts_at__date__gt=on - relativedelta(months=MONTHS), meeting__starts_at__date__lte=on,
    )  # fmt: skip
    return Counter(who for who, _meeting in rows.values_list("person", "meeting").distinct())
