"""One clock for preparing and holding: that of the territory, overseas included."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from maillage.bodies.selectors import convening, zone
from tests.bodies.factories import meetings as scenes
from tests.bodies.factories.meetings import slot


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "name"), [
    ("44143", "Europe/Paris"), ("97411", "Indian/Reunion"), ("97502", "America/Miquelon"),
    ("98735", "Pacific/Tahiti"),
])  # fmt: skip
def test_a_meeting_begins_at_the_same_hour_on_every_page(place, name):
    scene = scenes.council(place=place)
    row = scenes.plan(scene, when=slot(hour=18, zone=ZoneInfo(name)))
    clock = zone.clock(meeting=row)
    assert clock.start == datetime.datetime(2026, 11, 12, 18) and clock.day == datetime.date(2026, 11, 12)
    assert convening.local(row).replace(tzinfo=None) == clock.start
    assert zone.moment(partnership=scene.here, wall=clock.start) == row.starts_at
