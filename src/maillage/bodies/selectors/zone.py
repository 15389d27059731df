"""The clock on the wall of a partnership: the only place where a moment becomes a day and an hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

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


def zone_of(partnership: Partnership) -> ZoneInfo:
    """The clock of this partnership. No query."""
    return territory.time_zone(partnership.place)


def wall(*, partnership: Partnership, moment: datetime) -> datetime:
    """That moment on the wall of the partnership."""
    return timezone.make_naive(moment, zone_of(partnership))


def moment(*, partnership: Partnership, wall: datetime) -> datetime:
    """The moment that the wall of the partnership shows."""
    return timezone.make_aware(wall, zone_of(partnership))


def today(*, partnership: Partnership, now: datetime) -> date:
    """The day that this moment is for the partnership."""
    return now.astimezone(zone_of(partnership)).date()


def runs(partnership: Partnership, on: date) -> bool:
    """Is the partnership open that day?"""
    return partnership.opened <= on and (partnership.closed is None or on <= partnership.closed)


def clock(*, meeting: Meeting) -> Clock:
    """The hours of a meeting. Its relations must be loaded."""
    here = meeting.body.partnership
    ended = wall(partnership=here, moment=meeting.ended_at) if meeting.ended_at else None
    start = wall(partnership=here, moment=meeting.starts_at)
    return Clock(start, wall(partnership=here, moment=planned_end(meeting)), ended)


def planned_end(meeting: Meeting) -> datetime:
    """When the meeting was to end."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes_planned)
