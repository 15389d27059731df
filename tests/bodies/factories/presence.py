"""A plenary of an invented council on its day: convened seats, a deputy, nobody recorded yet."""

import datetime

from maillage.bodies.models import Attendance, Convocation
from maillage.bodies.services.presence import Typed
from maillage.bodies.vocabulary import AttendanceState, MeetingState, SeatRole
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import decisions as scenes

START = scenes.START  # 3 February 2026, 10 h in Paris
DAY = scenes.DAY
DURING = START + datetime.timedelta(minutes=30)
END = START + datetime.timedelta(hours=2)
NEXT_DAY = START + datetime.timedelta(days=1)


def convened(*, state=MeetingState.CONVENED, **body):
    """The plenary of `scenes.plenary`, convened and not yet held; `deputy` stands for the school."""
    scene = scenes.plenary(absent=(), state=state, **body)
    Attendance.objects.filter(meeting=scene.meeting).delete()
    scene.deputy = invented.PersonFactory(partnership=scene.here, name="Suppléante (fictive)")
    invented.PositionFactory(
        institution=scene.who["school"], person=scene.deputy, title="adjointe", level="middle"
    )
    invented.HolderFactory(seat=scene.seats["school"], person=scene.deputy, role=SeatRole.DEPUTY.value)
    return scene


def more(scene, count):
    """So many more seats, convened."""
    for n in range(count):
        who = invented.InstitutionFactory(partnership=scene.here, name=f"Association {n:02} (fictive)")
        seat, person = scenes.seated(scene.body, who)
        Convocation.objects.create(meeting=scene.meeting, seat=seat, person=person)


def line(scene, kind, state=AttendanceState.PRESENT, **change):
    """What a secretary types for one seat that was not recorded."""
    return Typed(scene.seats[kind].pk, state, **change)


def stored(scene, kind):
    return Attendance.objects.get(meeting=scene.meeting, seat=scene.seats[kind])
