"""What waits about presence, for « Ma semaine »: nobody recorded, or the meeting not said held."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet

from maillage.bodies.models import Attendance, Meeting
from maillage.bodies.rules.presence import NOT_HELD
from maillage.bodies.selectors import zone
from maillage.bodies.selectors.follow_up import LATE, THIS_WEEK, Matter
from maillage.bodies.vocabulary import AttendanceState, MeetingState
from maillage.institutions.models import Partnership

WITHOUT_ROLL = (MeetingState.HELD.value, MeetingState.SUBMITTED.value)


def presence_missing(*, partnership: Partnership, on: date) -> list[Matter]:
    """Meetings held whose presence is not recorded at all, the oldest first; one query."""
    known = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(state=AttendanceState.UNKNOWN.value)
    rows = _meetings(partnership).filter(~Exists(known), state__in=WITHOUT_ROLL)
    return [_matter(row, on, "Présence à relever", "bodies:attendance") for row in rows]


def to_be_said_held(*, partnership: Partnership, on: date) -> list[Matter]:
    """Meetings whose day is past and that are still convened or in preparation; one query."""
    midnight = zone.moment(partnership=partnership, wall=datetime.combine(on, time()))
    rows = _meetings(partnership).filter(state__in=NOT_HELD, starts_at__lt=midnight)
    return [_matter(row, on, "Réunion passée : dire si elle a été tenue", "bodies:meeting") for row in rows]


def _meetings(partnership: Partnership) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(body__partnership=partnership)
    return rows.select_related("body__partnership").order_by("starts_at", "id")


def _matter(row: Meeting, on: date, what: str, name: str) -> Matter:
    day = zone.clock(meeting=row).day
    late = max(0, (on - day).days)
    return Matter(
        LATE if late else THIS_WEEK, what, f"{row.body.name}, {day:%d/%m/%Y}", day, late, name, (row.pk,)
    )  # fmt: skip
