"""Presence recorded, declared late, checked in; a meeting said held; what is refused, what is journaled."""

import datetime
import uuid

import pytest

from maillage.audit.models import Entry
from maillage.bodies.models import Attendance, Meeting, MinutesRemark
from maillage.bodies.selectors import minutes as papers
from maillage.bodies.selectors import presence as selectors
from maillage.bodies.selectors import presence_due as due
from maillage.bodies.services import check_in, minutes
from maillage.bodies.services import presence as services
from maillage.bodies.vocabulary import AttendanceState, CheckIn, MeetingState, RecordedBy, Voice
from maillage.kernel import BadInput, Conflict, Refused
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import presence as scenes
from tests.bodies.factories.presence import DURING, END, NEXT_DAY, START, line, stored
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db
ABSENT, DEPUTY, EXCUSED = AttendanceState.ABSENT, AttendanceState.DEPUTY, AttendanceState.EXCUSED


@pytest.fixture
def scene():
    return scenes.convened(quorum=4)


def record(scene, *typed, by=RecordedBy.SECRETARY, now=DURING, actor=None):
    return services.record_presence(
        actor=actor or scene.actor, meeting=scene.meeting, typed=typed, by=by, now=now
    )  # fmt: skip


def approved(scene):
    scene.meeting.items.update(outcome="handled")
    scene.meeting.refresh_from_db()
    services.hold_meeting(
        actor=scene.actor, meeting=scene.meeting, seen=scene.meeting.revision, ended_at=END, now=END
    )
    scene.meeting.refresh_from_db()
    version = minutes.submit_minutes(actor=scene.actor, meeting=scene.meeting, now=NEXT_DAY)
    minutes.approve_minutes(actor=scene.actor, minutes=version, on=NEXT_DAY.date())
    scene.meeting.refresh_from_db()
    return scene


