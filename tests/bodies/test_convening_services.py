"""Meetings through the door: planned, convened, moved, cancelled, answered; what leaves, once."""

import datetime
import uuid

import icalendar as calendar
import pytest

from maillage.audit.models import Entry
from maillage.bodies import tasks
from maillage.bodies.models import AgendaItem, Convocation, Meeting, SeatHolder, Series
from maillage.bodies.selectors import meetings as selectors
from maillage.bodies.services import agenda, answers, convocations, letters, meetings, series
from maillage.bodies.services.series import SeriesDraft
from maillage.bodies.vocabulary import (
    Answer,
    Formation,
    ItemOutcome,
    MeetingState,
    Motive,
    Pace,
    SeatRole,
    StrategyUse,
)
from maillage.institutions.models import Letter
from maillage.institutions.services import send_due
from maillage.kernel import Actor, BadInput, Conflict, Refused
from tests.bodies.factories import bodies as invented
from tests.bodies.factories import meetings as scenes
from tests.bodies.factories.decisions import ItemFactory
from tests.bodies.factories.meetings import NOW, draft, item, slot

pytestmark = pytest.mark.django_db
D = datetime.date
MACHINE = Actor.machine("essai")


@pytest.fixture
def scene():
    return scenes.prepared()


def convene(scene, now=NOW, **change):
    scene.meeting.refresh_from_db()
    named = {"seen": scene.meeting.revision} | change
    return convocations.convene(actor=scene.actor, meeting=scene.meeting, now=now, **named)


def convoked(scene, kind):
    return Convocation.objects.select_related("meeting__body__partnership", "seat", "person").get(
        meeting=scene.meeting, seat=scene.seats[kind]
    )


def answer(scene, kind, given=Answer.COMING, now=NOW, actor=None, **change):
    return answers.answer(
        actor=actor or scene.actor, convocation=convoked(scene, kind), given=given, now=now, **change
    )


