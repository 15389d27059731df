"""Questions on partnerships."""

from datetime import date

from django.db.models import Q

from maillage.institutions.models import Partnership


def partnership(*, key: str) -> Partnership | None:
    """One workspace by its key, or None."""
    return Partnership.objects.filter(key=key).first()


def open_on(day: date) -> list[Partnership]:
    """The partnerships running that day, by name."""
    running = Q(opened__lte=day) & (Q(closed__isnull=True) | Q(closed__gte=day))
    return list(Partnership.objects.filter(running).order_by("name"))