class TestRecorded:
    def test_all_the_lines_in_one_act_with_the_level_of_that_day(self, scene):
        told = record(
            scene, line(scene, "town"), line(scene, "school", DEPUTY), line(scene, "landlord", ABSENT)
        )
        assert told == 3
        assert stored(scene, "town").level == "manager"
        school = stored(scene, "school")
        assert (school.person, school.level, school.state) == (scene.deputy, "middle", "deputy")
        landlord = stored(scene, "landlord")
        assert (landlord.person, landlord.level) == (None, "")
        last = Entry.objects.order_by("-seq").first()
        assert (last.act, last.detail) == ("présences relevées", {"sièges": 3, "par": "secretary"})

    def test_the_level_is_that_of_the_day_of_the_meeting(self, scene):
        person = scene.people["town"]
        person.positions.update(end=START.date())
        invented.PositionFactory(
            institution=scene.who["town"], person=person, level="first_line",
            start=START.date() + datetime.timedelta(1),
        )  # fmt: skip
        record(scene, line(scene, "town"), now=NEXT_DAY)
        assert stored(scene, "town").level == "manager"

    def test_twice_the_same_writes_once(self, scene):
        record(scene, line(scene, "town"))
        acts = Entry.objects.count()
        assert record(scene, line(scene, "town")) == 0
        assert Entry.objects.count() == acts

    def test_corrected_and_its_history_kept(self, scene):
        record(scene, line(scene, "town"))
        was = selectors.lines(meeting=scene.meeting)
        mark = next(one.mark for one in was if one.seat == scene.seats["town"])
        record(scene, line(scene, "town", AttendanceState.UNKNOWN, was=mark))
        row = stored(scene, "town")
        assert row.state == "unknown"
        assert [one.state for one in row.history.order_by("history_id")] == ["present", "unknown"]

    def test_two_secretaries_on_other_lines_both_count(self, scene):
        record(scene, line(scene, "town"))
        record(scene, line(scene, "town", AttendanceState.UNKNOWN), line(scene, "school", EXCUSED))
        assert (stored(scene, "town").state, stored(scene, "school").state) == ("present", "excused")

    def test_two_secretaries_on_one_line_are_told_and_nothing_is_written(self, scene):
        record(scene, line(scene, "town", ABSENT))
        with pytest.raises(Conflict, match="Ville d'Essai » est devenu « absent"):
            record(scene, line(scene, "town"), line(scene, "school"))
        assert stored(scene, "town").state == "absent"
        assert not Attendance.objects.filter(seat=scene.seats["school"]).exists()

    def test_a_seat_that_was_not_convened_is_recorded_too(self, scene):
        seat = invented.SeatFactory(body=scene.body, label="Siège tardif")
        typed = services.Typed(seat.pk, DEPUTY, other=True, level="first_line")
        assert record(scene, typed) == 1
        assert Attendance.objects.get(seat=seat).level == "first_line"

    @pytest.mark.parametrize(
        ("now", "state", "word"),
        [
            (START - datetime.timedelta(days=1), "convened", "à partir de ce jour"),
            (DURING, "cancelled", "annulée"),
            (DURING, "approved", "approuvé"),
        ],
    )
    def test_refused_before_the_day_and_once_closed(self, scene, now, state, word):
        Meeting.objects.filter(pk=scene.meeting.pk).update(state=state)
        with pytest.raises(BadInput, match=word):
            record(scene, line(scene, "town"), now=now)
        assert not Attendance.objects.exists()

    def test_refused_for_a_person_or_a_seat_of_elsewhere(self, scene):
        other = invented.SeatFactory()
        with pytest.raises(BadInput, match="n'est plus de cette réunion"):
            record(scene, services.Typed(other.pk, ABSENT))
        with pytest.raises(BadInput, match="Collège Essai : Cette personne ne tenait pas ce siège"):
            record(scene, line(scene, "school", who=scene.people["town"].pk))
        with pytest.raises(BadInput, match="en séance"):
            record(scene, line(scene, "town"), by=RecordedBy.SELF)

    def test_refused_to_who_does_not_run(self, scene):
        _user, actor = invented.speaks_for(scene.who["town"])
        with pytest.raises(Refused):
            record(scene, line(scene, "town"), actor=actor)

    def test_the_quorum_counts_deliberative_voices_only(self, scene):
        seat = scene.seats["town"]
        seat.voice = Voice.ADVISORY.value
        seat.save()
        kinds = ("town", "prefecture", "national_police", "landlord")
        record(scene, *(line(scene, kind) for kind in kinds))
        found = selectors.presence(meeting=scene.meeting)
        assert (found.quorum.voices, found.quorum.there, found.quorum.reached) == (5, 3, False)
        assert (found.there, found.convened, found.counts.unknown) == (4, 6, 2)


class TestHeld:
    def hold(self, scene, ended=END, now=END, seen=None):
        seen = scene.meeting.revision if seen is None else seen
        return services.hold_meeting(
            actor=scene.actor, meeting=scene.meeting, seen=seen, ended_at=ended, now=now
        )

    def test_held_with_its_end(self, scene):
        row = self.hold(scene)
        assert (row.state, row.ended_at) == (MeetingState.HELD.value, END)

    def test_before_its_start_or_ended_before_it(self, scene):
        early = START - datetime.timedelta(minutes=1)
        for ended, now in ((END, early), (START, END), (END, DURING)):
            with pytest.raises(BadInput):
                self.hold(scene, ended, now)
        assert Meeting.objects.get(pk=scene.meeting.pk).state == "convened"

    def test_somebody_moved_it_meanwhile(self, scene):
        scene.meeting.revision = 4
        scene.meeting.save()
        with pytest.raises(Conflict):
            self.hold(scene, seen=3)

    def test_undone_while_no_minutes_are_submitted(self, scene):
        row = self.hold(scene)
        row = services.undo_held(actor=scene.actor, meeting=row, seen=row.revision)
        assert (row.state, row.ended_at) == ("convened", None)
        with pytest.raises(BadInput, match="rouverte"):
            services.undo_held(actor=scene.actor, meeting=row, seen=row.revision)


