"""The traces between partners, as one may read them: all for who runs, one's own institution's for others."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from maillage.bodies.models import DirectContact, TerritoryEvent, Training, Transmission
from maillage.institutions.models import Partnership, Position
from maillage.institutions.selectors import positions_on
from maillage.kernel import Actor, Role

READ_ALL = (Role.COORDINATOR, Role.MAYOR, Role.DPO)


def reads_all(actor: Actor) -> bool:
    """Does the actor read every trace of the partnership?"""
    return actor.id is None or actor.holds(*READ_ALL)


def trainings(*, partnership: Partnership, actor: Actor) -> QuerySet[Training]:
    """The joint trainings, newest first, with their institutions."""
    rows = Training.objects.filter(partnership=partnership).prefetch_related("institutions")
    return rows if reads_all(actor) else rows.filter(institutions__in=actor.institutions).distinct()


def contacts(*, partnership: Partnership, actor: Actor) -> QuerySet[DirectContact]:
    """The direct contacts used, newest first."""
    rows = DirectContact.objects.filter(partnership=partnership).select_related("one", "other")
    mine = Q(one__in=actor.institutions) | Q(other__in=actor.institutions)
    return rows if reads_all(actor) else rows.filter(mine)


def transmissions(*, partnership: Partnership, actor: Actor) -> QuerySet[Transmission]:
    """What was handed over, newest first."""
    rows = Transmission.objects.filter(partnership=partnership).select_related("giver", "receiver")
    mine = Q(giver__in=actor.institutions) | Q(receiver__in=actor.institutions)
    return rows if reads_all(actor) else rows.filter(mine)


def events(*, partnership: Partnership, actor: Actor) -> QuerySet[TerritoryEvent]:
    """The events of the territory, newest first: everybody of the partnership knows them."""
    return TerritoryEvent.objects.filter(partnership=partnership).order_by("-on", "-id")


LISTS: dict[str, Any] = {
    "formations": trainings, "contacts": contacts, "transmissions": transmissions, "evenements": events,
}  # fmt: skip


def trace(*, partnership: Partnership, actor: Actor, kind: str, pk: int) -> Any | None:
    """One trace of this partnership that the actor may read, or None."""
    return LISTS[kind](partnership=partnership, actor=actor).filter(pk=pk).first() if kind in LISTS else None


def mandates(*, partnership: Partnership, actor: Actor, on: date) -> Sequence[Position]:
    """The functions of the day with their written mandate; one's own institution's for partners."""
    rows = positions_on(partnership=partnership, on=on)
    return list(rows if reads_all(actor) else rows.filter(institution__in=actor.institutions))


def position(*, partnership: Partnership, pk: int) -> Position | None:
    """One function of this partnership, or None."""
    rows = Position.objects.filter(institution__partnership=partnership, pk=pk)
    return rows.select_related("person", "institution__partnership").first()