def move(scene, when, now=NOW, **change):
    scene.meeting.refresh_from_db()
    named = {"seen": scene.meeting.revision} | change
    return meetings.move_meeting(actor=scene.actor, meeting=scene.meeting, slot=when, now=now, **named)


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_the_same_form_sent_twice_plans_one_meeting():
    scene, nonce = scenes.council(), uuid.uuid4()
    rows = [
        meetings.plan_meeting(actor=scene.actor, body=scene.body, draft=draft(), slot=slot(), nonce=nonce)
        for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk and acts().count("réunion prévue") == 1
    assert rows[0].uid.startswith("reunion-") and rows[0].sequence == 0


def test_convening_calls_holders_names_vacancies_and_leaves_paper_for_the_others(scene):
    done = convene(scene)
    assert (done.sent, done.paper, done.vacant) == (4, 1, 1)
    scene.meeting.refresh_from_db()
    assert scene.meeting.state == MeetingState.CONVENED and scene.meeting.convened_on == D(2026, 10, 20)
    assert Letter.objects.count() == 4 and {row.method for row in Letter.objects.all()} == {"REQUEST"}
    assert convoked(scene, "landlord").sent_at == NOW and convoked(scene, "street_work").sent_at is None
    assert "Siège de Ville d'Essai" in convoked(scene, "town").capacity
    line = Entry.objects.filter(act="convocations envoyées").get()
    assert line.detail == {"messages": 4, "papier": 1, "vacants": 1, "jours manquants au délai": 0}


def test_convening_twice_sends_nothing_twice(scene):
    seen = scene.meeting.revision
    convene(scene)
    assert convene(scene, seen=seen).nothing  # the same page sent again
    assert Letter.objects.count() == 4 and acts().count("convocations envoyées") == 1


def test_a_late_convening_is_possible_only_when_it_is_said_and_the_journal_keeps_it(scene):
    late = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
    with pytest.raises(BadInput, match="il manque 5 jours"):
        convene(scene, now=late)
    assert not Letter.objects.exists()
    assert convene(scene, now=late, late_accepted=True).sent == 4
    assert Entry.objects.filter(act="convocations envoyées").get().detail["jours manquants au délai"] == 5


def test_nobody_is_convened_to_the_past_nor_where_nobody_sits(scene):
    with pytest.raises(BadInput, match="déjà passé"):
        convene(scene, now=datetime.datetime(2026, 11, 13, tzinfo=datetime.UTC), late_accepted=True)
    SeatHolder.objects.all().delete()
    with pytest.raises(BadInput, match="Personne ne siège"):
        convene(scene)


def test_a_deputy_is_called_for_a_seat_without_holder(scene):
    person = invented.PersonFactory(partnership=scene.here, email="suppleant@exemple.invalid")
    invented.HolderFactory(seat=scene.seats["street_work"], person=person, role=SeatRole.DEPUTY.value)
    convene(scene)
    row = convoked(scene, "street_work")
    assert row.person == person and "suppléant" in row.capacity


def test_seats_added_later_are_called_alone(scene):
    convene(scene)
    person = invented.PersonFactory(partnership=scene.here, email="arrivee@exemple.invalid")
    invented.HolderFactory(seat=scene.seats["street_work"], person=person)
    done = convene(scene)
    assert (done.sent, done.paper, done.vacant) == (1, 0, 0) and Letter.objects.count() == 5
    assert Letter.objects.latest("pk").to == "arrivee@exemple.invalid"


def entries(letter):
    return calendar.Calendar.from_ical(letter.calendar).walk("VEVENT")


def succeed(scene, kind, person):
    SeatHolder.objects.filter(seat=scene.seats[kind]).delete()
    invented.HolderFactory(seat=scene.seats[kind], person=person)


def test_who_is_replaced_has_the_meeting_taken_off_their_calendar(scene):
    convene(scene)
    first = scene.people["school"]
    second = invented.PersonFactory(partnership=scene.here, email="suite@exemple.invalid")
    succeed(scene, "school", second)
    assert convene(scene).sent == 1
    off, new = Letter.objects.get(key__startswith="remplacement:"), Letter.objects.latest("pk")
    (gone,), (come,) = entries(off), entries(new)
    assert (off.person, off.method, gone["STATUS"]) == (first, "CANCEL", "CANCELLED")
    assert (new.person, new.method, come["STATUS"]) == (second, "REQUEST", "CONFIRMED")
    assert gone["UID"] == come["UID"] and gone["SEQUENCE"] == come["SEQUENCE"] == 1
    assert "?r=" not in off.text
    succeed(scene, "school", first)  # the first one comes back: convened anew, not taken for already told
    assert convene(scene).sent == 1
    back = Letter.objects.latest("pk")
    assert (back.person, back.method, entries(back)[0]["SEQUENCE"]) == (first, "REQUEST", 2)
    assert convene(scene).nothing


def test_who_keeps_another_seat_keeps_the_meeting_in_their_calendar(scene):
    convene(scene)
    both = scene.people["town"]
    invented.HolderFactory(seat=scene.seats["street_work"], person=both)
    convene(scene)
    succeed(scene, "town", scene.people["prefecture"])
    convene(scene)
    told = Letter.objects.get(key__startswith="siège passé:")
    assert (told.person, told.method, told.calendar) == (both, "", "")
    assert not Letter.objects.filter(method="CANCEL").exists()


def test_another_subject_reaches_calendars_with_the_agenda(scene):
    convene(scene)
    row = Meeting.objects.get(pk=scene.meeting.pk)
    row = meetings.edit_meeting(
        actor=scene.actor, meeting=row, seen=row.revision, draft=draft(subject="Trajets du soir")
    )
    row = Meeting.objects.get(pk=row.pk)
    assert row.sequence == 1
    assert convocations.send_agenda(actor=scene.actor, meeting=row, now=NOW) == 4
    letter = Letter.objects.latest("pk")
    (entry,) = entries(letter)
    assert (letter.method, entry["SEQUENCE"]) == ("REQUEST", 1)
    assert str(entry["SUMMARY"]) == "Conseil d'essai, Trajets du soir"
    same = meetings.edit_meeting(
        actor=scene.actor, meeting=row, seen=row.revision, draft=draft(subject="Trajets du soir")
    )
    assert same.sequence == 1
    assert convocations.send_agenda(actor=scene.actor, meeting=same, now=NOW) == 0


def test_without_the_state_its_services_are_not_called():
    scene = scenes.council()
    scene.meeting = scenes.plan(scene, formation=Formation.PREPARATORY)
    assert scene.meeting.without_state
    convene(scene)
    called = set(Convocation.objects.values_list("seat__institution__kind", flat=True))
    assert called == {"town", "landlord", "street_work"}


def test_another_date_resets_the_answers_another_place_keeps_them(scene):
    convene(scene)
    answer(scene, "town")
    row, sent = move(scene, slot(place="salle des fêtes"))
    assert (row.sequence, sent) == (1, 4) and convoked(scene, "town").answer == Answer.COMING
    row, sent = move(scene, slot(D(2026, 11, 19), place="salle des fêtes"))
    assert (row.sequence, sent) == (2, 4) and convoked(scene, "town").answer == Answer.AWAITED
    line = Entry.objects.filter(act="réunion déplacée").get()
    assert line.detail["réponses remises à zéro"] == 1
    assert Letter.objects.count() == 12 and row.uid == scene.meeting.uid
    assert move(scene, slot(D(2026, 11, 19), place="salle des fêtes"), seen=99)[1] == 0  # the same again
    assert Letter.objects.count() == 12


def test_a_new_date_too_near_must_be_said(scene):
    convene(scene)
    with pytest.raises(BadInput, match="il manque 13 jours"):
        move(scene, slot(D(2026, 10, 22)))
    assert move(scene, slot(D(2026, 10, 22)), late_accepted=True)[1] == 4


def test_a_cancellation_gives_its_reason_and_takes_the_entry_off(scene):
    convene(scene)
    with pytest.raises(BadInput, match="pourquoi"):
        meetings.cancel_meeting(actor=scene.actor, meeting=scene.meeting, seen=1, reason=" ", now=NOW)
    for _ in range(2):
        scene.meeting.refresh_from_db()
        row, _sent = meetings.cancel_meeting(
            actor=scene.actor, meeting=scene.meeting, seen=1, reason="salle fermée", now=NOW
        )
    assert row.state == MeetingState.CANCELLED and row.sequence == 1
    said = Letter.objects.filter(method="CANCEL")
    assert said.count() == 4 and all("salle fermée" in one.text for one in said)
    assert all("STATUS:CANCELLED" in one.calendar and "/reponse/" not in one.text for one in said)


def test_a_cancellation_by_mistake_is_mended_under_the_same_entry(scene):
    convene(scene)
    answer(scene, "town")
    scene.meeting.refresh_from_db()
    meetings.cancel_meeting(actor=scene.actor, meeting=scene.meeting, seen=1, reason="erreur", now=NOW)
    scene.meeting.refresh_from_db()
    row = meetings.reopen_meeting(actor=scene.actor, meeting=scene.meeting)
    assert row.state == MeetingState.DRAFT and row.sequence == 2
    assert convene(scene).sent == 4 and convoked(scene, "town").answer == Answer.AWAITED
    last = Letter.objects.latest("pk")
    assert "SEQUENCE:2" in last.calendar and f"UID:{scene.meeting.uid}" in last.calendar.replace("\r\n ", "")


def test_a_draft_cancelled_tells_nobody(scene):
    assert meetings.cancel_meeting(
        actor=scene.actor, meeting=scene.meeting, seen=0, reason="doublon", now=NOW
    )[1] == 0  # fmt: skip
    assert not Letter.objects.exists()


def test_two_people_on_the_same_meeting_lose_nothing(scene):
    meetings.edit_meeting(actor=scene.actor, meeting=scene.meeting, seen=0, draft=draft(subject="Été"))
    with pytest.raises(Conflict, match="objet"):
        meetings.edit_meeting(actor=scene.actor, meeting=scene.meeting, seen=0, draft=draft(subject="Bilan"))
    with pytest.raises(Conflict):
        move(scene, slot(D(2026, 11, 19)), seen=0)
    assert Meeting.objects.get().subject == "Été"


def test_restricted_work_never_enters_a_letter(scene):
    for one in (item("Trajets du soir"), item("Situation réservée", restricted=True)):
        agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=one)
    convene(scene)
    for row in Letter.objects.all():
        said = row.text + row.html + row.calendar + row.subject
        assert "Trajets du soir" in said and "Situation réservée" not in said
        assert "Un point réservé aux membres" in row.text


