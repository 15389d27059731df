"""Seats of a body: of a day, with their history, and against the law of that day."""

from datetime import date

from django.db.models import QuerySet

from maillage import law
from maillage.bodies.models import Body, Seat, SeatHolder
from maillage.bodies.rules import composition
from maillage.bodies.rules.composition import Conformity, SeatFact
from maillage.bodies.selectors.bodies import running
from maillage.bodies.vocabulary import COUNCILS, BodyKind
from maillage.institutions.models import Partnership
from maillage.territory import selectors as territory


def seat(*, partnership: Partnership, pk: int) -> Seat | None:
    """One seat of this partnership, or None."""
    rows = Seat.objects.filter(body__partnership=partnership, pk=pk)
    return rows.select_related("body__partnership", "institution").first()


def holder(*, partnership: Partnership, pk: int) -> SeatHolder | None:
    """One mandate on a seat of this partnership, or None."""
    rows = SeatHolder.objects.filter(seat__body__partnership=partnership, pk=pk)
    return rows.select_related("seat__body__partnership", "person").first()


def past_seats(*, body: Body, on: date) -> list[Seat]:
    """The seats that ended before that day."""
    return list(Seat.objects.filter(body=body, end__lt=on).select_related("institution").order_by("-end"))


def holders_of(*, seat: Seat) -> QuerySet[SeatHolder]:
    """Who held a seat, the latest first."""
    return SeatHolder.objects.filter(seat=seat).select_related("person").order_by("-start", "role")


def conformity(*, body: Body, on: date) -> Conformity | None:
    """The composition of a council against the law of that day; None for bodies that no text composes."""
    if BodyKind(body.kind) not in COUNCILS:
        return None
    facts = facts_on(body=body, on=on)
    return composition.conformity(
        facts, law.council(body.kind, on), epci_competent=body.epci_competent, towns=_towns(body)
    )


def facts_on(*, body: Body, on: date) -> list[SeatFact]:
    """The seats of a day as the rules of composition read them; one query."""
    rows = Seat.objects.filter(running(on), body=body)
    kept = rows.values_list("member_key", "institution__kind", "voice", "basis")
    return [SeatFact(*row) for row in kept]


def _towns(body: Body) -> int | None:
    if body.kind != BodyKind.CISPD:
        return None
    return len(territory.communes_of(body.partnership.place)) or None
