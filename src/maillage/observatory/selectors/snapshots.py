"""The snapshots of a partnership: the last one on a day."""

from datetime import date

from maillage.institutions.models import Partnership
from maillage.observatory.models import HealthSnapshot


def latest(*, partnership: Partnership, on: date) -> HealthSnapshot | None:
    """The last snapshot of a day that is not after `on`."""
    return HealthSnapshot.objects.filter(partnership=partnership, day__lte=on).order_by("-day").first()