def test_a_reserved_body_says_its_name_day_and_place_only():
    scene = scenes.prepared(restricted=True)
    meetings.edit_meeting(actor=scene.actor, meeting=scene.meeting, seen=0, draft=draft(subject="Sujet tu"))
    agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item("Trajets du soir"))
    convene(scene)
    meetings.cancel_meeting(
        actor=scene.actor, meeting=Meeting.objects.get(), seen=2, reason="affaire urgente", now=NOW
    )
    for row in Letter.objects.all():
        said = row.text + row.html + row.calendar + row.subject
        assert not any(words in said for words in ("Sujet tu", "Trajets", "affaire urgente"))
        assert "hôtel de ville" in said


def test_answers_change_until_the_meeting_begins(scene):
    convene(scene)
    row, changed = answer(scene, "town", Answer.EXCUSED, motive=Motive.LEAVE)
    assert changed and row.motive == Motive.LEAVE.value
    assert answer(scene, "town", Answer.EXCUSED, motive=Motive.LEAVE)[1] is False
    row, _ = answer(scene, "town", Answer.DEPUTY, represented_by="le directeur adjoint")
    assert (row.motive, row.represented_by) == ("none", "le directeur adjoint")
    assert acts().count("réponse à une convocation") == 2
    with pytest.raises(BadInput, match="a commencé"):
        answer(scene, "town", now=scene.meeting.starts_at)
    with pytest.raises(BadInput, match="vacant"):
        answer(scene, "street_work")