class TestDeclaredLate:
    def declare(self, scene, kind, *, role_of=None, now=NEXT_DAY, typed=None, nonce=None):
        actor = scene.actor if role_of is None else invented.speaks_for(scene.who[role_of])[1]
        return services.declare_presence(
            actor=actor, meeting=scene.meeting, typed=typed or line(scene, kind), now=now, nonce=nonce
        )

    def test_by_the_institution_and_dated(self, scene):
        assert self.declare(scene, "school", role_of="school")
        assert not self.declare(scene, "school", role_of="school")
        row = next(one for one in selectors.lines(meeting=scene.meeting) if one.there)
        assert (row.late, row.declared_on) == (True, NEXT_DAY.date())

    def test_not_for_another_institution(self, scene):
        with pytest.raises(Refused):
            self.declare(scene, "school", role_of="town")

    def test_not_before_the_end_nor_an_absence(self, scene):
        with pytest.raises(BadInput, match="pas finie"):
            self.declare(scene, "school", now=DURING)
        with pytest.raises(BadInput, match="seule une présence"):
            self.declare(scene, "school", typed=line(scene, "school", ABSENT))
        assert not Attendance.objects.exists()

    def test_what_the_secretary_wrote_is_corrected_by_the_coordinator_only(self, scene):
        record(scene, line(scene, "school", ABSENT))
        with pytest.raises(BadInput, match="demandez-lui de corriger"):
            self.declare(scene, "school", role_of="school")
        assert self.declare(scene, "school")
        assert stored(scene, "school").recorded_by == RecordedBy.LATE.value

    def test_after_approval_it_is_a_dated_remark(self, scene):
        approved(scene)
        nonce = uuid.uuid4()
        assert self.declare(scene, "school", role_of="school", nonce=nonce)
        assert not self.declare(scene, "school", role_of="school", nonce=nonce)
        assert not self.declare(scene, "school", nonce=uuid.uuid4())
        remark = MinutesRemark.objects.get()
        assert (remark.institution, remark.on) == (scene.who["school"], NEXT_DAY.date())
        assert "Présence déclarée après l'approbation" in remark.words
        assert not Attendance.objects.exists()

    def test_what_changed_since_the_page_was_read_counts(self, scene):
        read = Meeting.objects.select_related("body__partnership").get(pk=scene.meeting.pk)
        Meeting.objects.filter(pk=read.pk).update(state="approved")
        with pytest.raises(BadInput, match="vient d'être approuvé"):
            services.declare_presence(
                actor=scene.actor, meeting=read, typed=line(scene, "town"), now=NEXT_DAY
            )
        with pytest.raises(BadInput, match="ne se modifie plus"):
            services.record_presence(
                actor=scene.actor,
                meeting=read,
                typed=[line(scene, "town")],
                by=RecordedBy.SHEET,
                now=NEXT_DAY,
            )
        assert not Attendance.objects.exists()

    def test_minutes_say_that_it_was_declared(self, scene):
        self.declare(scene, "school")
        rows = papers.record(meeting=scene.meeting, on=NEXT_DAY.date())["presence"]
        told = next(row for row in rows if row["institution"] == "Collège Essai")
        assert told["declared_on"] == "2026-02-04"


