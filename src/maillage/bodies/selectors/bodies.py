"""Bodies of one partnership, and who sits in them on a day."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from maillage.bodies.models import Body, Seat, SeatHolder
from maillage.institutions.models import Partnership


def running(on: date) -> Q:
    """Rows with `start` and `end` that run on that day."""
    return Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gte=on))


def bodies(*, partnership: Partnership) -> QuerySet[Body]:
    """The bodies of this partnership, by name."""
    return Body.objects.filter(partnership=partnership).select_related("parent", "chair", "co_chair")


def body(*, partnership: Partnership, pk: int) -> Body | None:
    """One body of this partnership, or None."""
    return bodies(partnership=partnership).filter(pk=pk).first()


def seats_on(*, body: Body, on: date) -> list[Seat]:
    """The seats of a body that day, each with `sitting`: its holders and deputies of the day; two queries."""
    holders = SeatHolder.objects.filter(running(on)).select_related("person").order_by("-role", "start")
    rows = Seat.objects.filter(running(on), body=body).select_related("institution")
    return list(rows.prefetch_related(Prefetch("holders", queryset=holders, to_attr="sitting")))


def sitting_institutions(*, body: Body, on: date) -> frozenset[int]:
    """The institutions that have a seat that day."""
    return frozenset(Seat.objects.filter(running(on), body=body).values_list("institution_id", flat=True))