def test_an_institution_answers_for_itself_only(scene):
    convene(scene)
    _user, actor = invented.speaks_for(scene.who["town"])
    assert answer(scene, "town", actor=actor)[1]
    with pytest.raises(Refused):
        answer(scene, "prefecture", actor=actor)


def test_links_open_one_convocation_until_the_end(scene):
    convene(scene)
    row = convoked(scene, "town")
    link = letters.token(row)
    assert answers.open_link(link=link, now=NOW) == row
    end = scene.meeting.starts_at + datetime.timedelta(minutes=120)
    assert answers.open_link(link=link, now=end - datetime.timedelta(seconds=1)) == row
    with pytest.raises(BadInput, match="est passée"):
        answers.open_link(link=link, now=end)
    for forged in (link[:-1], link + "x", "", "abc", "a:b:c"):
        with pytest.raises(BadInput, match="incomplet ou modifié"):
            answers.open_link(link=forged, now=NOW)
    Convocation.objects.filter(pk=row.pk).update(person=scene.people["prefecture"])
    with pytest.raises(BadInput, match="changé de destinataire"):
        answers.open_link(link=link, now=NOW)


def test_the_silent_are_asked_once_and_never_those_who_answered(scene):
    convene(scene)
    answer(scene, "town")
    near = datetime.datetime(2026, 11, 6, 9, tzinfo=datetime.UTC)
    far = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
    assert convocations.remind_due(actor=MACHINE, now=far) == 0
    assert convocations.remind_due(actor=MACHINE, now=near, dry_run=True) == 3
    assert Letter.objects.count() == 4
    assert convocations.remind_due(actor=MACHINE, now=near) == 3
    assert convocations.remind_due(actor=MACHINE, now=near) == 0
    later = near + datetime.timedelta(days=3)
    assert convocations.remind_due(actor=MACHINE, now=later) == 0
    told = set(Letter.objects.filter(key__startswith="relance").values_list("person_id", flat=True))
    assert told == {scene.people[kind].pk for kind in ("prefecture", "national_police", "school")}
    assert acts().count("relances de convocations écrites") == 1


