"""The snapshots that were kept, and where the records of each partnership stand since."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from maillage.audit.models import Entry
from maillage.institutions.models import Partnership
from maillage.observatory.models import HealthSnapshot

COMPUTED = "santé calculée"  # the act of the journal: by itself it moves no record


def latest(*, partnership: Partnership, on: date) -> HealthSnapshot | None:
    """The last snapshot of a day that is not after `on`."""
    return HealthSnapshot.objects.filter(partnership=partnership, day__lte=on).order_by("-day").first()


def at(*, partnership: Partnership, day: date) -> HealthSnapshot | None:
    """The snapshot of that very day."""
    return HealthSnapshot.objects.filter(partnership=partnership, day=day).first()


def stamps(partnerships: Sequence[int]) -> dict[int, int]:
    """By partnership, the last act of the journal that may have moved its records; 0 without."""
    keys = dict(Partnership.objects.filter(pk__in=partnerships).values_list("key", "pk"))
    rows = Entry.objects.filter(partnership__in=keys).exclude(act=COMPUTED)
    last = dict(rows.values_list("partnership").order_by("partnership").annotate(last=Max("seq")))
    return {pk: last.get(key, 0) for key, pk in keys.items()}


def neighbours(partnerships: Sequence[int], size: int) -> list[int]:
    """These partnerships and those whose number is in the same `size`: what is kept together."""
    parts = {pk // size for pk in partnerships}
    return [pk for pk in Partnership.objects.values_list("pk", flat=True) if pk // size in parts]


def alive(*, on: date) -> QuerySet[Partnership]:
    """The partnerships of this installation that are open on that day."""
    running = Q(closed__isnull=True) | Q(closed__gte=on)
    return Partnership.objects.filter(running, opened__lte=on).order_by("pk")


def behind(*, on: date, stale: date) -> list[int]:
    """The open partnerships whose records moved since their last snapshot, or whose last is before `stale`.

    Those that have a snapshot of `on` are left for the next day.
    """
    last = HealthSnapshot.objects.filter(partnership=OuterRef("pk"), day__lte=on).order_by("-day")
    rows = alive(on=on).annotate(
        day=Subquery(last.values("day")[:1]), at=Subquery(last.values("computed_at")[:1])
    )
    known = [row for row in rows.values_list("pk", "key", "day", "at") if row[2] != on]
    moved = _moved([key for _pk, key, *_rest in known])
    return [
        pk for pk, key, day, moment in known
        if day is None or day < stale or (key in moved and moved[key] > moment)
    ]  # fmt: skip


def _moved(keys: Sequence[str]) -> dict[str, datetime]:
    rows = Entry.objects.filter(partnership__in=keys).exclude(act=COMPUTED)
    return dict(rows.values_list("partnership").order_by("partnership").annotate(last=Max("at")))


def kinds(*, on: date) -> list[list[int]]:
    """The open partnerships, those that compare with each other together."""
    found: dict[tuple[str, bool], list[int]] = {}
    for pk, kind, fictitious in alive(on=on).values_list("pk", "kind", "fictitious"):
        found.setdefault((kind, fictitious), []).append(pk)
    return list(found.values())


def comparable(*, partnership: Partnership, on: date) -> list[int]:
    """The other partnerships one may compare with: open, the same kind, invented ones among themselves."""
    rows = alive(on=on).filter(kind=partnership.kind, fictitious=partnership.fictitious)
    return list(rows.exclude(pk=partnership.pk).values_list("pk", flat=True))
