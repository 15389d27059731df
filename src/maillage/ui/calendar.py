"""Calendar entries as iCalendar (RFC 5545, 5546): what mail programs read to place, move or cancel a meeting.

The clock is never read here: the stamp is given. Time zones are written out from the changes of hour that
the system knows around the entries, so that a reader needs no table of its own. Replies are not asked by
mail (RSVP=FALSE): nobody reads that box, an answer is given by the link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText
from icalendar.cal import Component

PRODUCT = "-//Maillage//Reunions//FR"


@dataclass(frozen=True)
class Party:
    """Someone of an entry: who organises it, who is asked to come."""

    name: str
    email: str
    answer: str = "NEEDS-ACTION"  # NEEDS-ACTION, ACCEPTED, DECLINED or DELEGATED


@dataclass(frozen=True)
class Entry:
    """One meeting in a calendar. `starts_at` bears the zone in which it is shown."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    title: str
    place: str = ""
    text: str = ""
    url: str = ""
    organiser: Party | None = None
    guests: Sequence[Party] = field(default=())
    cancelled: bool = False


def write(entries: Sequence[Entry], *, stamp: datetime, method: str = "PUBLISH", name: str = "") -> str:
    """The entries as one calendar, with the time zones they need; lines folded, text escaped."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for zone, moments in _zones(entries).items():
        calendar.add_component(_timezone(zone, min(moments), max(moments)))
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return str(calendar.to_ical().decode("utf-8"))


def _zones(entries: Sequence[Entry]) -> dict[ZoneInfo, list[datetime]]:
    found: dict[ZoneInfo, list[datetime]] = {}
    for entry in entries:
        zone = entry.starts_at.tzinfo
        if isinstance(zone, ZoneInfo):
            found.setdefault(zone, []).append(entry.starts_at)
    return found


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", _end(entry))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for key, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            event.add(key, value)
    if entry.organiser:
        event["organizer"] = _address(entry.organiser)
    for guest in entry.guests:
        event.add("attendee", _guest(guest), encode=False)
    return event


def _end(entry: Entry) -> datetime:
    """The end by the clock of the entry, even when the hour changes meanwhile."""
    after = entry.starts_at.astimezone(UTC) + timedelta(minutes=entry.minutes)
    return after.astimezone(entry.starts_at.tzinfo)


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    return address


def _guest(party: Party) -> vCalAddress:
    address = _address(party)
    for key, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", party.answer), ("RSVP", "FALSE")):
        address.params[key] = vText(value)
    return address


def _timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone as it runs around these moments: the offset before them, then every change of hour."""
    made = Timezone()
    made.add("tzid", zone.key)
    start = datetime(first.astimezone(UTC).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.astimezone(UTC).year + 2, 1, 1, tzinfo=UTC)
    made.add_component(_observance(zone, start, start))
    for moment in changes(zone, start, end):
        made.add_component(_observance(zone, moment, moment - timedelta(seconds=1)))
    return made


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments, in universal time, when the clocks of this zone change between two moments."""
    moment = start
    while moment < end:
        following = moment + timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            yield _between(zone, moment, following)
        moment = following


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset."""
    known = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == known else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, moment: datetime, before: datetime) -> Component:
    """What begins at that moment. Its start is told by the clock that was running until then (RFC 5545)."""
    old, local = _offset(zone, before), moment.astimezone(zone)
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", (moment + old).replace(tzinfo=None))
    made.add("tzoffsetfrom", old)
    made.add("tzoffsetto", _offset(zone, moment))
    made.add("tzname", local.tzname() or zone.key)
    return made
