"""Doubts on a series: computed from its rows and what others gave, written beside them, never instead."""

from collections.abc import Iterable
from datetime import date

from maillage.diagnosis.models import Delivery, Doubt, SeriesPoint
from maillage.diagnosis.rules import plausibility, yardsticks
from maillage.diagnosis.rules.plausibility import Asked, Elsewhere
from maillage.diagnosis.vocabulary.gathered import DeliveryState, Frequency, Point, Read, Suspected
from maillage.kernel import Conflict


def suspected(row: Delivery, found: Read) -> list[Suspected]:
    """The doubts that this file would raise."""
    points = [one for one in found.rows if isinstance(one, Point)]
    request = row.request
    assert request is not None
    asked = Asked(
        Frequency(request.frequency), request.exposed, request.exposed_unit,
        yardsticks.typed(request.yardsticks),
    )  # fmt: skip
    return plausibility.examine(points, asked=asked, note=row.method_note, others=_others(row, points))


def _others(row: Delivery, points: list[Point]) -> list[Elsewhere]:
    """What other holders gave for the same periods, in use in this diagnosis."""
    periods = {one.period for one in points}
    rows = SeriesPoint.objects.filter(
        delivery__diagnosis_id=row.diagnosis_id, delivery__state=DeliveryState.KEPT.value, period__in=periods
    ).exclude(delivery__request=row.request)  # fmt: skip
    grouped: dict[int, list[SeriesPoint]] = {}
    for one in rows.select_related("delivery__request__institution"):
        grouped.setdefault(one.delivery_id, []).append(one)
    return [
        Elsewhere(_holder(given[0].delivery), tuple(_point(one) for one in given), delivery)
        for delivery, given in grouped.items()
    ]


def _holder(row: Delivery) -> str:
    return row.request.holder_name if row.request else ""


def _point(one: SeriesPoint) -> Point:
    return Point(one.line, one.period, one.place, one.category, one.count, one.exposed)


def raise_doubts(row: Delivery, found: Iterable[Suspected], on: date) -> None:
    """Write the doubts of a file, and on the other side those that it raises by contradicting it."""
    _store(row, found, on)
    ours = Elsewhere(_holder(row), tuple(_point(one) for one in row.points.all()), row.pk)
    against = {one.against for one in found if one.against}
    for other in Delivery.objects.filter(pk__in=against).defer("content"):
        theirs = [_point(one) for one in other.points.all()]
        _store(other, plausibility.contradictions(theirs, [ours])[: plausibility.SHOWN], on)


def _store(row: Delivery, found: Iterable[Suspected], on: date) -> None:
    for one in found:
        Doubt.objects.get_or_create(
            delivery=row, kind=one.kind.value, subject=one.subject[:300],
            defaults={"words": one.words, "raised_on": on, "against_id": one.against},
        )  # fmt: skip


def locked(doubt: Doubt, seen: int) -> Doubt:
    """The doubt as it stands, locked. Raises Conflict when it was answered meanwhile."""
    row = Doubt.objects.select_for_update().get(pk=doubt.pk)
    if row.revision != seen:
        raise Conflict([f"une réponse a été écrite : « {row.explanation[:120]} »"])
    return row
