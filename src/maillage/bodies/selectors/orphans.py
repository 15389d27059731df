"""What nobody carries any more: commitments of people who left, seats without a holder."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from maillage.bodies.models import Commitment, Handover, Seat, SeatHolder
from maillage.bodies.rules import handover as rules
from maillage.bodies.rules.visibility import may_run
from maillage.bodies.selectors.bodies import running
from maillage.bodies.selectors.record import commitment_is_restricted
from maillage.bodies.vocabulary import CommitmentState, OrphanKind, SeatRole
from maillage.institutions.models import Institution, Partnership, Person, Position
from maillage.kernel import Actor

Pair = tuple[int, int]  # person, institution


@dataclass(frozen=True)
class Orphan:
    """One thing without a carrier: since which day where it is known, and how many days that makes."""

    kind: OrphanKind
    pk: int
    words: str
    institution: Institution
    since: date | None
    days: int
    restricted: bool = False


def orphans(*, partnership: Partnership, on: date) -> list[Orphan]:
    """Every open commitment and seat that nobody carries that day, the longest first; eight queries."""
    found = [*_commitments(partnership, on), *_seats(partnership, on)]
    return sorted(found, key=lambda row: (-row.days, row.kind.value, row.pk))


def gone(*, pairs: Iterable[Pair], on: date) -> dict[Pair, date | None]:
    """Among these (person, institution), those gone that day, with their last day; three queries."""
    pairs = set(pairs)
    people, places = {one for one, _ in pairs}, {one for _, one in pairs}
    terms: dict[Pair, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Position.objects.filter(person_id__in=people, institution_id__in=places)
    for person, institution, start, end in rows.values_list("person_id", "institution_id", "start", "end"):
        terms[person, institution].append((start, end))
    left = _left(people, places)
    archived = _archived(people)
    return {
        pair: _last_day(terms[pair], left.get(pair), archived.get(pair[0]))
        for pair in pairs
        if rules.departed(
            positions=terms[pair], archived_on=archived.get(pair[0]), left_on=left.get(pair), on=on
        )
    }


def _left(people: set[int], places: set[int]) -> dict[Pair, date]:
    rows = Handover.objects.filter(leaving_id__in=people, institution_id__in=places)
    last = rows.values_list("leaving_id", "institution_id").annotate(last=Max("leaves_on")).order_by()
    return {(person, institution): day for person, institution, day in last}


def _archived(people: set[int]) -> dict[int, date]:
    rows = Person.objects.filter(pk__in=people, archived_on__isnull=False)
    found = rows.values_list("pk", "archived_on")
    return {pk: day for pk, day in found if day is not None}


def _last_day(
    terms: list[tuple[date, date | None]], left: date | None, archived: date | None
) -> date | None:  # fmt: skip
    ends = [end for _, end in terms if end is not None]
    return max([day for day in (*ends, left) if day is not None], default=archived)


def seated(*, partnership: Partnership, on: date) -> set[int]:
    """The institutions that have somebody in at least one seat that day."""
    rows = SeatHolder.objects.filter(running(on), seat__body__partnership=partnership)
    rows = rows.filter(Q(person__archived_on__isnull=True) | Q(person__archived_on__gt=on))
    return set(rows.values_list("seat__institution_id", flat=True))


def _commitments(partnership: Partnership, on: date) -> list[Orphan]:
    awaited = Commitment.objects.filter(partnership=partnership, state=CommitmentState.OPEN.value)
    rows = list(awaited.select_related("institution", "meeting__body", "decision__item"))
    last = gone(pairs={(row.person_id, row.institution_id) for row in rows if row.person_id}, on=on)
    carried = seated(partnership=partnership, on=on)
    found = []
    for row in rows:
        pair = (row.person_id, row.institution_id)
        if row.person_id is not None and pair in last:
            found.append(_of_commitment(row, last[pair], on))
        elif row.person_id is None and row.institution_id not in carried:
            found.append(_of_commitment(row, None, on))
    return found


def _of_commitment(row: Commitment, since: date | None, on: date) -> Orphan:
    days = rules.vacant_days(last_day=since, arrives_on=None, on=on) if since else 0
    return Orphan(
        OrphanKind.COMMITMENT, row.pk, row.deliverable, row.institution, since, days,
        commitment_is_restricted(row),
    )  # fmt: skip


def _seats(partnership: Partnership, on: date) -> list[Orphan]:
    rows = Seat.objects.filter(running(on), body__partnership=partnership).select_related(
        "body", "institution"
    )
    held = SeatHolder.objects.filter(running(on), seat__body__partnership=partnership)
    held = held.filter(role=SeatRole.HOLDER.value).filter(
        Q(person__archived_on__isnull=True) | Q(person__archived_on__gt=on)
    )
    full = set(held.values_list("seat_id", flat=True))
    ends = dict(
        SeatHolder.objects.filter(seat__body__partnership=partnership, role=SeatRole.HOLDER.value, end__lt=on)
        .values_list("seat_id").annotate(last=Max("end")).order_by()
    )  # fmt: skip
    return [_of_seat(row, ends.get(row.pk), on) for row in rows if row.pk not in full]


def _of_seat(row: Seat, last: date | None, on: date) -> Orphan:
    days = rules.vacant_days(last_day=last, arrives_on=None, on=on) if last else (on - row.start).days
    words = f"{row.label}, {row.body.name}"
    return Orphan(OrphanKind.SEAT, row.pk, words, row.institution, last or row.start, days)


def of_actor(rows: list[Orphan], actor: Actor) -> list[Orphan]:
    """Those that this reader may see: a partner sees their own institutions'."""
    return rows if may_run(actor) else [row for row in rows if row.institution.pk in actor.institutions]
