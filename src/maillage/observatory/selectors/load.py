"""What one person carries (domain, 9.7, H4): for that person's own page and the coordinator's, nowhere else.

Never stored, never compared, never summed with anybody's: no table, snapshot or export reads this module.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from maillage.bodies.models import Convocation, SeatHolder
from maillage.bodies.vocabulary import MeetingState, SeatRole
from maillage.contracts.models import ActionSheet
from maillage.contracts.vocabulary import ContractState, SheetState
from maillage.institutions.models import Partnership, Person
from maillage.observatory.selectors.frames.lives import at_work, stops

MONTHS = 12
CALLED = (MeetingState.CONVENED, MeetingState.HELD, MeetingState.SUBMITTED, MeetingState.APPROVED)


@dataclass(frozen=True)
class Load:
    """Three counts of one person, as they are: no sum, no mean, no rank."""

    seats: int  # held that day
    deputy_seats: int  # as deputy, that day
    sheets: int  # piloted that day, in contracts in force, through the seat that pilots
    convened: int  # meetings the person was convened to, in the 12 months that end that day


def load_of(person: Person, partnership: Partnership, on: date) -> Load:
    """The roles and meetings of one person in one partnership; three queries. The caller checks who asks:
    only that person and the coordinator may see it.
    """
    held = _held(person, partnership, on)
    seats = held.get(SeatRole.HOLDER.value, set())
    return Load(
        seats=len(seats), deputy_seats=len(held.get(SeatRole.DEPUTY.value, set())),
        sheets=_piloted(partnership, seats, on), convened=_convened(person, partnership, on),
    )  # fmt: skip


def _held(person: Person, partnership: Partnership, on: date) -> dict[str, set[int]]:
    """Seats by role; a seat or a term that has ended is left out."""
    rows = SeatHolder.objects.filter(
        _lasts("", on), _lasts("seat__", on), person=person, seat__body__partnership=partnership
    )
    held: dict[str, set[int]] = {}
    for role, seat in rows.values_list("role", "seat_id"):
        held.setdefault(role, set()).add(seat)
    return held


def _lasts(prefix: str, on: date) -> Q:
    return Q(**{f"{prefix}start__lte": on}) & (
        Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gte": on})
    )


def _piloted(partnership: Partnership, seats: set[int], on: date) -> int:
    rows = piloted(partnership, on).filter(pilot_seat_id__in=seats).values_list("pk", flat=True)
    stopped = stops([partnership.pk]) if seats else {}
    return sum(at_work(pk, on, stopped) for pk in rows)


def piloted(partnership: Partnership, on: date) -> QuerySet[ActionSheet]:
    """The sheets of contracts in force with a seat that pilots; some may have stopped: see `at_work`."""
    return ActionSheet.objects.filter(
        Q(end__isnull=True) | Q(end__gte=on), contract__partnership=partnership, withdrawn_on__isnull=True,
        contract__state=ContractState.IN_FORCE.value, pilot_seat__isnull=False,
    ).exclude(state=SheetState.DRAFT.value)  # fmt: skip


def _convened(person: Person, partnership: Partnership, on: date) -> int:
    since = on - relativedelta(months=MONTHS)
    rows = Convocation.objects.filter(
        person=person,
        meeting__body__partnership=partnership,
        meeting__state__in=[state.value for state in CALLED],
        meeting__starts_at__date__gt=since,
        meeting__starts_at__date__lte=on,
    )
    return rows.values("meeting_id").distinct().count()
