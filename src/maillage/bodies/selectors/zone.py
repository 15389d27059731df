"""The clock on the wall of a partnership: the only place where a moment becomes a day and an hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone

from maillage.bodies.models import Meeting
from maillage.institutions.models import Partnership
from maillage.territory import selectors as territory


@dataclass(frozen=True)
class Clock:
    """When a meeting starts and ends, as its members read it on the wall: moments without a time zone."""

    start: datetime
    planned_end: datetime
    ended: datetime | None

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return self.start.date()


def zone(*, partnership: Partnership) -> tzinfo:
    """The time zone of a partnership: that of its territory. No query."""
    return territory.time_zone(partnership.place)


def wall(*, partnership: Partnership, moment: datetime) -> datetime:
    """That moment on the wall of the partnership."""
    return timezone.make_naive(moment, zone(partnership=partnership))


def moment(*, partnership: Partnership, wall: datetime) -> datetime:
    """The moment that the wall of the partnership shows."""
    return timezone.make_aware(wall, zone(partnership=partnership))


def clock(*, meeting: Meeting) -> Clock:
    """The hours of a meeting. Its relations must be loaded."""
    here = meeting.body.partnership
    ended = wall(partnership=here, moment=meeting.ended_at) if meeting.ended_at else None
    start = wall(partnership=here, moment=meeting.starts_at)
    return Clock(start, wall(partnership=here, moment=planned_end(meeting)), ended)


def planned_end(meeting: Meeting) -> datetime:
    """When the meeting was to end."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes_planned)
