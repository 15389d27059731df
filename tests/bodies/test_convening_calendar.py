"""What calendars read: an independent reader, time zones by dateutil, the life of one entry."""

import datetime
import io
import re
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from maillage.bodies.models import Meeting
from maillage.bodies.services import convocations, meetings
from maillage.institutions.models import Letter
from maillage.ui.calendar import Entry, Party, changes, write
from tests.bodies.factories import meetings as scenes
from tests.bodies.factories.meetings import NOW, slot

ZONES = ("Europe/Paris", "America/Miquelon", "Indian/Reunion", "Pacific/Tahiti", "America/Guadeloupe",
         "Pacific/Noumea")  # fmt: skip
STAMP = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def unfold(text):
    """The logical lines: a line that begins with a space continues the one before (RFC 5545, 3.1)."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def value(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def read(text):
    """A small reader of our own: the method, and the properties of the first event with their parameters."""
    lines, event, inside, method = unfold(text), {}, [], ""
    for line in lines:
        head, _, content = re.match(r'((?:[^":]|"[^"]*")*)(:)(.*)', line, re.S).groups()
        name, *parameters = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', head)
        if name == "BEGIN":
            inside.append(content)
        elif name == "END":
            assert inside.pop() == content
        elif inside == ["VCALENDAR", "VEVENT"]:
            event[name] = (dict(one.split("=", 1) for one in parameters), content)
        elif inside == ["VCALENDAR"] and name == "METHOD":
            method = content
    assert not inside
    return method, event


def start_of(text, event):
    """The start in universal time, by the zone that the calendar itself describes."""
    parameters, content = event["DTSTART"]
    zone = tzical(io.StringIO(text)).get(parameters["TZID"])
    return datetime.datetime.strptime(content, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(datetime.UTC)


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"), max_size=120
)


@given(st.datetimes(datetime.datetime(2021, 1, 1), datetime.datetime(2037, 12, 31)), st.sampled_from(ZONES),
       st.integers(1, 1440), words, words)  # fmt: skip
def test_an_entry_is_read_back_whole(moment, zone, minutes, title, text):
    starts = moment.replace(second=0, microsecond=0, tzinfo=datetime.UTC).astimezone(ZoneInfo(zone))
    if starts.replace(fold=1 - starts.fold).utcoffset() != starts.utcoffset():
        return  # an hour told twice: the date alone does not say which (RFC 5545, 3.3.5)
    entry = Entry("a@exemple.invalid", 3, starts, minutes, title or "x", text=text)
    made = write([entry], stamp=STAMP, method="REQUEST")
    method, event = read(made)
    assert method == "REQUEST" and value(event["SUMMARY"][1]) == (title or "x")
    assert not text or value(event["DESCRIPTION"][1]) == text
    assert start_of(made, event) == starts.astimezone(datetime.UTC)
    assert (event["UID"][1], event["SEQUENCE"][1], event["DTSTAMP"][1]) == (
        "a@exemple.invalid", "3", "20260101T000000Z"
    )  # fmt: skip


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25), (2028, 2, 29)])
def test_hours_around_the_change_of_clock(day):
    zone = ZoneInfo("Europe/Paris")
    for hour in (0, 1, 4, 12, 23):
        starts = datetime.datetime(*day, hour, 30, tzinfo=zone)
        made = write([Entry("a", 0, starts, 60, "x")], stamp=STAMP)
        assert start_of(made, read(made)[1]) == starts.astimezone(datetime.UTC)


def test_clocks_change_when_the_law_says():
    zone = ZoneInfo("Europe/Paris")
    found = list(changes(zone, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
                         datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)))  # fmt: skip
    assert [row.isoformat() for row in found] == ["2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"]


def test_people_are_named_and_asked_for_no_mail():
    guest = Party('Anne "dite" Essai; L, fictive', "a@exemple.invalid")
    entry = Entry(
        "a", 0, STAMP.astimezone(ZoneInfo("Europe/Paris")), 60, "x", organiser=guest, guests=[guest]
    )
    _method, event = read(write([entry], stamp=STAMP))
    parameters, address = event["ATTENDEE"]
    assert address == "mailto:a@exemple.invalid" and parameters["RSVP"] == "FALSE"
    assert parameters["CN"].startswith('"Anne') and event["ORGANIZER"][1] == address


@pytest.mark.django_db
def test_a_meeting_convened_moved_and_cancelled_is_one_entry():
    scene = scenes.prepared()
    convocations.convene(actor=scene.actor, meeting=scene.meeting, seen=0, now=NOW)
    row = Meeting.objects.get()
    meetings.move_meeting(actor=scene.actor, meeting=row, seen=1, now=NOW,
                          slot=slot(datetime.date(2026, 11, 19), 14))  # fmt: skip
    row.refresh_from_db()
    meetings.cancel_meeting(actor=scene.actor, meeting=row, seen=2, reason="salle fermée", now=NOW)
    person = scene.people["town"]
    life = [(one.method, one.calendar) for one in Letter.objects.filter(person=person).order_by("pk")]
    found = [(said, read(text)) for said, text in life]
    assert [(said, method, event["SEQUENCE"][1], event["STATUS"][1]) for said, (method, event) in found] == [
        ("REQUEST", "REQUEST", "0", "CONFIRMED"),
        ("REQUEST", "REQUEST", "1", "CONFIRMED"),
        ("CANCEL", "CANCEL", "2", "CANCELLED"),
    ]
    assert {event["UID"][1] for _said, (_method, event) in found} == {row.uid}
    starts = [start_of(text, read(text)[1]) for _said, text in life]
    assert starts[0] == datetime.datetime(2026, 11, 12, 9, tzinfo=datetime.UTC)
    assert starts[1] == starts[2] == datetime.datetime(2026, 11, 19, 13, tzinfo=datetime.UTC)
    assert f"mailto:{person.email}" == found[0][1][1]["ATTENDEE"][1]