def test_the_periodic_step_asks_again_and_its_dry_run_writes_nothing(scene):
    convene(scene)
    near = datetime.datetime(2026, 11, 6, 9, tzinfo=datetime.UTC)
    work = dict(tasks.steps())["relances"]
    assert work(actor=MACHINE, now=near, dry_run=True) == {"relances à écrire": 4}
    assert Letter.objects.count() == 4
    assert work(actor=MACHINE, now=near) == {"relances écrites": 4}
    assert work(actor=MACHINE, now=near) == {"relances écrites": 0}


def test_the_coordinator_asks_again_once_a_day(scene):
    convene(scene)
    for day, count in ((NOW, 4), (NOW, 0), (NOW + datetime.timedelta(days=1), 4)):
        assert convocations.remind_silent(actor=scene.actor, meeting=Meeting.objects.get(), now=day) == count


def test_a_changed_agenda_is_sent_once_as_it_stands(scene):
    convene(scene)
    assert "sera joint plus tard" in Letter.objects.first().text
    agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item("Trajets du soir"))
    meeting = Meeting.objects.get()
    for count in (4, 0):
        assert convocations.send_agenda(actor=scene.actor, meeting=meeting, now=NOW) == count
    last = Letter.objects.latest("pk")
    assert "Trajets du soir" in last.text and last.calendar == "" and last.method == ""
    agenda.add_item(actor=scene.actor, meeting=meeting, draft=item("Éclairage"))
    assert convocations.send_agenda(actor=scene.actor, meeting=meeting, now=NOW) == 4


def test_what_waits_for_the_week(scene):
    late = scenes.plan(scene, when=slot(D(2026, 10, 30)))
    waiting = selectors.to_convene(partnership=scene.here, now=NOW)
    assert [(row.meeting, row.last_day, row.late) for row in waiting] == [
        (late.pk, D(2026, 10, 15), 5), (scene.meeting.pk, D(2026, 10, 28), 0)
    ]  # fmt: skip
    assert selectors.unanswered(partnership=scene.here, now=NOW) == []
    convene(scene)
    answer(scene, "town")
    row = selectors.unanswered(partnership=scene.here, now=NOW)[0]
    assert (row.meeting, row.awaited, row.convened) == (scene.meeting.pk, 4, 5)
    for kind, count in (("town", 0), ("prefecture", 1), ("street_work", 0)):
        _user, actor = invented.speaks_for(scene.who[kind])
        assert len(selectors.to_answer(partnership=scene.here, actor=actor, now=NOW)) == count


def test_a_series_is_planned_once_and_only_on_the_days_kept():
    scene, nonce = scenes.council(), uuid.uuid4()
    rhythm = SeriesDraft(Formation.GROUP, Pace.MONTHLY, D(2026, 1, 8), D(2026, 6, 30), datetime.time(10))
    days = [row.day for row in series.propose(body=scene.body, draft=rhythm)]
    assert D(2026, 5, 15) in days and D(2026, 5, 14) not in days  # Ascension
    for _ in range(2):
        row = series.plan_series(
            actor=scene.actor, body=scene.body, draft=rhythm, kept=[*days[:3], D(2026, 1, 1)], nonce=nonce
        )
    assert Series.objects.count() == 1 and Meeting.objects.filter(series=row).count() == 3
    assert "BYDAY=2TH" in row.rhythm and acts().count("série prévue") == 1
    with pytest.raises(BadInput, match="Aucune date"):
        series.plan_series(actor=scene.actor, body=scene.body, draft=rhythm, kept=[])