class TestCheckIn:
    def test_noted_once_and_never_over_the_secretary(self, scene):
        typed = line(scene, "school", DEPUTY, who=scene.deputy.pk)
        assert check_in.check_in(meeting=scene.meeting, typed=typed, now=DURING)
        assert not check_in.check_in(meeting=scene.meeting, typed=line(scene, "school"), now=DURING)
        row = stored(scene, "school")
        assert (row.person, row.level, row.recorded_by) == (scene.deputy, "middle", "self")
        record(scene, line(scene, "town", ABSENT))
        assert not check_in.check_in(meeting=scene.meeting, typed=line(scene, "town"), now=DURING)
        assert stored(scene, "town").state == "absent"

    def test_somebody_else_is_a_level_and_no_name(self, scene):
        typed = line(scene, "school", DEPUTY, other=True, level="first_line")
        check_in.check_in(meeting=scene.meeting, typed=typed, now=DURING)
        row = stored(scene, "school")
        assert (row.person, row.level) == (None, "first_line")

    @pytest.mark.parametrize(
        ("now", "state", "word"),
        [
            (START - datetime.timedelta(minutes=31), "convened", CheckIn.EARLY),
            (END + datetime.timedelta(hours=3, minutes=1), "convened", CheckIn.OVER),
            (DURING, "cancelled", CheckIn.CLOSED),
        ],
    )
    def test_outside_its_hours_nothing_is_written(self, scene, now, state, word):
        scene.meeting.state = state
        scene.meeting.save()
        assert check_in.state(meeting=scene.meeting, now=now) is word
        with pytest.raises(BadInput):
            check_in.check_in(meeting=scene.meeting, typed=line(scene, "school"), now=now)
        assert not Attendance.objects.exists()

    def test_a_seat_that_is_not_convened_is_refused(self, scene):
        with pytest.raises(BadInput, match="n'est pas convoqué"):
            check_in.check_in(
                meeting=scene.meeting, typed=services.Typed(invented.SeatFactory().pk, DEPUTY), now=DURING
            )

    def test_links(self, scene):
        link = check_in.token(scene.meeting)
        assert check_in.open_link(link=link) == scene.meeting
        forged = [link[:-1], link + "A", link.replace(".", ".x"), f"{scene.meeting.pk + 1}.{link[2:]}",
                  "", "12", "a.b", "²." + link, "9" * 30 + ".x", f"{scene.meeting.pk}."]  # fmt: skip
        assert [check_in.open_link(link=one) for one in forged] == [None] * len(forged)

    def test_a_replaced_code_answers_no_more(self, scene):
        old = check_in.token(scene.meeting)
        row = check_in.renew(actor=scene.actor, meeting=scene.meeting)
        assert check_in.open_link(link=old) is None
        assert check_in.open_link(link=check_in.token(row)) == scene.meeting
        _user, actor = invented.speaks_for(scene.who["town"])
        with pytest.raises(Refused):
            check_in.renew(actor=actor, meeting=row)


def test_constant_queries(django_assert_max_num_queries, scene):
    def count():
        with django_assert_max_num_queries(7):
            return len(
                selectors.presence(
                    meeting=Meeting.objects.select_related("body__partnership").get(pk=pk)
                ).lines
            )

    pk = scene.meeting.pk
    record(scene, line(scene, "landlord", ABSENT))
    assert count() == 6
    scenes.more(scene, 30)
    assert count() == 36


def test_what_waits_for_the_coordinator(django_assert_num_queries, scene):
    day = START.date()
    args = {"partnership": scene.here, "on": day + datetime.timedelta(3)}
    assert due.to_be_said_held(partnership=scene.here, on=day) == []
    with django_assert_num_queries(1):
        waiting = due.to_be_said_held(**args)
    assert [(row.group, row.late, row.args) for row in waiting] == [("late", 3, (scene.meeting.pk,))]
    assert due.presence_missing(**args) == []
    services.hold_meeting(actor=scene.actor, meeting=scene.meeting, seen=0, ended_at=END, now=END)
    assert due.to_be_said_held(**args) == []
    with django_assert_num_queries(1):
        assert [row.name for row in due.presence_missing(**args)] == ["bodies:attendance"]
    record(scene, line(scene, "town", AttendanceState.ABSENT))
    assert due.presence_missing(**args) == []


def test_a_meeting_of_another_partnership_is_not_touched(scene):
    other = scenes.convened(partnership=PartnershipFactory(key="ailleurs", place="35238"))
    with pytest.raises(BadInput):
        record(scene, line(other, "town"))
    assert not Attendance.objects.exists()