def test_hours_are_those_of_the_territory():
    scene = scenes.council(place="97411")
    rhythm = SeriesDraft(Formation.GROUP, Pace.MONTHLY, D(2026, 1, 8), D(2026, 1, 31), datetime.time(10))
    row = series.plan_series(actor=scene.actor, body=scene.body, draft=rhythm, kept=[D(2026, 1, 8)])
    assert row.meeting_set.get().starts_at == datetime.datetime(2026, 1, 8, 6, tzinfo=datetime.UTC)


def test_agendas_are_proposed_placed_withdrawn_and_nothing_is_lost(scene):
    nonce = uuid.uuid4()
    for _ in range(2):
        agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item("Un"), nonce=nonce)
    rows = [
        agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item(t)) for t in ("Deux", "Trois")
    ]
    assert list(scene.meeting.items.values_list("number", flat=True)) == [1, 2, 3]
    for _ in range(2):
        agenda.place_item(actor=scene.actor, item=rows[1], to=1)
    order = scene.meeting.items.order_by("number").values_list("title", flat=True)
    assert list(order) == ["Trois", "Un", "Deux"]
    for _ in range(2):
        agenda.withdraw_item(actor=scene.actor, item=rows[0])
    assert AgendaItem.objects.get(pk=rows[0].pk).outcome == ItemOutcome.WITHDRAWN
    agenda.withdraw_item(actor=scene.actor, item=rows[0], back=True)
    row = AgendaItem.objects.get(pk=rows[0].pk)
    agenda.edit_item(actor=scene.actor, item=row, seen=row.revision,
                     draft=item("Deux bis", strategy=StrategyUse.PRESENTED))  # fmt: skip
    with pytest.raises(Conflict):
        agenda.edit_item(actor=scene.actor, item=row, seen=row.revision, draft=item("Deux ter"))


def test_a_member_proposes_for_an_institution_that_sits(scene):
    _user, actor = invented.speaks_for(scene.who["prefecture"])
    row = agenda.add_item(actor=actor, meeting=scene.meeting, draft=item(proposer=scene.who["prefecture"]))
    assert row.from_state and row.proposer == scene.who["prefecture"]
    stranger = invented.kind(scene.here, "transport", name="Réseau d'essai")
    _user, other = invented.speaks_for(stranger)
    for who, proposer in ((actor, scene.who["town"]), (actor, None), (other, stranger)):
        with pytest.raises(Refused):
            agenda.add_item(actor=who, meeting=scene.meeting, draft=item(proposer=proposer))


def test_what_was_left_open_is_taken_up_once(scene):
    before = invented.MeetingFactory(body=scene.body)
    left = ItemFactory(meeting=before, title="Éclairage", outcome="pending")
    for _ in range(2):
        agenda.carry_forward(actor=scene.actor, meeting=scene.meeting, item=left)
    row = scene.meeting.items.get()
    left.refresh_from_db()
    assert row.carried_from == left and row.title == "Éclairage" and left.outcome == ItemOutcome.CARRIED
    earlier = scenes.plan(scene, when=slot(D(2026, 11, 2)))
    with pytest.raises(BadInput, match="antérieure"):
        agenda.carry_forward(actor=scene.actor, meeting=earlier, item=row)


def test_the_real_mail_has_text_html_and_the_invitation(scene, box):
    agenda.add_item(actor=scene.actor, meeting=scene.meeting, draft=item())
    convene(scene)
    assert send_due(actor=MACHINE, now=NOW).sent == 4
    to, message = next(row for row in box.messages if row[0][0].startswith("town"))
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "text/calendar"]
    invitation = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert invitation.get_param("method") == "REQUEST"
    text = message.get_body(("plain",)).get_content()
    assert "jeudi 12 novembre 2026 à 10 h" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert text.count("/reponse/") == 3 and "?r=excused" in text and to == [scene.people["town"].email]
